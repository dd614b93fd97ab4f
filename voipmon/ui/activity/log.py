"""Lines of the session, bounded. No Qt."""

import time
from collections import deque
from dataclasses import dataclass

from voipmon.ui import wording

KEPT = 2000  # lines, the newest


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened.

    Attributes:
        at_s: Unix time by our clock.
        text: A sentence, without secrets.
        who: The call it is about, "" for none.
        tone: Token of its colour.
    """

    at_s: float
    text: str
    who: str = ""
    tone: str = "text"


class Log:
    """Lines from oldest to newest; `count` also counts those forgotten.

    Attributes:
        clears: How often all was forgotten.
    """

    def __init__(self) -> None:
        self.lines: deque[Line] = deque(maxlen=KEPT)
        self.count = 0
        self.clears = 0

    def write(
        self, text: str, *, who: str = "", tone: str = "text", at_s: float | None = None
    ) -> None:
        """It happened, now unless told."""
        self.lines.append(Line(time.time() if at_s is None else at_s, text, who, tone))
        self.count += 1

    def clear(self) -> None:
        """Forget all."""
        self.lines.clear()
        self.count = 0
        self.clears += 1


def as_text(lines: list[Line]) -> str:
    """For the clipboard, the oldest first."""
    return "\n".join(
        "  ".join(filter(None, (wording.clock_time(line.at_s), line.who, line.text)))
        for line in lines
    )
