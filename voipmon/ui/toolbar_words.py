"""What the toolbar says besides its controls: calls kept ready, loudness held down."""

import time
from collections.abc import Callable

from voipmon.core.domain.snapshot import OutputSnapshot
from voipmon.ui.state import WindowState
from voipmon.ui.wording import MINUS, Word

_WORTH_DB = 1.0  # less is not heard as held down
_HOLD_S = 2.0  # shown for so long at least, that it can be read

TAPS_TIP = (
    "Calls kept open without being heard, so that a hop to them starts at once "
    "with what was said last. To close them, silence everything"
)
LIMITING_TIP = (
    "What you hear is held down to protect your ears: loud sound by the limiter, "
    "piercing tones (fax, feedback) by 20 dB."
)


def taps_word(state: WindowState, limit: int) -> Word | None:
    """How many calls are kept ready; None where that is not wanted."""
    count = 0 if state.pause is not None or state.engine_dead else len(state.taps)
    if not count and not limit:
        return None
    return Word(f"{count}/{max(limit, count)} ready", "taps", "soft")


class Limiting:
    """Says when sound is held down; every snapshot tells what was taken since the last.

    Args:
        clock: Monotonic time [s].
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._word: Word | None = None
        self._taken_db = 0.0
        self._until_s = 0.0

    def word(self, output: OutputSnapshot) -> Word | None:
        """What is to be said now; the strongest of the last seconds stays."""
        now = self._clock()
        if now >= self._until_s:
            self._word, self._taken_db = None, 0.0
        shock = output.shock_db > _WORTH_DB
        taken_db = output.shock_db if shock else output.limiting_db
        if taken_db > _WORTH_DB:
            self._until_s = now + _HOLD_S
            if round(taken_db) > round(self._taken_db):
                self._taken_db = taken_db
                what = "Piercing tone" if shock else "Limiting"
                told = f"{what} {MINUS}{taken_db:.0f} dB"
                self._word = Word(told, "warning" if shock else "limiting", "patchy")
        return self._word
