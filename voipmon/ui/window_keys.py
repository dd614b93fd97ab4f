"""What each action does in the window; which key does it is in `keys`."""

from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from voipmon.ui import keyboard
from voipmon.ui.calls.panel import CallsPanel
from voipmon.ui.card_keys import CardKeys
from voipmon.ui.keys.binding import Binding
from voipmon.ui.state import MAX_CARDS
from voipmon.ui.streams.sound_row import VOLUME_STEP_DB
from voipmon.ui.toolbar import Toolbar


class Window(Protocol):
    """What the keys need of the window."""

    calls: CallsPanel
    keys: CardKeys
    toolbar: Toolbar

    def parts(self) -> list[tuple[QWidget, QWidget]]: ...
    def show_help(self) -> None: ...
    def quit(self) -> None: ...


def bind_all(binding: Binding, window: Window) -> None:
    """Bind everything that this window can do."""
    calls, keys = window.calls, window.keys
    bind = binding.bind
    bind("list.listen", partial(calls.view.listen_to_current, add=False))
    bind("list.add", partial(calls.view.listen_to_current, add=True))
    bind("search", calls.focus_search)
    bind("refresh", keys.f5)
    bind("stop", keys.escape)
    for place in range(MAX_CARDS):
        bind(f"card.select{place + 1}", partial(keys.select, place))
    bind("volume.down", partial(keys.louder, -VOLUME_STEP_DB))
    bind("volume.up", partial(keys.louder, VOLUME_STEP_DB))
    bind("mute_all", window.toolbar.mute_all.toggle)
    bind("panels", lambda: keyboard.cycle(window.parts(), 1))
    bind("panels.back", lambda: keyboard.cycle(window.parts(), -1))
    bind("help", window.show_help)
    bind("quit", window.quit)
