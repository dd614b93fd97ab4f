from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.commands import (
    GoLive,
    Leave,
    Listen,
    Resume,
    Retry,
    Seek,
    SelectOutput,
    SetAudible,
    SetBlock,
    SetCodec,
    SetHearing,
    SetPlace,
    SetSpeed,
    SetVolume,
    SignOut,
)
from voipmon.core.domain.facts import Session, SignedIn, StreamEnded
from voipmon.core.domain.snapshot import EndCause, ResourceKind
from voipmon.core.wire.names import Codec
from voipmon.engine.memory import Memory

SESSION = Session(server="https://example.org", token="t")


def listen(stream_id, **more):
    return Listen(
        stream_id=stream_id, kind=ResourceKind.CALL, resource_id=f"c{stream_id}", **more
    )


def test_nothing_to_say_to_the_first_engine():
    assert Memory().replay() == ()


def test_a_new_engine_gets_session_streams_volumes_and_device():
    memory = Memory()
    memory.note_fact(SignedIn(session=SESSION))
    memory.note_command(listen(1))
    memory.note_command(listen(2))
    memory.note_command(SetVolume(stream_id=2, volume_db=-6.0, muted=True))
    memory.note_command(SetCodec(stream_id=1, codec=Codec.L16))
    memory.note_command(SetAudible(stream_id=2, audible=False))
    memory.note_command(SetSpeed(stream_id=1, speed=1.5, skip_silence=False))
    memory.note_command(SetPlace(stream_id=1, azimuth_deg=-30.0, under_db=12.0))
    memory.note_command(SetPlace(stream_id=3, azimuth_deg=90.0))
    memory.note_command(SetVolume(stream_id=0, volume_db=-3.0))
    memory.note_command(SetHearing(mono=True))
    memory.note_command(SetBlock(block_ms=10))
    memory.note_command(SelectOutput(name="headset", host_api="PulseAudio"))
    assert memory.replay() == (
        SelectOutput(name="headset", host_api="PulseAudio"),
        SetBlock(block_ms=10),
        SetVolume(stream_id=0, volume_db=-3.0),
        SetHearing(mono=True),
        Resume(session=SESSION),
        listen(
            1,
            codec=Codec.L16,
            speed=1.5,
            skip_silence=False,
            azimuth_deg=-30.0,
            under_db=12.0,
        ),
        listen(2, volume_db=-6.0, muted=True, audible=False),
    )


def test_a_new_engine_hears_live_whatever_was_replayed():
    memory = Memory()
    memory.note_command(listen(1, audible=False))
    memory.note_command(SetAudible(stream_id=1, audible=True, back_s=3.0))
    memory.note_command(Seek(stream_id=1, by_s=-15.0))
    memory.note_command(GoLive(stream_id=1))
    assert memory.replay() == (listen(1),)


def test_an_ended_call_is_not_opened_again():
    memory = Memory()
    memory.note_command(listen(1))
    memory.note_fact(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    assert memory.replay() == ()


def test_signing_out_leaves_nothing_behind():
    memory = Memory()
    memory.note_fact(SignedIn(session=SESSION))
    memory.note_command(listen(1))
    memory.note_command(SignOut())
    assert memory.replay() == ()


def test_a_stream_that_ended_is_opened_anew_once_it_was_tried_again():
    memory = Memory()
    memory.note_command(listen(1))
    memory.note_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    assert memory.streams == {}
    memory.note_command(Retry(stream_id=1))
    assert memory.replay() == (listen(1),)
    memory.note_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    memory.note_command(Leave(stream_id=1))
    memory.note_command(Retry(stream_id=1))
    assert memory.replay() == ()


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["listen", "replace", "leave"]), st.integers(1, 4)),
    max_size=20,
)


@given(ACTIONS)
def test_replay_opens_exactly_the_streams_still_wanted(actions):
    memory, wanted = Memory(), {}
    for what, stream_id in actions:
        if what == "leave":
            memory.note_command(Leave(stream_id=stream_id))
            wanted.pop(stream_id, None)
            continue
        if what == "replace":
            wanted.clear()
        memory.note_command(listen(stream_id, replace=what == "replace"))
        wanted[stream_id] = True
    replay = memory.replay()
    assert {command.stream_id for command in replay} == set(wanted)
    assert not any(command.replace for command in replay)
