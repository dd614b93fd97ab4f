"""The judgement of what is heard in words, with the figure that led to it. No Qt."""

from voipmon.core.analysis.quality import (
    BROKEN_LAG_MS,
    BROKEN_SHARE,
    LATE_MS,
    PATCHY_SHARE,
    WINDOW_S,
    Quality,
)
from voipmon.core.domain.snapshot import PlayoutFigures
from voipmon.ui.wording import delay

MEANING = {
    Quality.GOOD: "What you hear is close to live, with next to nothing filled in.",
    Quality.PATCHY: "Short gaps were filled in; a syllable may be missing or smeared.",
    Quality.LATE: "You hear it noticeably after it was said.",
    Quality.BROKEN: "Much of what you hear is filled in or far too late; "
    "do not judge the call by it.",
}


def share(figures: PlayoutFigures) -> str:
    """How much of the last half minute was made up; no rate before that is over."""
    made_up_s = figures.recent_concealed_ms / 1000
    if figures.recent_s < WINDOW_S:
        return f"{made_up_s:.1f} s of {figures.recent_s} s"
    return f"{100 * made_up_s / WINDOW_S:.1f} %"


def behind(lag_ms: float) -> str:
    """How late the sound is."""
    return f"{delay(lag_ms)} behind live"


def reason(quality: Quality, figures: PlayoutFigures, lag_ms: float) -> str:
    """The figure that led to the word, and the limit it passed.

    Args:
        quality: The judgement.
        figures: Those of the second that was judged.
        lag_ms: Of that second, negative while nothing played.
    """
    filled = _filled(figures)
    if quality is Quality.GOOD:
        return f"{filled}, {behind(lag_ms)}" if lag_ms >= 0 else filled
    limit_ms = LATE_MS if quality is Quality.LATE else BROKEN_LAG_MS
    limit = PATCHY_SHARE if quality is Quality.PATCHY else BROKEN_SHARE
    part = figures.recent_concealed_ms / (1000 * WINDOW_S)
    late = quality is Quality.LATE or (
        quality is Quality.BROKEN and lag_ms / limit_ms > part / limit
    )
    if late:
        return f"{behind(lag_ms)} ({_passed(lag_ms, limit_ms)} {delay(limit_ms)})"
    told = f"{limit:.0%}".replace("%", " %")
    if figures.recent_s < WINDOW_S:
        told = f"{limit * WINDOW_S:.1f} s"
    return f"{filled} ({_passed(part, limit)} {told})"


def _filled(figures: PlayoutFigures) -> str:
    if figures.recent_s >= WINDOW_S:
        return f"{share(figures)} filled in, last {WINDOW_S} s"
    made_up_s = figures.recent_concealed_ms / 1000
    return f"{made_up_s:.1f} s filled in during {figures.recent_s} s"


def _passed(value: float, limit: float) -> str:
    """A word is taken back well below its limit, not at it."""
    return "over" if value > limit else "was over"
