import re

import pytest

from voipmon.demo.cast import Cast
from voipmon.demo.objects import Call, CallStatus
from voipmon.demo.profiles import Times
from voipmon.demo.render import ZERO, Renderer, micros, modern, spaced
from voipmon.demo.world import World

NOON = 1_787_400_000.0
ALWAYS = {
    "id", "customer_id", "owner_type", "owner_id", "flow_id", "activeflow_id", "type",
    "master_call_id", "recording_id", "groupcall_id", "source", "destination", "status",
    "action", "direction", "tm_create",
}  # fmt: skip


def new_call(world: World) -> Call:
    cast, random = Cast(world, 2), world.random
    agent = cast.agents[0]
    return cast.leg(
        random,
        source=agent.addresses[0],
        destination=cast.caller(random),
        direction="incoming",
        action="answer",
        scenario="connect",
        owner=agent,
    )


@pytest.mark.parametrize(
    ("fraction", "tail"), [(0.0, "0Z"), (0.5, "0.5Z"), (0.123456, "0.123456Z")]
)
def test_trailing_zeros_of_a_fraction_are_trimmed(fraction, tail):
    assert modern(NOON + fraction).endswith(f":0{tail}")
    assert micros(NOON + fraction) == f"{spaced(NOON + fraction)}Z".replace(" ", "T")


def test_a_new_call_has_only_what_is_always_there():
    out = Renderer(Times.MODERN).call(new_call(World(1)))
    assert out.keys() == ALWAYS
    assert out["owner_type"] == "agent"
    assert out["master_call_id"] == out["groupcall_id"] == ZERO
    assert out["action"]["tm_execute"] is None
    assert out["destination"]["type"] == "tel"
    assert "" not in out["destination"].values()


def test_an_ended_call_has_its_end_and_still_no_null():
    world = World(1)
    call = new_call(world)
    world.advance(call, CallStatus.RINGING)
    world.advance(call, CallStatus.PROGRESSING)
    world.end(call)
    out = Renderer(Times.MODERN).call(call)
    added = {"hangup_by", "hangup_reason", "tm_ringing", "tm_progressing", "tm_hangup"}
    assert out.keys() == ALWAYS | added | {"tm_update"}
    assert None not in out.values()


def test_unset_times_of_a_conference_are_null_and_empty_members_absent():
    world = World(1)
    out = Renderer(Times.MODERN).conference(Cast(world, 2).conference("x", age_s=9))
    assert out["tm_end"] is out["tm_update"] is out["tm_delete"] is None
    assert out["direct_hash"] == ""
    assert not {"detail", "conferencecall_ids"} & out.keys()


def test_an_old_server_writes_the_year_9999_and_no_zone():
    out = Renderer(Times.SENTINEL).call(new_call(World(1)))
    unset = {"tm_ringing", "tm_progressing", "tm_hangup", "tm_update", "tm_delete"}
    assert {out[name] for name in unset} == {"9999-01-01 00:00:00.000000"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}", out["tm_create"])


def test_the_mixed_server_writes_every_variant():
    renderer, world = Renderer(Times.MIXED), World(1)
    calls = [renderer.call(new_call(world)) for _ in range(60)]
    assert {call.get("tm_hangup", "absent") for call in calls} == {
        "absent",
        None,
        "",
        "9999-01-01 00:00:00.000000",
        "9999-01-01T00:00:00.000000Z",
    }
