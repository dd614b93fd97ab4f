"""Which key does what in the window; how keys are bound is in `keyboard`."""

from typing import TYPE_CHECKING

from voipmon.ui import keyboard
from voipmon.ui.streams.card import VOLUME_STEP_DB

if TYPE_CHECKING:
    from voipmon.ui.main_window import MainWindow


def bind_all(window: "MainWindow") -> None:
    """Bind every key of the window."""
    keys = window.keys
    keyboard.bind(window, "Esc", keys.escape)
    keyboard.bind(window, "F1", window.show_help)
    keyboard.bind(window, "F5", keys.f5)
    keyboard.bind(window, "F6", lambda: keyboard.cycle(window.parts(), 1))
    keyboard.bind(window, "Shift+F6", lambda: keyboard.cycle(window.parts(), -1))
    keyboard.bind(window, "Ctrl+F", window.calls.focus_search)
    keyboard.bind(window, "Ctrl+Q", window.close)
    keyboard.bind(window, "Ctrl+Shift+M", window.toolbar.mute_all.toggle)
    keyboard.bind_cards(window, keys.select)
    parts = (window.calls.view, window.cards)
    keyboard.bind_letter(parts, "V", lambda: keys.louder(-VOLUME_STEP_DB))
    keyboard.bind_letter(parts, "Shift+V", lambda: keys.louder(VOLUME_STEP_DB))
