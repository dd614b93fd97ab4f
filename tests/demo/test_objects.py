from uuid import UUID

import pytest

from voipmon.demo.cast import Cast
from voipmon.demo.objects import CallStatus, Room
from voipmon.demo.speech import voices
from voipmon.demo.talk import Talk
from voipmon.demo.world import World


@pytest.mark.parametrize("status", CallStatus)
def test_a_call_lives_until_it_begins_to_end(status):
    world = World(1)
    cast = Cast(world, 2)
    call = cast.leg(
        world.random,
        source=cast.caller(world.random),
        destination=cast.caller(world.random),
        direction="incoming",
        action="answer",
        scenario="queue",
    )
    call.status = status
    assert call.live == (status.value in {"dialing", "ringing", "progressing"})


def test_a_conference_sounds_with_two_in_a_room_that_exists():
    conference = Cast(World(1), 2).conference("x", age_s=5)
    conference.conferencecall_ids = [UUID(int=1), UUID(int=2)]
    assert not conference.audible
    talk = Talk("x", [voices()["june"]])
    conference.room = Room(id=UUID(int=3), talk=talk, origin_s=0)
    assert conference.audible
    conference.conferencecall_ids.pop()
    assert not conference.audible
