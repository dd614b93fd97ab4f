import numpy as np
import pytest

from tests.demo.client import listen, messages, stream_of
from tests.support.demo import wait_for


def test_what_was_sent_can_be_fetched_with_its_place(demo):
    call = demo.talking_call()
    first, pcm = demo.audio(call, seconds=3)
    assert len(pcm) == 24_000
    again_first, again = demo.audio(call, first=first + 800, count=16_000)
    assert again_first == first + 800
    assert np.array_equal(again, pcm[800:16_800])


def test_both_legs_of_a_conversation_sound_the_same(demo):
    first, pcm = demo.audio(demo.talking_call(agent=True), seconds=5)
    other = demo.audio(demo.talking_call(agent=False), first=first, count=len(pcm))[1]
    assert np.array_equal(pcm, other)


def test_the_future_and_the_unknown_cannot_be_fetched(demo):
    call = demo.talking_call()
    newest, _ = demo.audio(call, seconds=0)
    path = f"/__demo__/audio/call/{call}?from={newest}&count=80000"
    assert demo.get(path).status == 400
    assert demo.get(f"/__demo__/audio/call/{demo.odd('ended_call')}").status == 404
    assert demo.get("/__demo__/uplink/99999").status == 404


def test_a_call_can_be_started_and_hung_up(demo, token):
    call = demo.start_call(ring=0.05, queue=0.05, agent_ring=0.05, talk=60)

    def status() -> str:
        return str(demo.get(f"/v1.0/calls/{call}", token=token).json["status"])

    def room() -> bool:
        return any(c["id"] == call and c["room"] for c in demo.calls())

    wait_for(room)
    assert status() == "progressing"
    demo.hang_up(call)
    assert status() == "hangup"


def test_a_conference_can_be_filled_and_emptied(demo, token):
    conference = demo.conference()
    for count in (4, 1, 3):
        demo.seats(conference, count)
        one = demo.get(f"/v1.0/conferences/{conference}", token=token).json
        assert len(one["conferencecall_ids"]) == count


def test_faults_are_listed_and_lifted_one_by_one(demo):
    ids = [demo.fault("jitter", ms=5), demo.fault("drop", target="nobody", times=3)]
    listed = demo.control("GET", "/faults").json
    assert [fault["id"] for fault in listed] == ids
    assert listed[0]["params"]["ms"] == 5.0
    assert listed[1]["target"] == "nobody"
    demo.control("DELETE", f"/faults/{ids[0]}")
    assert [f["id"] for f in demo.control("GET", "/faults").json] == ids[1:]
    demo.clear_faults()
    assert demo.control("GET", "/faults").json == []


@pytest.mark.parametrize("body", [{"name": "no"}, {"name": "drop", "params": {"x": 1}}])
def test_an_unknown_fault_is_refused_with_a_word(demo, body):
    answer = demo.request("POST", "/__demo__/faults", body=body)
    assert answer.status == 400
    assert "fault" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    "body", [[], {}, {"name": ["x"]}, {"name": "drop", "params": 5}]
)
def test_what_is_no_fault_at_all_is_refused_too(demo, body):
    answer = demo.request("POST", "/__demo__/faults", body=body)
    assert (answer.status, answer.reason) == (400, "INVALID_ARGUMENT")


def test_a_stream_is_described_and_its_uplink_kept(demo):
    call = demo.talking_call("connect")
    tone = (np.sin(np.arange(160) * 0.5) * 9000).astype("<i2")
    with listen(demo, call) as client:
        messages(client, 2)
        client.send(tone.tobytes())
        stream = stream_of(demo, call)
        assert stream["encapsulation"] == "sln"
        assert stream["sent"] >= 2
        got = wait_for(lambda: demo.uplink(stream["stream"]).any())
        assert got
        assert np.array_equal(demo.uplink(stream["stream"]), tone)
