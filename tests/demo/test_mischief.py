import itertools
import time

import pytest
import websocket
from websockets.exceptions import ConnectionClosed

from tests.demo.client import how_it_ends, listen, messages, no_close_frame
from tests.support.demo import demo_server, wait_for


def arrivals(client, count: int) -> list[float]:
    out = []
    for _ in range(count):
        client.recv(timeout=5)
        out.append(time.monotonic())
    return out


def falls_silent(client) -> bool:
    """Tell whether messages stop within two seconds."""
    try:
        for _ in range(100):
            client.recv(timeout=0.4)
    except TimeoutError:
        return True
    return False


def test_a_stall_is_followed_by_everything_held(demo):
    call = demo.talking_call()
    with listen(demo, call, "rtp") as client:
        messages(client, 10)
        got, times = [client.recv(timeout=5)], [time.monotonic()]
        demo.fault("stall", target=call, hold=1.0)
        for _ in range(80):
            got.append(client.recv(timeout=5))
            times.append(time.monotonic())
    gaps = [b - a for a, b in itertools.pairwise(times)]
    longest = gaps.index(max(gaps))
    assert 0.8 < gaps[longest] < 2
    assert times[longest + 40] - times[longest + 1] < 0.3
    numbers = [int.from_bytes(data[2:4]) for data in got]
    assert numbers == list(range(numbers[0], numbers[0] + 81))


def test_jitter_shakes_the_beat_and_keeps_order_and_pace(demo):
    call = demo.talking_call()
    demo.fault("jitter", target=call, ms=60)
    with listen(demo, call, "rtp") as client:
        times, got = [], []
        for _ in range(60):
            got.append(int.from_bytes(client.recv(timeout=5)[2:4]))
            times.append(time.monotonic())
    gaps = [b - a for a, b in itertools.pairwise(times)]
    assert max(gaps) > 0.03
    assert min(gaps) < 0.005
    assert got == list(range(1, 61))
    assert times[-1] - times[0] == pytest.approx(1.18, abs=0.3)


def test_a_drop_looks_like_a_lost_link(demo):
    call = demo.talking_call()
    with listen(demo, call) as client:
        messages(client, 2)
        demo.fault("drop", target=call)
        assert no_close_frame(client)


def test_a_half_open_link_sends_nothing_and_answers_nothing(demo):
    call = demo.talking_call()
    with listen(demo, call) as client:
        messages(client, 2)
        demo.fault("halfopen", target=call)
        assert falls_silent(client)
        pong = client.ping()
        assert not pong.wait(0.3)
        demo.clear_faults()
        wait_for(lambda: messages(client, 1) and pong.is_set())


def test_what_was_not_heard_makes_no_noise_at_the_end():
    with (
        demo_server("--no-rate-limit", "--fault", "halfopen") as demo,
        listen(demo, demo.talking_call()) as client,
    ):
        assert falls_silent(client)
        client.ping()
        assert demo.get("/ping").status == 200  # read after the one on the stream
        demo.process.terminate()
        demo.process.wait(5)
        assert demo.log() == ""


def test_a_silent_open_wakes_at_the_first_frame_with_the_backlog_in_a_lump(demo):
    call = demo.talking_call()
    demo.fault("silent-open", target=call, times=1)
    with listen(demo, call) as client:
        with pytest.raises(TimeoutError):
            client.recv(timeout=0.6)
        client.send(bytes(320))
        times = arrivals(client, 25)
        assert times[-1] - times[0] < 0.3
    with listen(demo, call) as client:
        messages(client, 1)


def test_a_silent_open_may_never_wake(demo):
    call = demo.talking_call()
    demo.fault("silent-open", target=call, wake=0)
    with listen(demo, call) as client:
        client.send(bytes(320))
        with pytest.raises(TimeoutError):
            client.recv(timeout=0.5)


@pytest.mark.parametrize("name", ["closed-at-once", "refused-start"])
def test_an_opening_can_fail_and_the_next_one_work(demo, name):
    call = demo.talking_call()
    demo.fault(name, target=call, times=1)
    with listen(demo, call) as client:
        assert no_close_frame(client)
    with listen(demo, call) as client:
        messages(client, 1)


def test_the_codec_changes_and_changes_back(demo):
    call = demo.talking_call()
    with listen(demo, call) as client:
        assert len(messages(client, 1)[0]) == 160
        demo.fault("codec-change", target=call)
        sizes = [len(data) for data in messages(client, 25)]
        assert sizes == sorted(sizes)
        assert sizes[-1] == 320
        demo.clear_faults()
        assert len(messages(client, 25)[-1]) == 160


def test_the_payload_type_changes(demo):
    call = demo.talking_call()
    with listen(demo, call, "rtp") as client:
        assert messages(client, 1)[0][1] == 96
        demo.fault("pt-change", target=call, pt=8)
        assert messages(client, 25)[-1][1] == 8


def test_a_flood_is_fast(demo):
    call = demo.talking_call()
    demo.fault("flood", target=call)
    with listen(demo, call) as client:
        begun = time.monotonic()
        messages(client, 3000)  # a minute of frames
        assert time.monotonic() - begun < 20


def test_a_message_can_be_huge(demo):
    call = demo.talking_call()
    demo.fault("oversize", target=call)
    with listen(demo, call, max_size=1 << 20) as client:
        assert how_it_ends(client).sent.code == 1009


def test_fragments_can_be_endless(demo):
    call = demo.talking_call()
    demo.fault("endless-fragments", target=call)
    with listen(demo, call, max_size=1 << 18) as client:
        assert how_it_ends(client).sent.code == 1009


def test_garbage_breaks_the_protocol(demo):
    call = demo.talking_call()
    demo.fault("garbage", target=call)
    with listen(demo, call) as client:
        assert how_it_ends(client).sent.code == 1002


def test_garbage_can_be_in_the_messages_alone(demo):
    call = demo.talking_call()
    demo.fault("garbage", target=call, kind="payload")
    with listen(demo, call) as client:
        sizes = {len(data) for data in messages(client, 40)}
        assert len(sizes) > 10


def test_a_fault_ends_by_itself(demo):
    call = demo.talking_call()
    demo.fault("codec-change", target=call, seconds=0.3)
    with listen(demo, call) as client:
        sizes = [len(data) for data in messages(client, 60)]
    assert sizes[0] == 320
    assert sizes[-1] == 160


def test_faults_can_be_given_at_start():
    with demo_server("--fault", "refused-start:times=1", "--fault", "jitter:ms=1") as d:
        call = d.talking_call()
        with listen(d, call) as client:
            assert no_close_frame(client)
        client = websocket.create_connection(
            f"{d.media_url(call)}&accesskey={d.accesskey}", timeout=5
        )
        try:
            assert len(client.recv()) == 160
        finally:
            client.close()


def test_a_fault_of_one_call_leaves_the_others_alone(demo):
    first, second = demo.talking_call("queue"), demo.talking_call("connect")
    with listen(demo, first) as hit, listen(demo, second) as spared:
        messages(hit, 1)
        demo.fault("drop", target=first)
        with pytest.raises(ConnectionClosed):
            messages(hit, 1000)
        messages(spared, 20)
