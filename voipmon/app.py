"""The window's composition root: build, start, run, stop in order."""

import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from voipmon.core.domain.policy import Policy
from voipmon.core.domain.profile import DEFAULT
from voipmon.core.domain.settings import Settings
from voipmon.store.folders import SETTINGS, WINDOW, policy_file, profiles_folder
from voipmon.store.policy import load_policy
from voipmon.store.settings_file import SettingsFile
from voipmon.store.settings_keeper import SettingsKeeper
from voipmon.store.vault import Vault

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from voipmon.ui.account import Given
    from voipmon.ui.desktop.pausable_engine import PausableEngine
    from voipmon.ui.engine_port import Engine
    from voipmon.ui.main_window import MainWindow

_log = logging.getLogger(__name__)

APP_ID = "net.voipbin.voipmon"
STOP_S = 1.5  # for the engine: the program ends within 2 s of being asked to


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One profile's folder, and the settings that were found there."""

    folder: Path
    own: Settings
    policy: Policy
    keeper: SettingsKeeper
    places: Mapping[str, str]  # for the user, by the names of the settings page
    vault: Vault | None = None  # None keeps no sign-in
    profiles: tuple[str, ...] = (DEFAULT,)

    @property
    def now(self) -> Settings:
        """What holds: the user's own as far as the administrator leaves them."""
        return self.policy.apply(self.own)


def remember(folder: Path | None = None, policy: Path | None = None) -> Remembered:
    """Read what a profile remembers.

    Args:
        folder: Where settings and geometry are; None for the default profile.
        policy: The administrator's file; None for the system's place of it.
    """
    kept = folder or profiles_folder() / DEFAULT
    file = SettingsFile(kept / SETTINGS)
    older: dict[str, str] = {}
    if folder is None:
        from voipmon.ui.settings import take_older

        older = take_older(forget=file.exists)
    loaded = file.load(older)
    fixed = policy or policy_file()
    rules = load_policy(fixed)
    keeper = SettingsKeeper(file, (*rules.complaints, *loaded.complaints))
    if older and not file.exists:
        keeper.save(loaded.settings)
    return Remembered(
        folder=kept,
        own=loaded.settings,
        policy=rules,
        keeper=keeper,
        places={"settings_path": str(kept / SETTINGS), "policy_path": str(fixed)},
    )


def build(
    engine: "Engine",
    *,
    demo: bool = False,
    sign_in: "Given" = None,
    kept: Remembered | None = None,
) -> "MainWindow":
    """Make the window; a QApplication must exist.

    Args:
        engine: Already started.
        demo: The calls are practice ones; the banner says so.
        sign_in: Sign in with these as soon as the window is shown, or as soon as
            the future has them; None asks.
        kept: What the window remembers; None for the default profile's.
    """
    from voipmon.ui.main_window import MainWindow
    from voipmon.ui.preferences import Preferences
    from voipmon.ui.settings import WindowSettings

    kept = kept or remember()
    return MainWindow(
        engine,
        WindowSettings(str(kept.folder / WINDOW)),
        preferences=Preferences(
            kept.own, policy=kept.policy, keeper=kept.keeper, places=kept.places
        ),
        practice=demo,
        sign_in=sign_in,
        secrets=kept.vault,
        profiles=kept.profiles,
    )


def application(scale_percent: int = 100) -> "QApplication":
    """The one QApplication, in our style; made here unless there is one.

    Args:
        scale_percent: Size of everything. Qt takes it once, when it starts; a user's
            own ``QT_SCALE_FACTOR`` is left alone.
    """
    from PySide6.QtWidgets import QApplication

    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    if scale_percent != 100 and "QT_SCALE_FACTOR" not in os.environ:
        fits = min(scale_percent, _largest_percent())
        os.environ["QT_SCALE_FACTOR"] = f"{fits / 100:g}"
    made = QApplication([APP_ID])
    made.setApplicationName("voipmon")
    made.setDesktopFileName(APP_ID)
    made.setStyle("fusion")
    return made


def _largest_percent() -> int:
    """The largest scale that the screen has room for, asked before it is applied."""
    from PySide6.QtGui import QGuiApplication

    from voipmon.ui.setup.scale import percent_for

    probe = QGuiApplication([APP_ID])
    room = probe.primaryScreen().availableSize()
    probe.shutdown()
    return percent_for(room.width(), room.height(), 1.0)


def run(
    engine: Callable[[], "Engine"],
    *,
    demo: bool = False,
    sign_in: "Given" = None,
    kept: Remembered | None = None,
    shown: Callable[[], None] | None = None,
    ready: "Callable[[MainWindow], None] | None" = None,
) -> int:
    """Show the window until it is closed.

    Args:
        engine: Makes and starts the engine; called first, so that it starts up
            while Qt does.
        demo: As for `build`.
        sign_in: As for `build`.
        kept: As for `build`.
        shown: Called once, when the window was painted.
        ready: Called with the window before it is shown.

    Returns:
        Exit status.
    """
    started = engine()
    kept = kept or remember()
    try:
        from PySide6.QtCore import QTimer

        from voipmon.ui.collector import collecting
        from voipmon.ui.desktop.pausable_engine import PausableEngine

        app = application(kept.now.appearance.scale_percent)
        sys.excepthook = log_and_go_on
        pausable = PausableEngine(started)
        window = build(pausable, demo=demo, sign_in=sign_in, kept=kept)
        # As soon as the loop runs: one that comes earlier is not lost.
        with _quit_on_signals(lambda: QTimer.singleShot(0, lambda: leave(window))):
            if ready is not None:
                ready(window)
            window.show()
            if shown is not None:
                QTimer.singleShot(0, shown)
            with _neighbours(window, pausable), collecting():
                status = app.exec()
        _destroy(window)
        return status
    finally:
        started.stop(STOP_S)
        kept.keeper.close()


@contextlib.contextmanager
def _neighbours(window: "MainWindow", engine: "PausableEngine") -> Iterator[None]:
    """Session lock and sleep, tray and notifications, as long as the window lives."""
    from PySide6.QtCore import QCoreApplication, Qt

    from voipmon.ui.desktop.this_system import for_this_system
    from voipmon.ui.neighbours import Neighbours

    session = for_this_system(window.winId)
    neighbours = Neighbours(window, engine, session, app_id=APP_ID)
    neighbours.left.connect(
        lambda: QCoreApplication.exit(0), Qt.ConnectionType.QueuedConnection
    )
    neighbours.start()
    try:
        yield
    finally:
        neighbours.stop()


def _destroy(window: "MainWindow") -> None:
    """Let nothing that it knew stay in memory beside the next one."""
    import gc

    from PySide6.QtCore import QCoreApplication, QEvent

    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    gc.unfreeze()  # it was there when the collector set everything aside
    gc.collect()


def leave(window: "MainWindow") -> None:
    """Close the window for good, also one that hides when it is closed."""
    from PySide6.QtCore import QCoreApplication

    window.quit()
    QCoreApplication.exit(0)  # a hidden window's end does not end the application


def bring_forward(window: "MainWindow") -> None:
    """Show the window, in front of the others."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()


@contextlib.contextmanager
def _quit_on_signals(leave: Callable[[], None]) -> Iterator[None]:
    """SIGINT and SIGTERM close the window in order, at once.

    Python runs a handler only between two steps of its own, and Qt may wait in C++
    for a second: a byte on a socket wakes it.
    """
    from PySide6.QtCore import QSocketNotifier

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: leave()) for number in numbers}
    waker, woken = socket.socketpair()
    for end in (waker, woken):
        end.setblocking(False)
    notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: woken.recv(64))
    old = signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(old)
        notifier.setEnabled(False)
        for number, handler in before.items():
            signal.signal(number, handler)
        waker.close()
        woken.close()


def log_and_go_on(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Exception hook: a bug in one slot must not close the window.

    Logs where it was, not what was in it: an exception's text could hold what the
    user typed.
    """
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    where = []
    while trace is not None:
        code = trace.tb_frame.f_code
        where.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    _log.error("%s in the window: %s", kind.__name__, " < ".join(reversed(where)))
