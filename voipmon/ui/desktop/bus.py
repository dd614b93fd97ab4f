"""One D-Bus connection: calls and signals for the GUI thread, the socket on another.

Wire format and the bus' own names: D-Bus Specification 0.43.
"""

import contextlib
import logging
import os
import queue
import select
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    new_method_call,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtCore import QObject, Qt, Signal

_log = logging.getLogger(__name__)

AGAIN_S = 30.0  # a bus that went away, or was never there, is looked for so often
_JOIN_S = 2.0
_DESTINATION = "org.freedesktop.DBus"

Body = tuple[Any, ...]
Reply = Callable[[Body | None], None]
News = Callable[[Body], None]


@dataclass(frozen=True, slots=True)
class Remote:
    """One interface of one object of one service."""

    service: str
    path: str
    interface: str


_PROPERTIES = "org.freedesktop.DBus.Properties"
_BUS = Remote(_DESTINATION, "/org/freedesktop/DBus", _DESTINATION)


class Bus(QObject):
    """The session's or the system's bus; not having one is a normal state.

    GUI thread: every method, and every callback. A service that is not there answers
    with None, as one that refuses. What is sent while there is no bus is answered with
    None too.

    Args:
        name: "SESSION" or "SYSTEM"; the address is looked up as libdbus does.
        descriptors: Accept file descriptors in replies.
    """

    connected = Signal(bool)  # there is a bus now; or no longer
    _here = Signal(object)  # a callable, to be run on the GUI thread

    def __init__(self, name: str, *, descriptors: bool = False) -> None:
        super().__init__()
        self._name = name
        self._descriptors = descriptors
        self._out: queue.SimpleQueue[tuple[Message, Reply | None]] = queue.SimpleQueue()
        self._waiting: dict[int, Reply | None] = {}  # bus thread
        self._watches: dict[tuple[str, str, str], News] = {}  # path, interface, member
        self._wake: socket.socket | None = None  # a byte ends the thread's sleep
        self._stopping = threading.Event()
        self._told = False
        self._here.connect(self._do, Qt.ConnectionType.QueuedConnection)
        self._thread: threading.Thread | None = None

    # -- GUI thread ------------------------------------------------------------------

    def start(self) -> None:
        """Connect; returns at once, `connected` tells."""
        self._wake, woken = socket.socketpair()
        self._thread = threading.Thread(
            target=self._main,
            args=(woken,),
            name=f"dbus-{self._name.lower()}",
            daemon=True,
        )
        self._thread.start()

    def stop(self) -> None:
        """Disconnect; callbacks that are still on their way are dropped."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._poke()
        if self._thread is not None:
            self._thread.join(_JOIN_S)
        if self._wake is not None:
            self._wake.close()
            self._wake = None

    def call(
        self,
        remote: Remote,
        member: str,
        signature: str = "",
        body: Body = (),
        then: Reply | None = None,
        *,
        wake: bool = False,
    ) -> None:
        """Call a method; `then` gets what it returned, or None if it failed.

        Args:
            remote: Whose method it is.
            member: Its name.
            signature: D-Bus types of `body`.
            body: Arguments.
            then: Called on the GUI thread.
            wake: Let the bus start the service. By default one that does not run is
                left alone: it has nothing to tell.
        """
        address = DBusAddress(remote.path, remote.service, remote.interface)
        message = new_method_call(address, member, signature or None, body)
        if not wake:
            message.header.flags = MessageFlag.no_auto_start
        self._send(message, then)

    def read(self, remote: Remote, name: str, then: Reply) -> None:
        """Read a property; `then` gets a body of one value, or None."""

        def unpack(body: Body | None) -> None:
            then(None if body is None else (body[0][1],))

        where = Remote(remote.service, remote.path, _PROPERTIES)
        self.call(where, "Get", "ss", (remote.interface, name), unpack)

    def watch(self, remote: Remote, member: str, then: News) -> None:
        """Have `then` called with each such signal, also after the bus came back."""
        self._watches[remote.path, remote.interface, member] = then
        rule = MatchRule(
            type="signal",
            sender=remote.service,
            interface=remote.interface,
            member=member,
            path=remote.path,
        )
        self._send(message_bus.AddMatch(rule), None)

    def watch_properties(self, remote: Remote, then: News) -> None:
        """Have `then` called with {name: value} of what changed."""
        where = Remote(remote.service, remote.path, _PROPERTIES)

        def unpack(body: Body) -> None:
            if body[0] == remote.interface:
                then(({name: value[1] for name, value in body[1].items()},))

        self.watch(where, "PropertiesChanged", unpack)

    def watch_owner(self, then: Callable[[str, bool], None]) -> None:
        """Have `then` told each name that got or lost its owner."""
        self.watch(_BUS, "NameOwnerChanged", lambda body: then(body[0], bool(body[2])))

    def has_owner(self, service: str, then: Callable[[bool], None]) -> None:
        """Ask whether a service runs; never starts it."""
        self.call(
            _BUS,
            "NameHasOwner",
            "s",
            (service,),
            lambda body: then(body is not None and bool(body[0])),
        )

    def _send(self, message: Message, then: Reply | None) -> None:
        self._out.put((message, then))
        self._poke()

    def _do(self, what: Callable[[], None]) -> None:
        if not self._stopping.is_set():
            what()

    def _poke(self) -> None:
        if self._wake is not None:
            with contextlib.suppress(OSError):  # full: it will wake anyway
                self._wake.send(b"x", socket.MSG_DONTWAIT)

    # -- the bus' thread -------------------------------------------------------------

    def _main(self, woken: socket.socket) -> None:
        while not self._stopping.is_set():
            try:
                conn = open_dbus_connection(
                    self._name, enable_fds=self._descriptors, auth_timeout=_JOIN_S
                )
            except Exception as error:  # noqa: BLE001 - an address of any kind of nonsense
                self._say(f"no bus ({type(error).__name__})")
            else:
                self._serve(conn, woken)
            self._answer_all()
            self._stopping.wait(AGAIN_S)
        woken.close()

    def _serve(self, conn: DBusConnection, woken: socket.socket) -> None:
        self._told = False
        self._tell(lambda: self.connected.emit(True))
        try:
            while not self._stopping.is_set():
                self._flush(conn)
                self._read(conn)
                ready, _, _ = select.select([conn.sock, woken], [], [])
                if woken in ready:
                    woken.recv(4096)
        except Exception as error:  # noqa: BLE001 - also a message that cannot be read
            self._say(f"the bus went away ({type(error).__name__})")
        finally:
            conn.close()
            self._tell(lambda: self.connected.emit(False))

    def _flush(self, conn: DBusConnection) -> None:
        while not self._out.empty():
            message, then = self._out.get()
            serial = next(conn.outgoing_serial)
            self._waiting[serial] = then
            conn.send(message, serial=serial)

    def _read(self, conn: DBusConnection) -> None:
        with contextlib.suppress(TimeoutError):
            while True:
                self._take(conn.receive(timeout=0))

    def _take(self, message: Message) -> None:
        header, body = message.header, message.body
        match header.message_type:
            case MessageType.method_return | MessageType.error:
                then = self._waiting.pop(header.fields[HeaderFields.reply_serial], None)
                good = header.message_type is MessageType.method_return
                if then is not None:
                    self._tell(lambda: then(body if good else None))
            case MessageType.signal:
                fields = header.fields
                key = tuple(
                    fields.get(field, "")
                    for field in (
                        HeaderFields.path,
                        HeaderFields.interface,
                        HeaderFields.member,
                    )
                )
                if (news := self._watches.get(key)) is not None:
                    self._tell(lambda: news(body))

    def _answer_all(self) -> None:
        """No bus, no answers: nobody shall wait for one."""
        while not self._out.empty():
            self._waiting[-self._out.qsize()] = self._out.get()[1]
        for then in self._waiting.values():
            if then is not None:
                self._tell(partial(then, None))
        self._waiting.clear()

    def _tell(self, do: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the window is gone
            self._here.emit(do)

    def _say(self, what: str) -> None:
        if not self._told and not self._stopping.is_set():
            self._told = True
            _log.info("D-Bus %s: %s; going on without", self._name.lower(), what)


def own_session() -> str:
    """Name by which login1 knows our session; "auto" lets it find out."""
    return os.environ.get("XDG_SESSION_ID") or "auto"
