"""How well a listened stream sounds, in words and numbers, for card and tab. No Qt."""

from voipmon.core.analysis.quality import WINDOW_S, Quality
from voipmon.core.domain.snapshot import StreamSnapshot
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.quality_words import MEANING, reason, share
from voipmon.ui.situation import Situation, situation
from voipmon.ui.state import WindowState

# Where playout's figures are true: sound is due, and it is played. Of a call that the
# supervisor muted they tell what would be heard.
_ESTABLISHED = frozenset(
    {Situation.LISTENING, Situation.STALLED, Situation.STARTING, Situation.MUTED}
)
CARD_TIP = (
    "Delay: what playout waits so that sound which is held up still comes in time, "
    "and the target it steers to.\n"
    f"Filled in: sound made up in the last {WINDOW_S} s where none had arrived; "
    "the words in it are lost.\n"
    "Stalls: how often nothing arrived for 0.3 s or more in the last ten minutes.\n"
    "More under Link quality."
)


def established(card: Card, state: WindowState) -> StreamSnapshot | None:
    """What is known of a stream whose sound is due and played; else None."""
    return card.snap if situation(card, state) in _ESTABLISHED else None


def quality_of(card: Card, state: WindowState) -> Quality | None:
    """The judgement, None before evidence and where nothing is played."""
    snap = established(card, state)
    return None if snap is None else snap.quality


def why(card: Card, quality: Quality) -> str:
    """What led to the word, "" if that is gone."""
    figures = None if card.snap is None else card.snap.playout
    if figures is None or not card.history:
        return ""
    return reason(quality, figures, card.history[-1].lag_ms)


def quality_tip(card: Card, quality: Quality) -> str:
    """The word, what led to it, and what it means for the sound."""
    word = wording.QUALITY[quality].text
    return f"{word}: {why(card, quality)}.\n{MEANING[quality]}"


def card_figures(card: Card, state: WindowState) -> str:
    """The numbers under the card's words; "" where none is established."""
    snap = established(card, state)
    if snap is None or snap.playout is None or not snap.playout.recent_s:
        return ""
    figures = snap.playout
    told = f"{share(figures)} filled in · {stalls(card)}"
    if snap.lag_ms is None:  # nothing plays, so nothing is late
        return told
    delay = f"Delay {figures.delay_ms:.0f} ms, target {figures.target_ms:.0f}"
    return f"{delay} · {told}"


def stalls(card: Card) -> str:
    """How often sound stopped coming, in the time that the history covers."""
    count = sum(point.stalls for point in card.history)
    return {0: "no stalls", 1: "1 stall"}.get(count, f"{count} stalls")


def skip_note(card: Card) -> str:
    """What was jumped over in the last minute and when; "" if nothing was."""
    if not card.skips:
        return ""
    total_s = sum(skip.skipped_ms for skip in card.skips) / 1000
    age_s = int(card.skips[-1].age_s)
    ago = f"{age_s} s ago" if age_s else "just now"
    if len(card.skips) > 1:
        return f"Skipped {total_s:.1f} s in {len(card.skips)} jumps, the last {ago}"
    return f"Skipped {total_s:.1f} s to get back to live, {ago}"
