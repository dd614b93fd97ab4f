"""What happened to one listened stream, each with its time of day. No Qt."""

import time
from collections import deque
from dataclasses import dataclass

from voipmon.core.domain.snapshot import (
    EndCause,
    HistoryPoint,
    StreamHint,
    StreamSnapshot,
    StreamState,
)
from voipmon.ui import wording
from voipmon.ui.quality_words import reason

KEPT = 200  # entries, the newest


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        at_s: Unix time by our clock.
        text: A sentence without names.
        tone: Token of its colour.
    """

    at_s: float
    text: str
    tone: str = "text"


class Diary:
    """Entries from oldest to newest; `count` also counts those forgotten."""

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=KEPT)
        self.count = 0

    def write(self, text: str, tone: str = "text") -> None:
        """It happened just now."""
        self.entries.append(Entry(time.time(), text, tone))
        self.count += 1

    def skipped(self, skipped_ms: float) -> None:
        """Sound was jumped over."""
        self.write(f"Skipped {skipped_ms / 1000:.1f} s to get back to live", "patchy")

    def closed(self, cause: EndCause) -> None:
        """The stream ended."""
        word = wording.CLOSED[cause]
        self.write(word.text, word.tone)

    def follow(
        self, was: StreamSnapshot | None, now: StreamSnapshot, last: HistoryPoint | None
    ) -> None:
        """Write down what is different between two snapshots.

        Args:
            was: The one before, None for the first.
            now: The newest.
            last: The newest second, on which `now.quality` stands.
        """
        self._follow_state(was, now.state)
        quality = now.quality
        if quality is None or quality is (was.quality if was else None):
            return
        word = wording.QUALITY[quality]
        why = ""
        if now.playout is not None and last is not None:
            why = f": {reason(quality, now.playout, last.lag_ms)}"
        self.write(f"{word.text}{why}", word.tone)

    def _follow_state(self, was: StreamSnapshot | None, now: StreamState) -> None:
        before = StreamState.CONNECTING if was is None else was.state
        if before is now:
            return
        if now is StreamState.STALLED:
            self.write("Sound stopped arriving", "patchy")
        elif now is StreamState.STREAMING and was and before is StreamState.STALLED:
            self.write(f"Sound arrives again after {was.stall_ms / 1000:.1f} s")
        elif now is StreamState.STREAMING:
            self.write("Connected, sound arrives")
        elif now is StreamState.CONNECTING:
            none = was is not None and was.hint is StreamHint.NO_SOUND
            what = "No sound came" if none else "Connection lost"
            self.write(f"{what}, trying again", "patchy")
