"""Which implementation of the session fits the system we run on."""

import sys
from collections.abc import Callable

from voipmon.ui.desktop.session import Session


def for_this_system(window_id: Callable[[], int]) -> Session:
    """The session as this system tells of it.

    Args:
        window_id: Gives the native handle of the main window; Windows needs one.
    """
    if sys.platform == "linux":
        from voipmon.ui.desktop.linux import LinuxSession

        return LinuxSession()
    if sys.platform == "win32":
        from voipmon.ui.desktop.windows import WindowsSession

        return WindowsSession(window_id())
    return Session()


def shortcomings() -> str:
    """What is not noticed on this system, or untested, in words; "" if nothing."""
    if sys.platform == "linux":
        return ""
    if sys.platform == "win32":
        return "Noticing lock and sleep has not been tested on Windows yet."
    return (
        "On this system voipmon does not notice that the screen is locked: listening "
        "goes on. A sleep is noticed after it; this has not been tested yet."
    )
