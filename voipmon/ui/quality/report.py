"""Link quality in words and numbers, as shown and as copied. No Qt."""

from statistics import median

from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.snapshot import HistoryPoint, StreamSnapshot
from voipmon.ui import wording
from voipmon.ui.card import Card

_MINUTE_S = 60
_BUFFER_S = 10  # of the usual depth shown
_MEANING = {
    Quality.GOOD: "What you hear is close to live and complete.",
    Quality.PATCHY: "More than 1 % of the last 30 s had to be filled in.",
    Quality.LATE: "What you hear is more than half a second behind the call.",
    Quality.BROKEN: "Much of what you hear is filled in or far too late; "
    "do not judge the call by it.",
}


def headline(card: Card | None) -> str:
    """One sentence for a person."""
    if card is None:
        return "No call is selected. Listen to one to see its link."
    name = wording.who(card.row) if card.row else card.kind.value
    if card.snap is None:
        return f"{name}: nothing has arrived yet."
    quality = card.snap.quality
    if quality is None:
        return f"{name}: not enough heard yet to judge."
    return f"{name}: {wording.QUALITY[quality].text}. {_MEANING[quality]}"


def figures(snap: StreamSnapshot, history: list[HistoryPoint]) -> list[tuple[str, str]]:
    """Names and values of what is known."""
    lag = "unknown" if snap.lag_ms is None else f"{snap.lag_ms:.0f} ms"
    pairs = [
        ("Behind live", lag),
        ("Buffer, 10 s", _buffer(history)),
        ("Frames", f"{snap.frames_per_s:.0f} /s"),
        ("Longest gap, 10 s", f"{snap.arrival_gap_ms:.0f} ms"),
        ("Stalls, 10 min", _stalls(history)),
        ("Filled in", f"{snap.concealed_ms / 1000:.1f} s"),
        ("Skipped", f"{snap.skipped_ms / 1000:.1f} s"),
        ("Reconnects", f"{snap.reconnects}"),
        ("Clock drift", f"{snap.drift_ppm:+.0f} ppm".replace("-", wording.MINUS)),
        ("Received", f"{snap.received_bytes / 1e6:.1f} MB"),
    ]
    if snap.bad:
        worst = ", ".join(f"{name} {count}" for name, count in snap.bad.items())
        pairs.append(("Unreadable packets", worst))
    return pairs


def _stalls(history: list[HistoryPoint]) -> str:
    """How many and how often, both of the time that the curves show."""
    count = sum(point.stalls for point in history)
    seconds = len(history)
    if seconds < _MINUTE_S:  # a rate per minute would be a guess
        return f"{count} in {seconds} s"
    return f"{count} ({count * _MINUTE_S / seconds:.1f} /min)"


def _buffer(history: list[HistoryPoint]) -> str:
    """Usual depth and aim; a single look says nothing, it goes up and down."""
    seconds = history[-_BUFFER_S:]
    if not seconds:
        return "unknown"
    depth = median(point.buffer_ms for point in seconds)
    return f"{depth:.0f} of {seconds[-1].target_ms:.0f} ms"


def as_text(card: Card) -> str:
    """Everything, for the clipboard; identifiers, no names and no numbers."""
    lines = [f"voipmon link quality, {card.kind.value} {card.resource_id}"]
    snap = card.snap
    if snap is None:
        return "\n".join([*lines, "nothing arrived"])
    word = wording.QUALITY[snap.quality].text if snap.quality else "not judged yet"
    codec = wording.CODEC[snap.codec] if snap.codec else "unknown"
    lines.append(f"Quality: {word}")
    lines.append(f"State: {snap.state.value}")
    lines.append(f"Codec: {codec}, encapsulation: {snap.encapsulation.value}")
    lines += [f"{name}: {value}" for name, value in figures(snap, card.history)]
    return "\n".join(lines)
