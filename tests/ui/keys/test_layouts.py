"""Keys that stand elsewhere on other keyboards act there, too: a real X keyboard."""

import subprocess

import pytest

from tests.ui.keys.test_binding import Bench

LAYOUTS = ("us", "de", "fr", "es")
# X keysyms of what is typed, and the action that it must do. On a German keyboard
# "[" is AltGr+8, on a French one "." is Shift+";".
TYPED = {
    "bracketleft": "place.left",
    "bracketright": "place.right",
    "comma": "replay.slower",
    "period": "replay.faster",
    "r": "replay.back5",
    "shift+r": "replay.back15",
    "shift+v": "volume.up",
    "ctrl+comma": "settings",
    "ctrl+shift+s": "panic",
    "F5": "refresh",
    "KP_Enter": "list.listen",
}


@pytest.mark.long
@pytest.mark.window
def test_every_symbol_is_found(hand, qtbot):
    done: list[str] = []
    bench = Bench()
    qtbot.addWidget(bench)
    for action_id in TYPED.values():
        bench.binding.bind(action_id, lambda name=action_id: done.append(name))
    with qtbot.waitActive(bench):
        bench.show()
        bench.activateWindow()
    bench.calls.setFocus()
    qtbot.waitUntil(bench.calls.hasFocus)
    try:
        for layout in LAYOUTS:
            subprocess.run(["setxkbmap", layout], check=True)
            for keys, action_id in TYPED.items():
                done.clear()
                hand.key(keys)
                qtbot.waitUntil(lambda: bool(done), timeout=2000)
                assert done == [action_id], (layout, keys)
    finally:
        subprocess.run(["setxkbmap", "us"], check=True)
