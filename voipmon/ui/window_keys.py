"""What each action does in the window; which key does it is in `keys`."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from voipmon.ui.calls.panel import CallsPanel
from voipmon.ui.calls.sort_menu import show_sort_menu
from voipmon.ui.card_keys import CardKeys
from voipmon.ui.companions import Companions
from voipmon.ui.focus_order import FocusOrder
from voipmon.ui.keys.binding import Binding
from voipmon.ui.preferences import Preferences
from voipmon.ui.setup.opening import Setup
from voipmon.ui.state import MAX_CARDS
from voipmon.ui.streams.sound_row import VOLUME_STEP_DB
from voipmon.ui.toolbar import Toolbar


class Window(Protocol):
    """What the keys need of the window."""

    calls: CallsPanel
    companions: Companions
    focus_order: FocusOrder
    keys: CardKeys
    preferences: Preferences
    setup: Setup
    toolbar: Toolbar

    def show_help(self) -> None: ...
    def quit(self) -> None: ...


def bind_all(binding: Binding, window: Window) -> None:
    """Bind everything that this window can do."""
    calls, keys = window.calls, window.keys
    bind = binding.bind
    bind("list.listen", partial(calls.view.listen_to_current, add=False))
    bind("list.add", partial(calls.view.listen_to_current, add=True))
    bind("list.sort", partial(show_sort_menu, calls.view))
    bind("search", calls.focus_search)
    bind("refresh", keys.f5)
    bind("stop", keys.escape)
    for place in range(MAX_CARDS):
        bind(f"card.select{place + 1}", partial(keys.select, place))
    bind("volume.down", partial(keys.louder, -VOLUME_STEP_DB))
    bind("volume.up", partial(keys.louder, VOLUME_STEP_DB))
    bind("mute_all", window.toolbar.mute_all.toggle)
    bind("devices", window.toolbar.show_outputs)
    _bind_listening(bind, window)
    bind("panels", partial(window.focus_order.cycle, 1))
    bind("panels.back", partial(window.focus_order.cycle, -1))
    bind("help", window.show_help)
    bind("settings", window.setup.show)
    bind("quit", window.quit)
    binding.changed.connect(calls.view.name_keys)
    binding.follow(window.preferences)


def _bind_listening(
    bind: Callable[[str, Callable[[], object]], None], window: Window
) -> None:
    """Places, replay, hopping, marks."""
    keys, hopping = window.keys, window.companions.hopping
    bind("card.none", keys.select_none)
    bind("place.left", partial(keys.move, -1))
    bind("place.right", partial(keys.move, 1))
    bind("replay.back5", partial(keys.back, 5.0))
    bind("replay.back15", partial(keys.back, 15.0))
    bind("replay.live", keys.live)
    bind("replay.slower", keys.slower)
    bind("replay.faster", keys.faster)
    bind("hop.next", partial(hopping.hop, 1))
    bind("hop.previous", partial(hopping.hop, -1))
    bind("scan", hopping.toggle_scan)
    bind("mark.note", keys.note)
    bind("mark.now", keys.mark)
    bind("panic", keys.listening.silence)
