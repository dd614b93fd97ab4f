"""Session lock, sleep and wake, whatever the system."""

import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from voipmon.ui.desktop.bus import Bus


class Session(QObject):
    """What the desktop says of the supervisor's session; a system fills it in.

    This one knows nothing and never emits.
    """

    locked = Signal()  # nobody is to see or hear anything; told once
    unlocked = Signal()
    sleeping = Signal()  # soon; `ready_to_sleep` lets it go on
    woke = Signal()

    bus: "Bus | None" = None  # the session's D-Bus, where there is one; not started

    def start(self) -> None:
        """Begin to listen to the system; returns at once."""

    def stop(self) -> None:
        """Listen no more."""

    def ready_to_sleep(self) -> None:
        """Everything is closed; the machine need not wait for us."""

    def seen(self) -> None:
        """Somebody used our window: a mere request to lock cannot have been granted."""


def awake_ns() -> int:
    """Time [ns] that stands still while the machine sleeps."""
    if hasattr(time, "CLOCK_UPTIME_RAW"):  # macOS
        return time.clock_gettime_ns(time.CLOCK_UPTIME_RAW)
    return time.monotonic_ns()


def boot_ns() -> int:
    """Time [ns] that goes on while the machine sleeps, where there is such a clock.

    clock_gettime(2) of Linux and of macOS. On Windows both clocks go on: there the
    system's message tells, not the clocks.
    """
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW"):
        if hasattr(time, name) and (
            name == "CLOCK_BOOTTIME" or sys.platform == "darwin"
        ):
            return time.clock_gettime_ns(getattr(time, name))
    return time.monotonic_ns()


class SleepMeter:
    """How long the machine slept, from two clocks of which one stops meanwhile."""

    def __init__(self) -> None:
        self._offset_ns = boot_ns() - awake_ns()

    def take_s(self) -> float:
        """Seconds slept since the last call."""
        before, self._offset_ns = self._offset_ns, boot_ns() - awake_ns()
        return max(0.0, (self._offset_ns - before) / 1e9)
