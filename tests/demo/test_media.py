import time
from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest
import websocket
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.demo.client import how_it_ends, listen, messages, no_close_frame
from tests.support.demo import demo_server, wait_for
from voipmon.demo import mulaw

ZERO = "00000000-0000-0000-0000-000000000000"
HEAD = {"sln": 0, "audiosocket": 3, "rtp": 12}


def pcm_of(data: bytes, encapsulation: str) -> np.ndarray:
    body = data[HEAD[encapsulation] :]
    if len(body) == 160:
        return mulaw.expand(body)
    return np.frombuffer(body, dtype="<i2")


def open_every_way(demo, stack: ExitStack) -> list[tuple[str, str, str, Any]]:
    """Open a call and a conference in each encapsulation."""
    ways = []
    for kind, one in (("call", demo.talking_call()), ("conference", demo.conference())):
        for encapsulation in HEAD:
            client = stack.enter_context(listen(demo, one, encapsulation, kind=kind))
            ways.append((kind, one, encapsulation, client))
    return ways


@pytest.mark.parametrize("profile", ["head-ulaw", "head-l16", "2025", "2024", "mixed"])
def test_every_stream_carries_what_is_said(profile):
    options = ("--profile", profile, "--calls", "2", "--seed", "4")
    with demo_server(*options) as demo, ExitStack() as stack:
        for kind, one, encapsulation, client in open_every_way(demo, stack):
            got = messages(client, 40)
            (first,) = [
                stream["first_sample"]
                for stream in demo.streams()
                if stream["resource"] == one
                and stream["encapsulation"] == encapsulation
            ]
            sound = np.concatenate([pcm_of(data, encapsulation) for data in got])
            sent = demo.audio(one, kind=kind, first=first, count=len(sound))[1]
            if profile != "head-l16":
                sent = mulaw.expand(mulaw.compress(sent))
            assert np.array_equal(sound, sent), (kind, encapsulation)
            sizes = {len(data) - HEAD[encapsulation] for data in got}
            assert sizes == {320 if profile == "head-l16" else 160}


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("calls/not-a-uuid/media_stream?encapsulation=sln&", 400, "INVALID_ID"),
        (f"calls/{ZERO}/media_stream?encapsulation=sln&", 404, "CALL_NOT_FOUND"),
        ("calls/{deleted_call}/media_stream?", 409, "STATE_INVALID"),
        ("calls/{foreign_call}/media_stream?", 403, "PERMISSION_DENIED"),
        (
            "conferences/{empty_conference}/media_stream?",
            400,
            "MISSING_REQUEST_PARAMETER",
        ),
        (f"conferences/{ZERO}/media_stream?encapsulation=sln&", 404, "CONFERENCE"),
    ],
)
def test_refusals_come_before_the_upgrade(demo, path, status, reason):
    odd = demo.world()["odd"]
    url = f"{demo.ws_url}/v1.0/{path.format(**odd)}accesskey={demo.accesskey}"
    with pytest.raises(InvalidStatus) as refused:
        connect(url, proxy=None)
    assert refused.value.response.status_code == status
    assert reason.encode() in refused.value.response.body
    assert "X-Request-Id" in refused.value.response.headers


def test_without_credentials_or_with_wrong_ones_there_is_no_upgrade(demo):
    url = demo.media_url(demo.talking_call())
    for query, reason in (("", b"AUTHENTICATION_REQUIRED"), ("&token=x", b"INVALID_")):
        with pytest.raises(InvalidStatus) as refused:
            connect(url + query, proxy=None)
        assert refused.value.response.status_code == 401
        assert reason in refused.value.response.body


def test_an_ordinary_get_is_no_upgrade(demo, token):
    path = f"/v1.0/calls/{demo.talking_call()}/media_stream?encapsulation=sln"
    assert demo.get(path, token=token).status == 400


def test_a_token_in_the_header_opens_it_in_another_implementation(demo, token):
    client = websocket.create_connection(
        demo.media_url(demo.talking_call()),
        header=[f"Authorization: Bearer {token}"],
        timeout=5,
        http_proxy_host=None,
    )
    try:
        assert len(client.recv()) == 160
        assert "sec-websocket-extensions" not in client.getheaders()
    finally:
        client.close()


@pytest.mark.parametrize(
    ("kind", "odd"), [("call", "ended_call"), ("conference", "unused_conference")]
)
def test_what_has_ended_opens_and_closes_without_a_word(demo, kind, odd):
    with listen(demo, demo.odd(odd), kind=kind) as client:
        assert no_close_frame(client)


@pytest.mark.parametrize("encapsulation", ["opus", "RTP", "", None])
def test_an_unknown_encapsulation_stays_open_and_silent(demo, encapsulation):
    with listen(demo, demo.talking_call(), encapsulation) as client:
        client.send(bytes(320))
        with pytest.raises(TimeoutError):
            client.recv(timeout=0.4)
        assert client.ping().wait(5)


def test_pings_are_answered_and_texts_ignored(demo):
    with listen(demo, demo.talking_call()) as client:
        messages(client, 1)
        client.send("hello")
        assert client.ping(b"abc").wait(5)
        messages(client, 3)


@pytest.mark.parametrize("code", [1000, 1001, 4000])
def test_a_close_is_answered_with_its_code(demo, code):
    with listen(demo, demo.talking_call()) as client:
        messages(client, 1)
        client.close(code)
        assert how_it_ends(client).rcvd.code == code


def test_a_hang_up_closes_tcp_without_a_close_frame(demo):
    call = demo.start_call(ring=0.02, queue=60)
    wait_for(lambda: [c for c in demo.calls() if c["id"] == call])
    with listen(demo, call) as client:
        # waiting in a queue: silence goes on in frames
        assert set(messages(client, 5)) == {b"\xff" * 160}
        demo.hang_up(call)
        assert no_close_frame(client)


def test_a_conference_alone_is_open_and_silent_and_sounds_when_joined(demo):
    conference = demo.conference("War room")
    demo.seats(conference, 1)
    with listen(demo, conference, kind="conference") as client:
        with pytest.raises(TimeoutError):
            client.recv(timeout=0.4)
        demo.seats(conference, 3)
        assert len(messages(client, 3)[0]) == 160


def test_frames_come_every_20_ms_on_average(demo):
    with listen(demo, demo.talking_call()) as client:
        messages(client, 5)
        begun = time.monotonic()
        messages(client, 75)
        assert time.monotonic() - begun == pytest.approx(1.5, abs=0.2)


def test_a_stream_too_many_is_refused_after_its_upgrade():
    with demo_server("--streams", "1") as demo:
        call = demo.talking_call()
        with listen(demo, call) as first, listen(demo, call) as second:
            messages(first, 1)
            assert no_close_frame(second)


def test_the_relay_of_2024_closes_on_text_and_on_unknown_encapsulations():
    with demo_server("--profile", "2024") as demo:
        call = demo.talking_call()
        with listen(demo, call, "rtp") as client:
            messages(client, 1)
            client.send("text")
            assert no_close_frame(client)
        with listen(demo, call, "opus") as client:
            assert no_close_frame(client)


def test_streams_are_counted_with_how_they_ended(demo):
    before = demo.stats()["counts"].get("ended: client closed", 0)
    with listen(demo, demo.talking_call()) as client:
        messages(client, 1)
    wait_for(lambda: demo.stats()["counts"].get("ended: client closed", 0) > before)
    assert how_it_ends(client) is not None
