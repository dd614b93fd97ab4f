"""The window's composition root: build, start, run, stop in order."""

import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from voipmon.ui.account import Given
    from voipmon.ui.engine_port import Engine
    from voipmon.ui.main_window import MainWindow

_log = logging.getLogger(__name__)

APP_ID = "net.voipbin.voipmon"


def build(
    engine: "Engine",
    *,
    demo: bool = False,
    sign_in: "Given" = None,
    profile: str = "",
) -> "MainWindow":
    """Make the window; a QApplication must exist.

    Args:
        engine: Already started.
        demo: The calls are practice ones; the banner says so.
        sign_in: Sign in with these as soon as the window is shown, or as soon as
            the future has them; None asks.
        profile: INI file for what the window remembers; "" for the user's own.
    """
    from voipmon.ui.main_window import MainWindow
    from voipmon.ui.settings import WindowSettings

    settings = WindowSettings(profile)
    return MainWindow(engine, settings, practice=demo, sign_in=sign_in)


def application() -> "QApplication":
    """The one QApplication, in our style; made here unless there is one."""
    from PySide6.QtWidgets import QApplication

    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    made = QApplication([APP_ID])
    made.setApplicationName("voipmon")
    made.setDesktopFileName(APP_ID)
    made.setStyle("fusion")
    return made


def run(
    engine: Callable[[], "Engine"],
    *,
    demo: bool = False,
    sign_in: "Given" = None,
    profile: str = "",
    shown: Callable[[], None] | None = None,
) -> int:
    """Show the window until it is closed.

    Args:
        engine: Makes and starts the engine; called first, so that it starts up
            while Qt does.
        demo: As for `build`.
        sign_in: As for `build`.
        profile: As for `build`.
        shown: Called once, when the window was painted.

    Returns:
        Exit status.
    """
    started = engine()
    try:
        from PySide6.QtCore import QTimer

        app = application()
        sys.excepthook = log_and_go_on
        window = build(started, demo=demo, sign_in=sign_in, profile=profile)
        window.show()
        if shown is not None:
            QTimer.singleShot(0, shown)
        with _quit_on_signals(app.quit):
            return app.exec()
    finally:
        started.stop()


@contextlib.contextmanager
def _quit_on_signals(leave: Callable[[], None]) -> Iterator[None]:
    """SIGINT and SIGTERM close the window in order.

    The handler runs at the window's next tick: within 33 ms, hidden within 1 s.
    """
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: leave()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
