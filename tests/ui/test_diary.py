"""What happened to a stream, each once, in order."""

from tests.ui.scripted import stream
from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.snapshot import (
    EndCause,
    HistoryPoint,
    PlayoutFigures,
    StreamHint,
    StreamState,
)
from voipmon.ui.diary import KEPT, Diary

LAST = HistoryPoint(60.0, 40.0, 40.0, 0.0, 50, 0)


def told(*snaps: object) -> list[str]:
    diary, was = Diary(), None
    for snap in snaps:
        diary.follow(was, snap, LAST)
        was = snap
    return [entry.text for entry in diary.entries]


def test_a_stall_and_its_end():
    assert told(
        stream(1, state=StreamState.CONNECTING),
        stream(1),
        stream(1),
        stream(1, state=StreamState.STALLED, stall_ms=300.0),
        stream(1, state=StreamState.STALLED, stall_ms=2140.0),
        stream(1),
    ) == [
        "Connected, sound arrives",
        "Sound stopped arriving",
        "Sound arrives again after 2.1 s",
    ]


def test_a_lost_connection_and_one_that_stayed_silent():
    connecting, opened = StreamState.CONNECTING, StreamState.OPEN
    assert told(stream(1), stream(1, state=connecting))[-1] == (
        "Connection lost, trying again"
    )
    silent = stream(1, state=opened, hint=StreamHint.NO_SOUND)
    assert told(stream(1, state=opened), stream(1, state=connecting)) == [
        "Connection lost, trying again"
    ]
    assert told(silent, stream(1, state=connecting)) == ["No sound came, trying again"]


def test_a_change_of_the_word_with_its_reason():
    figures = PlayoutFigures(recent_concealed_ms=600.0, recent_s=30)
    entries = told(
        stream(1),
        stream(1, quality=Quality.GOOD),
        stream(1, quality=Quality.PATCHY, playout=figures),
        stream(1, quality=Quality.PATCHY, playout=figures),
    )
    assert entries[1:] == [
        "Good: 0.0 % filled in, last 30 s, 60 ms behind live",
        "Patchy: 2.0 % filled in, last 30 s (over 1 %)",
    ]


def test_skips_and_ends():
    diary = Diary()
    diary.skipped(1800.0)
    diary.closed(EndCause.ENDED)
    assert [entry.text for entry in diary.entries] == [
        "Skipped 1.8 s to get back to live",
        "Ended",
    ]


def test_it_is_bounded_and_counts_on():
    diary = Diary()
    for number in range(KEPT + 5):
        diary.write(str(number))
    assert len(diary.entries) == KEPT
    assert diary.count == KEPT + 5
    assert diary.entries[0].text == "5"
