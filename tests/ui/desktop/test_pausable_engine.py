"""A paused engine holds nothing open; a resumed one what is wanted, under old names."""

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.scripted import ScriptedEngine, snapshot, stream
from voipmon.core.domain.commands import (
    GoLive,
    Leave,
    Listen,
    Refresh,
    Retry,
    Seek,
    SetVolume,
    SignOut,
)
from voipmon.core.domain.facts import StreamEnded, StreamGone, StreamSkipped
from voipmon.core.domain.snapshot import EndCause, ResourceKind
from voipmon.ui.desktop.pausable_engine import PausableEngine


def listen(number, **more):
    return Listen(
        stream_id=number, kind=ResourceKind.CALL, resource_id=f"c{number}", **more
    )


def numbers(engine):
    """Streams that the window sees."""
    return [snap.stream_id for snap in engine.poll().snapshot.streams]


def test_streams_come_back_as_they_were_under_their_numbers():
    inner = ScriptedEngine()
    engine = PausableEngine(inner)
    engine.send(listen(1, volume_db=-3.0))
    engine.send(listen(2, audible=False))
    engine.send(SetVolume(stream_id=1, volume_db=-9.0, muted=True))
    assert numbers(engine) == [1, 2]
    engine.pause()
    assert not inner.streams
    assert numbers(engine) == []
    engine.resume()
    opened = list(inner.streams.values())
    assert [(o.resource_id, o.volume_db, o.muted, o.audible) for o in opened] == [
        ("c1", -9.0, True, True),
        ("c2", 0.0, False, False),
    ]
    assert not {1, 2} & inner.streams.keys()  # never used twice by the engine
    assert numbers(engine) == [1, 2]
    engine.send(SetVolume(stream_id=2, volume_db=3.0))
    assert inner.sent[-1].stream_id == opened[1].stream_id
    engine.send(Leave(stream_id=1))
    assert numbers(engine) == [2]


def test_what_is_wished_while_paused_is_done_afterwards():
    inner = ScriptedEngine()
    engine = PausableEngine(inner)
    engine.send(listen(1))
    engine.pause()
    before = len(inner.sent)
    engine.send(listen(2))
    engine.send(Leave(stream_id=1))
    engine.send(SetVolume(stream_id=2, volume_db=6.0))
    assert len(inner.sent) == before
    engine.send(Refresh())
    engine.send(SetVolume(stream_id=0, volume_db=1.0))
    assert inner.sent[before:] == [Refresh(), SetVolume(stream_id=0, volume_db=1.0)]
    engine.resume()
    assert [(o.resource_id, o.volume_db) for o in inner.streams.values()] == [
        ("c2", 6.0)
    ]


def test_news_of_what_the_pause_closed_is_not_news():
    inner = ScriptedEngine()
    engine = PausableEngine(inner)
    engine.send(listen(1))
    engine.pause()
    gone = StreamGone(stream_id=1, kind=ResourceKind.CALL, resource_id="c1")
    inner.facts += [gone, StreamSkipped(stream_id=1, skipped_ms=9.0)]
    assert engine.poll().facts == ()
    engine.resume()
    (number,) = inner.streams
    ended = StreamEnded(stream_id=number, cause=EndCause.ENDED)
    inner.facts += [ended]
    assert engine.poll().facts == (StreamEnded(stream_id=1, cause=EndCause.ENDED),)
    engine.pause()
    engine.resume()
    assert len(inner.told(Listen)) == 2  # what ended is not opened again


def test_a_late_snapshot_of_a_closed_stream_is_not_shown_and_not_quiet(monkeypatch):
    inner = ScriptedEngine()
    engine = PausableEngine(inner)
    engine.send(listen(1))
    engine.pause()
    inner.streams[1] = listen(1)  # the engine has not heard of it yet
    assert numbers(engine) == []
    assert not engine.quiet
    inner.streams.clear()
    assert numbers(engine) == []
    assert engine.quiet


def test_a_call_that_was_lost_can_be_tried_again_while_paused():
    inner = ScriptedEngine()
    engine = PausableEngine(inner)
    engine.send(listen(1))
    inner.facts.append(StreamEnded(stream_id=1, cause=EndCause.LOST))
    engine.poll()
    engine.pause()
    assert inner.told(Leave) == []
    engine.send(Retry(stream_id=1))
    assert inner.told(Retry) == []
    engine.resume()
    assert inner.told(Leave) == [Leave(stream_id=1)]
    assert [o.resource_id for o in inner.streams.values()] == ["c1"]


def test_signing_out_while_paused_leaves_nothing_to_come_back():
    inner = ScriptedEngine()
    engine = PausableEngine(inner)
    engine.send(listen(1))
    engine.pause()
    engine.send(SignOut())
    engine.resume()
    assert not inner.streams


def test_snapshots_pass_untouched_until_the_first_pause():
    inner = ScriptedEngine()
    engine = PausableEngine(inner)
    whole = snapshot(stream(1))
    inner.poll = lambda: type("N", (), {"snapshot": whole, "facts": (), "alive": 1})
    assert engine.poll().snapshot is whole


STEPS = st.lists(
    st.one_of(
        st.sampled_from(["pause", "resume"]),
        st.tuples(st.sampled_from(["listen", "leave", "louder"]), st.integers(1, 4)),
    ),
    max_size=40,
)


@given(STEPS)
def test_the_window_sees_what_it_asked_for_or_nothing(steps):
    inner = ScriptedEngine()
    engine = PausableEngine(inner)
    wanted: dict[int, float] = {}
    used: set[int] = set()
    for step in steps:
        match step:
            case "pause":
                engine.pause()
            case "resume":
                engine.resume()
            case "listen", number if number not in used:
                used.add(number)
                wanted[number] = 0.0
                engine.send(listen(number))
            case "leave", number:
                wanted.pop(number, None)
                engine.send(Leave(stream_id=number))
            case "louder", number if number in wanted:
                wanted[number] += 1.0
                volume_db = wanted[number]
                engine.send(SetVolume(stream_id=number, volume_db=volume_db))
        seen = set(numbers(engine))
        assert seen == (set() if engine.paused else wanted.keys())
    engine.pause()
    assert not inner.streams
    engine.resume()
    opened = {o.resource_id: o.volume_db for o in inner.streams.values()}
    assert opened == {f"c{number}": db for number, db in wanted.items()}


def test_the_last_of_a_call_that_ended_is_not_played_while_paused():
    inner = ScriptedEngine()
    engine = PausableEngine(inner)
    engine.send(listen(1))
    inner.facts.append(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    engine.poll()
    engine.pause()
    assert inner.told(GoLive) == [GoLive(stream_id=1)]
    assert not inner.told(Leave)  # it can be heard again afterwards
    engine.send(Seek(stream_id=1, by_s=-5.0))
    assert not inner.told(Seek)
    engine.resume()
    engine.send(Seek(stream_id=1, by_s=-5.0))
    assert inner.told(Seek)
