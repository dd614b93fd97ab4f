"""Lock, sleep and wake as login1 and the screen savers tell them over D-Bus.

Interfaces: org.freedesktop.login1(5) for the manager, its sessions and inhibitor locks;
the screen savers' own ActiveChanged and GetActive, which GNOME, KDE and others share.
"""

import logging
import os
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer

from voipmon.ui.desktop.bus import Body, Bus, Remote, own_session
from voipmon.ui.desktop.session import Session

_log = logging.getLogger(__name__)

_LOGIN = "org.freedesktop.login1"
_MANAGER = Remote(_LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager")
_SAVERS = (
    Remote(
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver",
    ),
    Remote("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
)
_REQUEST = "a request to lock"
_HOLD_MS = 2000  # [ms] the machine waits for us no longer, whatever happens here


class LinuxSession(Session):
    """Owner: the GUI thread. Services may be absent, come and go."""

    def __init__(self) -> None:
        super().__init__()
        self._system = Bus("SYSTEM", descriptors=True)
        self.bus = self._session = Bus("SESSION")
        self._locked_by: set[str] = set()  # who says so
        self._asleep = False
        self._own = ""  # object path of our session
        self._brake: int | None = None  # delays sleep while it is open
        self._told: set[str] = set()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.ready_to_sleep)
        self._system.connected.connect(self._on_system)
        self._session.connected.connect(self._on_session)

    def start(self) -> None:
        self._system.start()
        self._session.start()

    def stop(self) -> None:
        self._system.stop()
        self._session.stop()
        self.ready_to_sleep()

    def ready_to_sleep(self) -> None:
        self._patience.stop()
        if self._brake is not None:
            os.close(self._brake)
            self._brake = None

    def seen(self) -> None:
        self._lock(_REQUEST, locked=False)

    # -- the system's bus: login1 ----------------------------------------------------

    def _on_system(self, there: bool) -> None:
        if not there:
            self._login_gone()
            return
        self._system.watch(_MANAGER, "PrepareForSleep", self._on_sleep)
        self._system.watch_owner(self._on_system_owner)
        self._system.has_owner(_LOGIN, partial(self._on_system_owner, _LOGIN))

    def _on_system_owner(self, name: str, there: bool) -> None:
        if name != _LOGIN:
            return
        if not there:
            self._login_gone()
            return
        self._told.discard(_LOGIN)
        self._hold()
        self._system.call(_MANAGER, "GetSession", "s", (own_session(),), self._found)

    def _login_gone(self) -> None:
        """What it said is void, and it is not there to say that we woke."""
        self._without(_LOGIN)
        self.ready_to_sleep()
        self._own = ""
        self._lock(_LOGIN, locked=False)
        self._lock(_REQUEST, locked=False)
        self._on_sleep((False,))

    def _found(self, body: Body | None) -> None:
        if body is None:
            self._without("a session of login1")
            return
        self._own = body[0]
        here = Remote(_LOGIN, self._own, f"{_LOGIN}.Session")
        bus = self._system
        bus.watch_properties(here, self._on_properties)
        bus.watch(here, "Lock", lambda _: self._lock(_REQUEST, locked=True))
        bus.watch(here, "Unlock", lambda _: self._lock(_REQUEST, locked=False))
        bus.read(here, "LockedHint", self._on_hint)

    def _on_properties(self, body: Body) -> None:
        if "LockedHint" in body[0]:
            self._on_hint((body[0]["LockedHint"],))

    def _on_hint(self, body: Body | None) -> None:
        if body is not None:
            self._lock(_LOGIN, locked=bool(body[0]))
            self._lock(_REQUEST, locked=False)  # granted, or over

    # -- sleep -----------------------------------------------------------------------

    def _hold(self) -> None:
        """Ask login1 to wait a moment before the next sleep."""
        why = ("sleep", "voipmon", "Leaves the calls it listens to", "delay")
        self._system.call(_MANAGER, "Inhibit", "ssss", why, self._held)

    def _held(self, body: Body | None) -> None:
        if body is None:
            return
        self.ready_to_sleep()  # one is enough
        self._brake = body[0].to_raw_fd()

    def _on_sleep(self, body: Body) -> None:
        if bool(body[0]) is self._asleep:
            return
        self._asleep = bool(body[0])
        if self._asleep:
            self._patience.start(_HOLD_MS)
            self.sleeping.emit()
        else:
            self.woke.emit()
            self._hold()

    # -- the session's bus: screen savers --------------------------------------------

    def _on_session(self, there: bool) -> None:
        for saver in _SAVERS:
            if not there:
                self._lock(saver.service, locked=False)
                continue
            self._session.watch(saver, "ActiveChanged", self._saver(saver.service))
            self._session.has_owner(
                saver.service, partial(self._on_session_owner, saver.service)
            )
        if there:
            self._session.watch_owner(self._on_session_owner)

    def _on_session_owner(self, name: str, there: bool) -> None:
        saver = next((s for s in _SAVERS if s.service == name), None)
        if saver is None:
            return
        if not there:
            self._lock(name, locked=False)
            return
        heard = self._saver(name)
        self._session.call(
            saver, "GetActive", then=lambda body: heard(body) if body else None
        )

    def _saver(self, name: str) -> Callable[[Body], None]:
        return lambda body: self._lock(name, locked=bool(body[0]))

    # -- what follows ----------------------------------------------------------------

    def _lock(self, who: str, *, locked: bool) -> None:
        before = bool(self._locked_by)
        if locked:
            self._locked_by.add(who)
        else:
            self._locked_by.discard(who)
        if bool(self._locked_by) is before:
            return
        _log.info("session %s (%s)", "unlocked" if before else "locked", who)
        (self.unlocked if before else self.locked).emit()

    def _without(self, what: str) -> None:
        if what not in self._told:
            self._told.add(what)
            _log.info("no %s: going on without its lock and sleep news", what)
