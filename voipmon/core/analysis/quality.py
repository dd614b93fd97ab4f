"""Listening quality in words, from lag and concealed time alone.

It describes what the supervisor hears, never the call: loss between the two parties
is not visible here.
"""

from collections import deque
from enum import StrEnum

WINDOW_S = 30  # [s]
EVIDENCE_S = 2  # [s] before that, no judgement
LATE_MS = 500.0  # a supervisor notices that an answer comes late
BROKEN_LAG_MS = 2000.0
PATCHY_SHARE = 0.01  # of the last 30 s: one step of the E-model (ITU-T G.107)
BROKEN_SHARE = 0.05
_KEEP = 0.8  # hysteresis: a word is taken back 20 % below its threshold


class Quality(StrEnum):
    """Listening quality in words."""

    GOOD = "good"
    PATCHY = "patchy"
    LATE = "late"
    BROKEN = "broken"


def assess(
    *, lag_ms: float | None, concealed_share: float, was: Quality | None = None
) -> Quality:
    """Judge by the thresholds above.

    Args:
        lag_ms: Arrival to loudspeaker; None while nothing plays.
        concealed_share: Part of the last 30 s that was made up, 0..1.
        was: The judgement before; leaving it needs 20 % more than entering.
    """
    lag = lag_ms or 0.0
    easier = _KEEP if was is Quality.BROKEN else 1.0
    if lag > BROKEN_LAG_MS * easier or concealed_share > BROKEN_SHARE * easier:
        return Quality.BROKEN
    if lag > LATE_MS * (_KEEP if was is Quality.LATE else 1.0):
        return Quality.LATE
    easier = _KEEP if was is Quality.PATCHY else 1.0
    if concealed_share > PATCHY_SHARE * easier:
        return Quality.PATCHY
    return Quality.GOOD


class QualityMeter:
    """Follows one stream, second by second."""

    def __init__(self) -> None:
        self._concealed: deque[float | None] = deque(maxlen=WINDOW_S)
        self._lag_ms: float | None = None  # while a gap is filled, what it was before
        self.word: Quality | None = None
        # Made-up sound of the last 30 s [ms], and how many of them were heard; one
        # value, as another thread reads it.
        self.recent: tuple[float, int] = (0.0, 0)

    def second(
        self, *, lag_ms: float | None, concealed_ms: float, flowing: bool = True
    ) -> Quality | None:
        """Judge the second that has just passed.

        Args:
            lag_ms: Arrival to loudspeaker, None while nothing plays.
            concealed_ms: Made-up sound in this second.
            flowing: False while there should be no sound (ringing, reconnecting,
                ended): such a second is no evidence, but the window moves on.

        Returns:
            None without two seconds of evidence.
        """
        # Neither before the first sound nor late in a long stall is anything heard.
        heard = lag_ms is not None or concealed_ms > 0
        self._concealed.append(concealed_ms if flowing and heard else None)
        known = [made_up for made_up in self._concealed if made_up is not None]
        made_up_ms, seconds = self.recent = sum(known), len(known)
        if lag_ms is not None or not flowing:
            self._lag_ms = lag_ms
        if seconds < EVIDENCE_S:
            self.word = None
            return None
        share = made_up_ms / (1000 * WINDOW_S)
        self.word = assess(lag_ms=self._lag_ms, concealed_share=share, was=self.word)
        return self.word
