"""Notifications as the desktop shows them.

Source: Desktop Notifications Specification 1.3, freedesktop.org. Where nothing serves
it, the tray icon shows the words, without a button.
"""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import QObject, Signal

from voipmon.ui.desktop.bus import Body, Bus, Remote
from voipmon.ui.desktop.happenings import Happening

_NAME = "org.freedesktop.Notifications"
SERVER = Remote(_NAME, "/org/freedesktop/Notifications", _NAME)
_DEFAULT = "default"  # the action of a click on the notification itself
_ACTION = "act"
_NORMAL, _CRITICAL = 1, 2  # hint "urgency"
_KEPT = 32  # shown ones of which an answer is still expected

Fallback = Callable[[Happening], None]


class Popups(QObject):
    """Owner: the GUI thread.

    Args:
        bus: The session's; None where there is no D-Bus.
        app_id: Name of the desktop file.
        fallback: Shows it some other way.
    """

    chosen = Signal(object, bool)  # Happening; whether its button was pressed

    def __init__(self, bus: Bus | None, app_id: str, fallback: Fallback) -> None:
        super().__init__()
        self._bus = bus
        self._app_id = app_id
        self._fallback = fallback
        self._shown: dict[int, Happening] = {}  # by the server's number
        self.sound = False
        if bus is not None:
            bus.connected.connect(self._on_bus)

    def show(self, happening: Happening) -> None:
        """Show it; falls back by itself."""
        if self._bus is None:
            self._fallback(happening)
            return
        # Asked each time: a server may be started by this very call, or replaced.
        self._bus.call(
            SERVER, "GetCapabilities", then=partial(self._notify, happening), wake=True
        )

    def _notify(self, happening: Happening, able: Body | None) -> None:
        if able is None or self._bus is None:
            self._fallback(happening)
            return
        text = escape(happening.text) if "body-markup" in able[0] else happening.text
        actions = []
        if "actions" in able[0]:
            actions = [_DEFAULT, "Show", _ACTION, happening.action]
        hints: dict[str, tuple[str, Any]] = {
            "urgency": ("y", _CRITICAL if happening.urgent else _NORMAL),
            "desktop-entry": ("s", self._app_id),
            "suppress-sound": ("b", not self.sound),
        }
        body = ("voipmon", 0, self._app_id, happening.title, text, actions, hints, -1)
        shown = partial(self._on_shown, happening)
        self._bus.call(SERVER, "Notify", "susssasa{sv}i", body, shown)

    def _on_shown(self, happening: Happening, body: Body | None) -> None:
        if body is None:
            self._fallback(happening)
            return
        self._shown[body[0]] = happening
        while len(self._shown) > _KEPT:
            del self._shown[next(iter(self._shown))]

    def _on_bus(self, there: bool) -> None:
        self._shown.clear()
        if there and self._bus is not None:
            self._bus.watch(SERVER, "ActionInvoked", self._on_action)
            self._bus.watch(SERVER, "NotificationClosed", self._on_closed)

    def _on_action(self, body: Body) -> None:
        number, action = body
        if happening := self._shown.pop(number, None):
            self.chosen.emit(happening, action == _ACTION)

    def _on_closed(self, body: Body) -> None:
        self._shown.pop(body[0], None)
