import contextlib
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.commands import (
    Ear,
    Listen,
    PlayTestSound,
    Refresh,
    SignIn,
    SignOut,
)
from voipmon.core.domain.facts import (
    Chimed,
    ChimePhase,
    Device,
    DevicesChanged,
    Resync,
    RosterChanged,
    RosterRow,
    SignedIn,
)
from voipmon.core.domain.facts import Session as FactSession
from voipmon.core.domain.snapshot import (
    HistoryPoint,
    MonitorSnapshot,
    PlayoutFigures,
    ResourceKind,
    StreamSnapshot,
    StreamState,
)
from voipmon.engine.protocol import (
    Ack,
    Bye,
    Hello,
    ProtocolError,
    Update,
    read_command,
    read_update,
    write,
)

STREAM = StreamSnapshot(
    stream_id=1,
    kind=ResourceKind.CALL,
    resource_id="c1",
    state=StreamState.STREAMING,
    envelope=b"\x01\xff",
    bad={"short header": 2},
    playout=PlayoutFigures(delay_ms=40.0, holes=1, drift_ppm=-3.5, recent_s=30),
    history=(
        HistoryPoint(
            lag_ms=60.0,
            buffer_ms=40.0,
            target_ms=38.0,
            concealed_ms=0.0,
            frames=50,
            stalls=0,
        ),
    ),
)


@pytest.mark.parametrize(
    "message",
    [
        Hello(),
        Ack(number=3),
        Bye(),
        SignOut(),
        Refresh(),
        PlayTestSound(number=4, ear=Ear.LEFT),
        SignIn(server="https://x", username="u", password="p"),
        Listen(stream_id=1, kind=ResourceKind.CONFERENCE, resource_id="k"),
    ],
)
def test_a_command_arrives_as_it_was_sent(message):
    pipe = io.BytesIO()
    write(pipe, message)
    pipe.seek(0)
    assert read_command(pipe) == message
    assert read_command(pipe) is None


def test_an_update_arrives_as_it_was_sent():
    update = Update(
        snapshot=MonitorSnapshot(number=7, streams=(STREAM,)),
        facts=(
            SignedIn(session=FactSession(server="https://x", token="t")),
            RosterChanged(
                rows=(RosterRow(kind=ResourceKind.CALL, id="c1", status="ringing"),)
            ),
            Resync(lost=3),
            Chimed(number=4, phase=ChimePhase.PLAYED),
            DevicesChanged(
                devices=(Device(name="b", host_api="p", bluetooth=True),),
            ),
        ),
    )
    pipe = io.BytesIO()
    write(pipe, update)
    pipe.seek(0)
    assert read_update(pipe) == update


@given(st.binary(max_size=40))
def test_any_bytes_give_a_message_an_end_or_a_protocol_error(data):
    with contextlib.suppress(ProtocolError):
        read_command(io.BytesIO(data))


@given(st.integers(0, 30))
def test_a_cut_message_is_an_end_of_file_not_half_a_message(cut):
    pipe = io.BytesIO()
    write(pipe, Ack(number=1))
    whole = pipe.getvalue()
    pipe = io.BytesIO(whole[: min(cut, len(whole) - 1)])
    assert read_command(pipe) is None


def test_an_error_never_quotes_what_it_could_not_read():
    body = msgspec.msgpack.encode({"type": "SignIn", "server": 1, "password": "pa55"})
    with pytest.raises(ProtocolError) as caught:
        read_command(io.BytesIO(len(body).to_bytes(4, "big") + body))
    assert "pa55" not in str(caught.value)


@pytest.mark.parametrize(
    "secret",
    [
        SignIn(server="s", username="u", password="hunter2", token="hunter2"),
        FactSession(server="s", token="hunter2", accesskey="hunter2"),
    ],
)
def test_secrets_do_not_show_in_text(secret):
    assert "hunter2" not in f"{secret!r} {secret}"
