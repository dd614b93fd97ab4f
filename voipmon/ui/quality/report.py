"""Link quality in words and numbers, as shown and as copied. No Qt."""

import time
from dataclasses import dataclass, replace
from statistics import median

from voipmon import __version__
from voipmon.core.domain.snapshot import HistoryPoint, PlayoutFigures, StreamSnapshot
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.link_words import quality_of, why
from voipmon.ui.quality.copied import history_table
from voipmon.ui.quality_words import MEANING, share
from voipmon.ui.situation import Situation, situation
from voipmon.ui.state import WindowState
from voipmon.ui.stream_words import stream_word

_MINUTE_S = 60
_BUFFER_S = 10  # of the usual depth shown
_UNKNOWN = "unknown"
_OF_LINK = frozenset(  # known without anything being played
    {
        "Stalls, 10 min",
        "Frames",
        "Longest gap, 10 s",
        "Reconnects",
        "Received",
        "Unreadable",
    }
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number by the field's name, and what it means for the sound."""

    name: str
    value: str
    meaning: str


NOTHING = Figure("", "", "")


def headline(card: Card | None, state: WindowState) -> tuple[str, str]:
    """The judgement and what led to it, and a sentence on what it means."""
    if card is None:
        return "No call is selected", "Listen to one to see its link."
    name = wording.who(card.row) if card.row else card.kind.value
    quality = quality_of(card, state)
    if quality is not None:
        told = f"{name}: {wording.QUALITY[quality].text}"
        if cause := why(card, quality):
            told += f" · {cause}"
        muted = situation(card, state) is Situation.MUTED
        return told, ("Muted by you. Unmuted: " if muted else "") + MEANING[quality]
    word = stream_word(card, state).text
    if situation(card, state) in {Situation.LISTENING, Situation.STARTING}:
        return f"{name}: {word}", "Not enough heard yet to judge."
    return f"{name}: {word}", "Nothing of it is played, so nothing is judged."


def figures(card: Card, state: WindowState) -> list[Figure]:
    """What is known of a stream, in groups of four."""
    snap = card.snap
    if snap is None:
        return []
    played = quality_of(card, state) is not None or snap.lag_ms is not None
    playout = snap.playout or PlayoutFigures()
    told = [
        *_delay(snap, playout, card.history, played=played),
        *_gaps(playout, card.history),
        *_steering(playout),
        *_arrival(snap, playout),
    ]
    if snap.playout is not None:
        return told
    return [
        figure if figure.name in _OF_LINK else replace(figure, value=_UNKNOWN)
        for figure in told
    ]


def _delay(
    snap: StreamSnapshot,
    playout: PlayoutFigures,
    history: list[HistoryPoint],
    *,
    played: bool,
) -> list[Figure]:
    lag = _UNKNOWN if snap.lag_ms is None else f"{snap.lag_ms:.0f} ms"
    delay = f"{playout.delay_ms:.0f} ms" if played else _UNKNOWN
    target = f"{playout.target_ms:.0f} ms" if played else _UNKNOWN
    return [
        Figure(
            "Behind live",
            lag,
            "From the arrival of sound here until the loudspeaker plays it.",
        ),
        Figure(
            "Playout delay",
            delay,
            "The part of it that sound waits so that a later piece can be late.",
        ),
        Figure(
            "Target",
            target,
            "What the playout delay is steered to, from how irregularly sound arrives.",
        ),
        Figure(
            f"Buffer, {_BUFFER_S} s",
            _buffer(history),
            "Sound that has arrived and waits, as it usually was in the last seconds.",
        ),
    ]


def _gaps(playout: PlayoutFigures, history: list[HistoryPoint]) -> list[Figure]:
    recent = share(playout) if playout.recent_s else _UNKNOWN
    return [
        Figure(
            "Concealed, 30 s",
            recent,
            "Sound made up where none had arrived. It hides the gap; "
            "the words in it are lost.",
        ),
        Figure(
            "Concealed, all",
            f"{playout.concealed_ms / 1000:.1f} s",
            "The same since the stream was opened; at most 2 s of each stall.",
        ),
        Figure(
            "Stalls, 10 min",
            _stalls(history),
            "Times that nothing arrived for 0.3 s or more.",
        ),
        Figure(
            "Ran dry",
            f"{playout.stalls}",
            "Times that sound was due and had not arrived, however briefly.",
        ),
    ]


def _steering(playout: PlayoutFigures) -> list[Figure]:
    drift = f"{playout.drift_ppm:+.0f} ppm".replace("-", wording.MINUS)
    return [
        Figure(
            "Skipped",
            f"{playout.skipped_ms / 1000:.1f} s",
            "Jumped over to be live again after a long stall: never heard.",
        ),
        Figure(
            "Squeezed",
            f"{playout.squeezed_ms / 1000:.1f} s",
            "Taken out of pauses and between periods of the voice to lessen the "
            "delay; no word is lost.",
        ),
        Figure(
            "Stretched",
            f"{playout.stretched_ms / 1000:.1f} s",
            "Put in to grow the delay where sound arrives irregularly.",
        ),
        Figure(
            "Clock drift",
            drift if playout.drift_ppm else _UNKNOWN,
            "How much faster (+) the sender's clock runs than the sound device's.",
        ),
    ]


def _arrival(snap: StreamSnapshot, playout: PlayoutFigures) -> list[Figure]:
    worst = ", ".join(f"{name} {count}" for name, count in snap.bad.items())
    return [
        Figure(
            "Holes",
            f"{playout.holes}",
            "Gaps in the numbering of the pieces of sound, of one piece or more each.",
        ),
        Figure(
            "Came late",
            f"{playout.late}",
            "Pieces that came after their place had been played: not heard.",
        ),
        Figure("Duplicates", f"{playout.duplicates}", "Pieces that came twice."),
        Figure(
            "Frames",
            f"{snap.frames_per_s:.0f} /s",
            "Pieces of sound that arrive; 50 each second is normal.",
        ),
        Figure(
            "Longest gap, 10 s",
            f"{snap.arrival_gap_ms:.0f} ms",
            "Longest time between two arrivals.",
        ),
        Figure(
            "Reconnects",
            f"{snap.reconnects}",
            "Times that the connection was lost and made again.",
        ),
        Figure(
            "Received",
            f"{snap.received_bytes / 1e6:.1f} MB",
            "All bytes of this stream.",
        ),
        Figure(
            "Unreadable",
            worst or "0",
            "Packets that hold no sound that could be read, by reason.",
        ),
    ]


def _stalls(history: list[HistoryPoint]) -> str:
    """How many and how often, both of the time that the curves show."""
    count = sum(point.stalls for point in history)
    seconds = len(history)
    if seconds < _MINUTE_S:  # a rate per minute would be a guess
        return f"{count} in {seconds} s"
    return f"{count} ({count * _MINUTE_S / seconds:.1f} /min)"


def _buffer(history: list[HistoryPoint]) -> str:
    """Usual depth; a single look says nothing, it goes up and down."""
    seconds = history[-_BUFFER_S:]
    if not seconds or seconds[-1].lag_ms < 0:
        return _UNKNOWN
    return f"{median(point.buffer_ms for point in seconds):.0f} ms"


def as_text(card: Card, state: WindowState) -> str:
    """Everything, for the clipboard; identifiers, no names and no numbers."""
    now = time.strftime("%Y-%m-%d %H:%M:%S %z")
    lines = [f"voipmon {__version__}, link quality of a {card.kind.value}, {now}"]
    lines.append(f"Id: {card.resource_id}")
    quality, snap = quality_of(card, state), card.snap
    word = "not judged"
    if quality is not None:
        word = f"{wording.QUALITY[quality].text}: {why(card, quality)}"
    lines += [f"Quality: {word}", f"State: {stream_word(card, state).text}"]
    if snap is not None:
        codec = wording.CODEC[snap.codec] if snap.codec else _UNKNOWN
        lines.append(f"Codec: {codec}, encapsulation: {snap.encapsulation.value}")
    lines += [f"{figure.name}: {figure.value}" for figure in figures(card, state)]
    if card.diary.entries:
        lines += ["", "What happened:"]
        lines += [
            f"  {wording.clock_time(entry.at_s)}  {entry.text}"
            for entry in card.diary.entries
        ]
    return "\n".join([*lines, *history_table(card.history), ""])
