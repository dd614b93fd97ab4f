"""What the window needs of the engine; `engine.client.EngineClient` is one."""

from typing import Protocol

from voipmon.core.domain.commands import Command
from voipmon.core.domain.facts import Fact
from voipmon.core.domain.snapshot import MonitorSnapshot


class EngineNews(Protocol):
    """What came since the last poll."""

    @property
    def snapshot(self) -> MonitorSnapshot | None:
        """The newest unseen snapshot, None if there is no newer one."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """In order, each exactly once."""

    @property
    def alive(self) -> bool:
        """Whether the engine process runs and has said hello."""


class Engine(Protocol):
    """Two implementations: the client of the real engine, and a test's script."""

    def send(self, command: Command) -> None:
        """Queue a command; never blocks."""

    def poll(self) -> EngineNews:
        """Take what came; never blocks."""

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End the engine; True if in order."""
