"""The process behind `fake_desktop`: login1, screen saver, notifications, tray."""

import contextlib
import json
import os
import re
import select
import sys
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

LOGIN = "org.freedesktop.login1"
SAVER = "org.freedesktop.ScreenSaver"
NOTIFICATIONS = "org.freedesktop.Notifications"
TRAY = "org.kde.StatusNotifierWatcher"
PROPERTIES = "org.freedesktop.DBus.Properties"
SESSION = "/org/freedesktop/login1/session/_31"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


class Services:
    """One connection to each bus; answers calls and the test's requests."""

    def __init__(self) -> None:
        self.system = open_dbus_connection("SYSTEM", enable_fds=True)
        self.session = open_dbus_connection("SESSION")
        self.locked = self.active = False
        self.brakes: list[int] = []
        self._given: Any = None
        self.shown: list[Any] = []
        self.items: list[str] = []

    def run(self) -> None:
        buses = {bus.sock: bus for bus in (self.system, self.session)}
        while True:
            for bus in buses.values():
                self._drain(bus)
            ready, _, _ = select.select([sys.stdin, *buses], [], [])
            if sys.stdin in ready:
                line = sys.stdin.readline()
                if not line:
                    return
                what, *values = json.loads(line)
                answer = getattr(self, f"do_{what}")(*values)
                print(json.dumps(answer), flush=True)

    def _drain(self, bus: Any) -> None:
        with contextlib.suppress(TimeoutError):
            while True:
                self._take(bus, bus.receive(timeout=0))

    def _take(self, bus: Any, message: Message) -> None:
        if message.header.message_type is not MessageType.method_call:
            return
        name = message.header.fields[HeaderFields.member]
        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        found = getattr(self, f"on_{snake}", None)
        if found is None:
            bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
            return
        bus.send(new_method_return(message, *found(message)))
        if self._given is not None:
            self._given.close()  # the program has the other one
            self._given = None

    # what the program calls

    def on_get_session(self, message: Message) -> tuple[str, Any]:
        assert message.body == ("1",), message.body
        return "o", (SESSION,)

    def on_inhibit(self, message: Message) -> tuple[str, Any]:
        assert message.body[0] == "sleep"
        assert message.body[3] == "delay"
        read, write = os.pipe()
        self.brakes.append(read)
        self._given = os.fdopen(write, "wb")
        return "h", (self._given,)

    def on_get(self, message: Message) -> tuple[str, Any]:
        interface, name = message.body
        if interface == TRAY:
            value = 0 if name == "ProtocolVersion" else True
            return "v", (("i" if value == 0 else "b", value),)
        assert name == "LockedHint"
        return "v", (("b", self.locked),)

    def on_get_active(self, message: Message) -> tuple[str, Any]:
        return "b", (self.active,)

    def on_get_capabilities(self, message: Message) -> tuple[str, Any]:
        return "as", (["actions", "body", "body-markup"],)

    def on_notify(self, message: Message) -> tuple[str, Any]:
        self.shown.append(message.body)
        return "u", (len(self.shown),)

    def on_register_status_notifier_item(self, message: Message) -> tuple[str, Any]:
        self.items.append(message.header.fields[HeaderFields.sender])
        return "", ()

    # what the test asks for

    def do_serve(self, service: str, there: bool) -> None:
        bus = self.system if service == LOGIN else self.session
        ask = message_bus.RequestName if there else message_bus.ReleaseName
        bus.send_and_get_reply(ask(service))

    def _signal(self, bus: Any, where: tuple[str, str], name: str, *body: Any) -> None:
        path, interface = where
        bus.send(new_signal(DBusAddress(path, None, interface), name, *body))

    def do_lock(self, locked: bool) -> None:
        self.locked = locked
        body = (f"{LOGIN}.Session", {"LockedHint": ("b", locked)}, [])
        where = (SESSION, PROPERTIES)
        self._signal(self.system, where, "PropertiesChanged", "sa{sv}as", body)

    def do_request(self, member: str) -> None:
        self._signal(self.system, (SESSION, f"{LOGIN}.Session"), member)

    def do_saver(self, active: bool) -> None:
        self.active = active
        where = ("/org/freedesktop/ScreenSaver", SAVER)
        self._signal(self.session, where, "ActiveChanged", "b", (active,))

    def do_sleep(self, begins: bool) -> None:
        where = ("/org/freedesktop/login1", f"{LOGIN}.Manager")
        self._signal(self.system, where, "PrepareForSleep", "b", (begins,))

    def do_braked(self) -> bool:
        held = []
        for brake in self.brakes:
            if select.select([brake], [], [], 0)[0]:
                os.close(brake)  # the other end was closed
            else:
                held.append(brake)
        self.brakes = held
        return bool(held)

    def do_notices(self) -> list[Any]:
        return self.shown

    def do_press(self, number: int, action: str) -> None:
        where = ("/org/freedesktop/Notifications", NOTIFICATIONS)
        self._signal(self.session, where, "ActionInvoked", "us", (number, action))

    def do_trays(self) -> list[str]:
        return self.items

    def do_item(self, service: str) -> dict[str, Any]:
        """ToolTip is (icon name, pictures, title, text)."""
        address = DBusAddress("/StatusNotifierItem", service, PROPERTIES)
        call = new_method_call(address, "GetAll", "s", (ITEM,))
        found = {name: value[1] for name, value in self._call(call)[0].items()}
        return {"tip": found["ToolTip"][2], "menu": found["Menu"]}

    def do_menu(self, service: str) -> dict[str, int]:
        address = DBusAddress("/MenuBar", service, MENU)
        call = new_method_call(address, "GetLayout", "iias", (0, -1, []))
        _, (_, _, entries) = self._call(call)
        return {e[1][1]["label"][1]: e[1][0] for e in entries if "label" in e[1][1]}

    def do_choose(self, service: str, number: int) -> None:
        address = DBusAddress("/MenuBar", service, MENU)
        body = (number, "clicked", ("i", 0), 0)
        self._call(new_method_call(address, "Event", "isvu", body))

    @staticmethod
    def _call(message: Message) -> Any:
        """On a connection of its own: other messages are not lost meanwhile."""
        with open_dbus_connection("SESSION") as bus:
            return bus.send_and_get_reply(message, timeout=5).body


if __name__ == "__main__":
    Services().run()
