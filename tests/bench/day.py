"""Minutes of a supervisor's day: 50 streams, four heard, a hand that clicks about.

Real window, engine, demo platform, display, sound server and mouse. A timer in the
window's event loop tells every time that it did not turn for 50 ms.
"""

import random
import statistics
import time

from tests.bench.figure import Figure, at_most, told
from tests.bench.rig import SINK, Window, private_folders, wait_for
from tests.bench.rig import window as real_window
from tests.bench.screen import ExactHand, Screen
from tests.support.demo import demo_server
from tests.support.sound_server import SoundServer

_SECONDS, _QUICK_S = 300.0, 40.0
_STREAMS, _HEARD = 50, 4
_PAUSE_S = (0.2, 1.2)  # between two clicks
# They end the day: signed out, closed, or another program's dialog.
_NOT = frozenset({"account_button", "account_sign_out", "", "qt_spinbox_lineedit"})


def measure(*, quick: bool) -> list[Figure]:
    """One figure: how often the window held still."""
    seconds = _QUICK_S if quick else _SECONDS
    with (
        private_folders() as private,
        Screen(private),
        SoundServer((SINK,)),
        demo_server("--calls", "70") as demo,
        real_window(demo, private) as shown,
    ):
        hand = ExactHand()
        _begin(shown, hand)
        shown.ask("held_up")
        found, worst_ms, sizes = _live(shown, hand, seconds)
        hand.close()
    words = ", ".join(
        f"{wall:.0f} ms ({own:.0f} own, {what})" for wall, own, what in found[:12]
    )
    return [
        at_most(
            f"window held still for over 50 ms in {seconds:.0f} s",
            float(len(found)),
            0.0,
            "times",
            note=f"{words or 'none'}; longest {worst_ms:.0f} ms",
            found=found,
        ),
        told(
            "streams open and cards, in the middle and at the fewest; clicks",
            f"{_sizes(sizes, 0)} and {_sizes(sizes, 1)}; {len(sizes)}",
        ),
    ]


def _sizes(sizes: list[tuple[int, int]], which: int) -> str:
    found = [size[which] for size in sizes]
    return f"{statistics.median(found):.0f}/{min(found)}"


def _begin(shown: Window, hand: ExactHand) -> None:
    """Open all the streams."""
    _listen(shown, hand)
    _meter(shown)
    wait_for("50 streams", lambda: len(shown.streaming()) >= _STREAMS - 2, 60)


def _meter(shown: Window) -> None:
    """Open what is missing of all the streams, unheard; calls end meanwhile."""
    keys = [k for k in shown.ask("known") if k.startswith("call:")]
    heard = {s["key"] for s in shown.ask("streams")}
    missing = max(0, _STREAMS - len(heard))
    shown.ask("meter", [key for key in keys if key not in heard][:missing])


def _listen(shown: Window, hand: ExactHand) -> None:
    """Click rows with Ctrl until four calls are heard."""
    for _ in range(40):
        if shown.ask("status")["cards"] >= _HEARD:
            return
        rows = [r for r in shown.ask("rows") if r["status"] == "progressing"]
        if rows:  # else what was clicked before left none in sight: look again
            _click(hand, random.choice(rows), ctrl=True)
        time.sleep(0.3)


def _click(hand: ExactHand, spot: dict, *, ctrl: bool = False) -> None:
    hand.move(spot["x"], spot["y"])
    time.sleep(0.05)
    hand.click(ctrl=ctrl)


def _live(
    shown: Window, hand: ExactHand, seconds: float
) -> tuple[list[tuple[float, float, str]], float, list[tuple[int, int]]]:
    """Click about.

    Returns:
        Each time it held still: wall and own time [ms], what was clicked before; the
        longest time [ms]; streams and cards, once for each click.
    """
    end, sizes = time.monotonic() + seconds, []
    found, worst_ms = [], 0.0
    while time.monotonic() < end:
        what = _act(shown, hand)
        time.sleep(random.uniform(*_PAUSE_S))
        if shown.ask("status")["cards"] < _HEARD:
            hand.key("Escape")
            _listen(shown, hand)
        _meter(shown)
        sizes.append((len(shown.ask("streams")), shown.ask("status")["cards"]))
        held = shown.ask("held_up")
        worst_ms = max(worst_ms, held["worst_ms"])
        found += [(wall, own, what) for wall, own in held["found"]]
    return found, worst_ms, sizes


def _act(shown: Window, hand: ExactHand) -> str:
    """One click somewhere, and Escape now and then; says where."""
    targets = [t for t in shown.ask("targets") if t["name"] not in _NOT]
    rows = [r for r in shown.ask("rows") if r["status"] == "progressing"]
    what = "nothing"
    if rows and random.random() < 0.4:
        what = "a row"
        _click(hand, random.choice(rows), ctrl=random.random() < 0.5)
    elif targets:
        target = random.choice(targets)
        what = target["name"]
        _click(hand, target)
    if random.random() < 0.3:
        hand.key("Escape")  # what was opened closes, a menu or a dialog
        what += " and Escape"
    return what
