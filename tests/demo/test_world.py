from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.demo.cast import Cast
from voipmon.demo.objects import Call, CallStatus
from voipmon.demo.world import World


def leg(world: World, cast: Cast, master: Call | None = None, age: float = 0) -> Call:
    return cast.leg(
        world.random,
        source=cast.caller(world.random),
        destination=cast.caller(world.random),
        direction="incoming" if master is None else "outgoing",
        action="answer",
        scenario="queue",
        master=master,
        tm_create=world.now() - age if age else 0.0,
    )


def test_stamps_are_whole_microseconds_each_once():
    world = World(1)
    stamps = [world.stamp() for _ in range(2000)]
    assert len({round(s * 1e6) for s in stamps}) == 2000
    assert stamps == sorted(stamps)


@given(st.lists(st.floats(1, 4000), max_size=30), st.integers(1, 7))
def test_paging_gives_each_once_the_newest_first(ages, size):
    world = World(1)
    cast = Cast(world, 2)
    made = {leg(world, cast, age=age).tm_create for age in ages}
    seen, before = [], float("inf")
    while page := list(islice(world.calls.older_than(before), size)):
        seen += [call.tm_create for call in page]
        before = page[-1].tm_create
    if len(made) == len(ages):
        assert seen == sorted(made, reverse=True)


def test_every_change_is_told():
    world, told = World(1), []
    cast = Cast(world, 2)
    world.watch(lambda event, item: told.append((event, item)))
    call = leg(world, cast)
    world.advance(call, CallStatus.RINGING)
    world.touch(call)
    world.end(call)
    assert told == [
        (event, call)
        for event in ("call_created", "call_ringing", "call_updated", "call_hangup")
    ]


def test_a_masters_end_ends_its_chain_once():
    world, ended = World(1), []
    cast = Cast(world, 2)
    master = leg(world, cast)
    chained = leg(world, cast, master)
    world.watch(lambda event, item: ended.append(item) if "hangup" in event else None)
    world.end(master)
    world.end(master)
    assert ended == [master, chained]
    assert master.chained_call_ids == [chained.id]


@pytest.mark.parametrize(
    ("status", "outgoing", "ending"),
    [
        (CallStatus.PROGRESSING, True, "terminating"),
        (CallStatus.RINGING, True, "canceling"),
        (CallStatus.RINGING, False, "terminating"),
        (CallStatus.HANGUP, False, "hangup"),
    ],
)
def test_an_asked_for_end_begins_by_state(status, outgoing, ending):
    world = World(1)
    call = leg(world, Cast(world, 2))
    call.status = status
    call.direction = "outgoing" if outgoing else "incoming"
    world.terminate(call)
    assert call.status.value == ending


def test_what_ended_long_ago_is_forgotten():
    world = World(1)
    cast = Cast(world, 2)
    old, recent, live = (leg(world, cast, age=age) for age in (9000, 600, 9000))
    for call in (old, recent):
        world.end(call)
        call.tm_hangup = call.tm_create + 60
    world.forget_old()
    assert set(world.calls) == {recent.id, live.id}
    assert list(world.calls.older_than(float("inf"))) == [recent, live]
