"""The media loop with real servers: what calls, servers and networks do to streams."""

import struct
import threading

import numpy as np
import pytest
from websockets.frames import Opcode

from tests.support.beat_server import beat_server
from tests.support.certificates import make_identity
from tests.support.listening import (
    TONE,
    ULAW,
    beat,
    connect,
    frames_of,
    make_link,
    media_loop,
    states,
    wait_for,
)
from tests.support.media_server import (
    RawServer,
    media_server,
)
from voipmon.core.domain.snapshot import (
    EndCause,
    ResourceKind,
    StreamHint,
    StreamState,
)
from voipmon.core.domain.verdict import Fate, Verdict
from voipmon.core.wire.g711 import compress_ulaw
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.core.wire.wake import WAKE
from voipmon.net.trust import Trust

ENDED = Verdict(fate=Fate.ENDED)


def test_a_call_is_heard_left_and_told_goodbye():
    over = threading.Event()
    with media_server(lambda ws: beat(ws, over)) as server:
        link = make_link(server.url)
        with media_loop(link) as loop:
            wait_for(lambda: link.status().frames > 20)
            status = link.status()
            assert status.state is StreamState.STREAMING
            assert status.codec is Codec.ULAW
            assert status.received_bytes >= 20 * 164
            assert 0 < status.opened_ns <= status.first_frame_ns
            assert 30 < status.frames_per_s < 80
            link.leave()
            loop.remove(link)
            wait_for(lambda: link.ended)
        over.set()
    assert link.status().cause is EndCause.LEFT
    assert states(link) == [
        StreamState.CONNECTING,
        StreamState.OPEN,
        StreamState.STREAMING,
        StreamState.CLOSING,
        StreamState.CLOSED,
    ]
    assert [heard.opcode for heard in server.heard] == [Opcode.CLOSE]
    arrivals = [frame.arrival_ns for frame in frames_of(link)]
    assert arrivals == sorted(arrivals)
    assert all(len(frame.pcm) == 160 for frame in frames_of(link))


def test_stopping_says_goodbye_to_every_stream():
    over = threading.Event()
    with media_server(lambda ws: beat(ws, over)) as server:
        links = [make_link(server.url, stream_id=n) for n in range(5)]
        with media_loop(*links):
            for link in links:
                wait_for(lambda link=link: link.status().frames > 2)
        over.set()
        assert [heard.opcode for heard in server.heard] == [Opcode.CLOSE] * 5
    assert {link.status().cause for link in links} == {EndCause.LEFT}


def test_over_tls(tmp_path):
    identity = make_identity(tmp_path)
    over = threading.Event()
    with media_server(lambda ws: beat(ws, over), identity.context()) as server:
        url = server.url.replace("http:", "https:")
        trust = Trust(pin_sha256=identity.pin)
        link = make_link(url, open_socket=lambda *_: connect(url, trust=trust))
        with media_loop(link):
            wait_for(lambda: link.status().frames > 20)
        over.set()
    assert link.status().bad == {}


@pytest.mark.parametrize("encapsulation", list(Encapsulation))
def test_a_silent_opening_is_woken_and_its_lump_thrown_away(encapsulation):
    """As Asterisk does it: nothing, until one frame comes; then all the backlog."""
    over = threading.Event()
    loud = compress_ulaw((4 * TONE).astype(np.int16))

    def wrap(body, number):
        rtp = struct.pack("!BBHII", 0x80, 96, number, number * 160, 0)
        return {
            Encapsulation.SLN: b"",
            Encapsulation.AUDIOSOCKET: b"\x10\x00\xa0",
            Encapsulation.RTP: rtp,
        }[encapsulation] + body

    def script(ws):
        ws.recv()
        for number in range(1, 21):
            ws.send(wrap(loud, number))
        for number in range(21, 2000):
            if over.wait(0.02):
                return
            ws.send(wrap(ULAW, number))

    with media_server(script) as server:
        link = make_link(server.url, encapsulation=encapsulation)
        with media_loop(link):
            if (
                encapsulation is Encapsulation.RTP
            ):  # one number: all but one are doubles
                wait_for(lambda: link.status().frames)
            else:
                wait_for(lambda: len(link.inbox) > 10)
                assert link.status().discarded >= 20
                assert link.status().frames >= 30
                peaks = {abs(int(frame.pcm[0])) for frame in frames_of(link)}
                assert peaks == {abs(int(frames_of(link)[-1].pcm[0]))}
            assert link.status().wakes == 1
        over.set()
    assert server.audio() == [WAKE[encapsulation]]


def test_an_opening_that_stays_silent_is_opened_again():
    over = threading.Event()
    opened = []

    def script(ws):
        opened.append(1)
        if len(opened) == 1:
            over.wait(10)
        else:
            beat(ws, over)

    with media_server(script) as server:
        link = make_link(server.url)
        with media_loop(link):
            wait_for(lambda: link.status().state is StreamState.STREAMING)
            assert link.status().wakes == 2
            assert link.status().reconnects == 1
        over.set()
    assert server.audio() == [WAKE[Encapsulation.SLN]] * 2


def test_an_empty_room_is_left_alone_until_somebody_enters():
    over, entered, looks = threading.Event(), threading.Event(), []

    def script(ws):
        entered.wait(10)
        beat(ws, over)

    def participants():
        looks.append(1)
        return 2 if entered.is_set() else 1

    with media_server(script) as server:
        link = make_link(
            server.url,
            kind=ResourceKind.CONFERENCE,
            participants=participants,
        )
        with media_loop(link):
            wait_for(lambda: link.status().hint is StreamHint.EMPTY_ROOM)
            wait_for(lambda: len(looks) == 3)  # 2 s later
            assert link.status().state is StreamState.OPEN
            entered.set()
            wait_for(lambda: link.status().state is StreamState.STREAMING)
        over.set()
    assert server.audio() == []
    assert link.status().reconnects == 0


def test_a_stall_is_told_and_ends_with_the_next_frame():
    over, again = threading.Event(), threading.Event()

    def script(ws):
        beat(ws, over, seconds=0.4)
        again.wait(5)
        for _ in range(30):
            ws.send(ULAW)  # the burst after it
        beat(ws, over)

    with media_server(script) as server:
        link = make_link(server.url)
        with media_loop(link):
            wait_for(lambda: link.status().state is StreamState.STALLED)
            assert link.status().stall_ms >= 300
            again.set()
            wait_for(lambda: link.status().state is StreamState.STREAMING)
            assert link.status().stalls == 1
            assert link.status().stall_ms == 0
            assert link.status().arrival_gap_ms >= 300
        over.set()
    assert server.audio() == []


def test_a_slow_upgrade_holds_up_neither_others_nor_leaving():
    over = threading.Event()
    with (
        RawServer(lambda _: over.wait(10)) as slow,
        media_server(lambda ws: beat(ws, over)) as server,
    ):
        links = [make_link(slow.url, stream_id=n) for n in range(3)]
        healthy = make_link(server.url, stream_id=9)
        with media_loop(*links, healthy):
            wait_for(lambda: healthy.status().frames > 5)
            for link in links:
                link.leave()
            wait_for(lambda: all(link.ended for link in links), timeout_s=0.5)
            over.set()
        assert {link.status().cause for link in links} == {EndCause.LEFT}


def test_a_bug_in_one_link_costs_that_link(caplog):
    over = threading.Event()

    def broken(*_):
        raise RuntimeError("a bug")

    def script(ws):
        if "conferences" in ws.request.path:
            over.wait(10)
        else:
            beat(ws, over)

    with media_server(script) as server:
        healthy = make_link(server.url)
        silent = make_link(
            server.url, kind=ResourceKind.CONFERENCE, participants=broken, stream_id=2
        )
        impossible = make_link("", open_socket=broken, stream_id=3)
        with media_loop(healthy, silent, impossible):
            wait_for(lambda: impossible.status().problem)
            wait_for(lambda: silent.ended)
            before = healthy.status().frames
            wait_for(lambda: healthy.status().frames > before + 10)
        over.set()
    assert silent.status().problem.kind == "voipmon"
    assert healthy.status().cause is EndCause.LEFT
    assert "a bug" in caplog.text


def test_a_flood_ends_and_ten_healthy_streams_do_not_notice():
    with beat_server() as port:
        url = f"http://127.0.0.1:{port}"
        links = [
            make_link(url, encapsulation=Encapsulation.RTP, stream_id=number)
            for number in range(10)
        ]
        flood = make_link(url, open_socket=lambda *_: connect(url, resource_id="flood"))
        with media_loop(*links) as loop:
            wait_for(lambda: all(link.status().frames > 50 for link in links))
            before = [len(link.inbox) for link in links]
            loop.add(flood)
            wait_for(lambda: flood.ended)
            wait_for(lambda: all(link.status().frames > 150 for link in links))
    assert flood.status().cause is EndCause.PROTOCOL
    assert flood.status().problem.kind == "net.protocol"
    assert flood.status().received_bytes < 4_000_000
    for link, mark in zip(links, before, strict=True):
        assert link.status().stalls == 0
        beats = [f.arrival_ns / 1e6 - f.sequence * 20 for f in frames_of(link)]
        # Medians, with room for a busy machine; the figure is in the benchmarks.
        assert np.median(beats[mark:]) - np.median(beats[:mark]) < 20
