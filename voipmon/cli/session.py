"""A `Monitor` for the length of one command: signed in, stopped in order."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

from voipmon.cli.credentials import from_environment
from voipmon.cli.exit_status import Exit
from voipmon.cli.failure import CommandFailed
from voipmon.core.domain.facts import Fact, SignedIn, SignInFailed, Trouble
from voipmon.core.domain.snapshot import Problem
from voipmon.services.monitor import Monitor

SIGN_IN_S = 40.0  # the platform allows itself 30 s for a login
STEP_S = 0.05


class Interrupt:
    """SIGINT and SIGTERM as a flag, so that every command ends in order."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.status = Exit.OK

    def wait(self, seconds: float) -> bool:
        """Sleep, or return True as soon as a signal came."""
        return self._event.wait(seconds)

    def is_set(self) -> bool:
        """Whether a signal came."""
        return self._event.is_set()

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Handle both signals within the block."""

        def note(number: int, _frame: FrameType | None) -> None:
            self.status = (
                Exit.INTERRUPTED if number == signal.SIGINT else Exit.TERMINATED
            )
            self._event.set()

        old = {
            number: signal.signal(number, note)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in old.items():
                signal.signal(number, handler)


@contextlib.contextmanager
def signed_in(
    interrupt: Interrupt, *, play: bool, on_fact: Callable[[Fact], None] | None = None
) -> Iterator[Monitor]:
    """A running monitor whose sign-in succeeded.

    Raises:
        CommandFailed: The sign-in did not succeed; nothing is left running.
        CredentialsMissing: The environment does not say as whom.
    """
    request = from_environment()
    monitor = Monitor(play=play)
    monitor.start()
    try:
        monitor.send(request)
        _await_sign_in(monitor, interrupt, on_fact)
        yield monitor
    finally:
        monitor.stop()


def _await_sign_in(
    monitor: Monitor, interrupt: Interrupt, on_fact: Callable[[Fact], None] | None
) -> None:
    until = time.monotonic() + SIGN_IN_S
    while time.monotonic() < until and not interrupt.is_set():
        for fact in monitor.facts():
            if on_fact is not None:
                on_fact(fact)
            if isinstance(fact, SignedIn):
                return
            if isinstance(fact, SignInFailed | Trouble):
                raise CommandFailed(fact.problem)
        interrupt.wait(STEP_S)
    if not interrupt.is_set():
        raise CommandFailed(Problem(kind="net.timeout", detail="no answer to sign-in"))
    raise KeyboardInterrupt
