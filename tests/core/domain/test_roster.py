import itertools

from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.lifecycle import rank
from voipmon.core.domain.roster import ENDED_SHOWN_S, MAX_OVER, Roster
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.resources import Address, Agent, Call, Conference

NOW = 1000.0
STATUSES = ["", "dialing", "ringing", "progressing", "odd", "terminating", "hangup"]

times = st.none() | st.sampled_from([NOW - 100, NOW - 50, NOW - 10])
calls = st.builds(
    Call,
    id=st.sampled_from(["c1", "c2"]),
    status=st.sampled_from(STATUSES),
    owner_id=st.sampled_from(["", "a1"]),
    source=st.sampled_from([Address(), Address(type="agent", target="a2")]),
    updated_s=times,
    hangup_s=times,
    deleted_s=st.sampled_from([None, None, None, NOW - 5]),
)
conferences = st.builds(
    Conference,
    id=st.just("k1"),
    status=st.sampled_from(["starting", "progressing", "terminated"]),
    conferencecall_ids=st.sampled_from([(), ("j1",), ("j1", "j2")]),
    updated_s=times,
)
agents = st.builds(
    Agent,
    id=st.sampled_from(["a1", "a2"]),
    name=st.sampled_from(["Kim", "Lee"]),
    updated_s=times,
)
# Few differences, so that only the tie-break decides.
twins = st.builds(
    Call,
    id=st.just("c3"),
    status=st.just("ringing"),
    direction=st.sampled_from(["", "incoming", "outgoing"]),
)
facts = st.lists(
    st.tuples(calls | twins | conferences | agents, st.sampled_from([1.0, 2.0])),
    max_size=12,
)


def rows_of(roster: Roster, now: float = NOW):
    while roster.take_changes(now, 3).more:
        pass
    return {row.key: row for row in roster.rows()}


def fed(known) -> Roster:
    roster = Roster()
    for item, asked_s in known:
        roster.apply((item,), asked_s)
    return roster


@given(facts, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_rows(known, random):
    shuffled = [*known]
    random.shuffle(shuffled)
    assert rows_of(fed(known)) == rows_of(fed(shuffled))


@given(facts, st.randoms(use_true_random=False))
def test_looks_in_between_lose_only_what_was_over(known, random):
    """What was let go stays away, even if its end turns out to be later."""
    shuffled = [*known]
    random.shuffle(shuffled)
    roster = Roster()
    for item, asked_s in shuffled:
        roster.apply((item,), asked_s)
        rows_of(roster)
    seen, whole = rows_of(roster), rows_of(fed(known))
    assert all(whole[key] == row for key, row in seen.items())
    assert all(whole[key].ended_s is not None for key in whole.keys() - seen.keys())


@given(facts)
def test_applying_twice_is_applying_once(known):
    roster = fed(known)
    before = rows_of(roster)
    for item, asked_s in known:
        roster.apply((item,), asked_s)
    changes = roster.take_changes(NOW)
    assert not changes.rows
    assert not changes.removed
    assert rows_of(roster) == before


@given(facts)
def test_life_never_goes_back(known):
    roster, ranks = Roster(), {}
    for item, asked_s in known:
        roster.apply((item,), asked_s)
        for key, row in rows_of(roster).items():
            found = (
                roster.call(row.id)
                if row.kind is ResourceKind.CALL
                else roster.conference(row.id)
            )
            assert found is not None
            assert rank(found) >= ranks.get(key, 0)
            ranks[key] = rank(found)


@given(facts, st.integers(1, 4))
def test_changes_add_up_to_the_rows(known, limit):
    roster, mirror = Roster(), {}
    moments = [*range(0, 200, 20)]
    for (item, asked_s), later in itertools.zip_longest(
        known, moments, fillvalue=(None, None)
    ):
        if item is not None:
            roster.apply((item,), asked_s)
        now = NOW + (later if isinstance(later, int) else 200)
        more = True
        while more:
            changes = roster.take_changes(now, limit)
            more = changes.more
            for row in changes.rows:
                assert mirror.get(row.key) != row
                mirror[row.key] = row
            for key in changes.removed:
                del mirror[key]
    assert mirror == {row.key: row for row in roster.rows()}


def test_ended_calls_stay_a_while():
    call = Call(id="c", status="hangup", hangup_s=NOW)
    roster = fed([(call, 1.0)])
    assert not rows_of(roster)["call:c"].live
    assert rows_of(roster, NOW + ENDED_SHOWN_S - 1)
    changes = roster.take_changes(NOW + ENDED_SHOWN_S)
    assert changes.removed == ("call:c",)
    assert not roster.rows()
    roster.apply((Call(id="c", status="progressing"),), 9.0)  # a late word
    assert not rows_of(roster, NOW + ENDED_SHOWN_S)


def test_calls_that_ended_long_ago_never_appear():
    changes = fed([(Call(id="c", status="hangup", hangup_s=5.0), 1.0)]).take_changes(
        NOW
    )
    assert changes.rows == changes.removed == ()


def test_deleted_and_gone_leave_at_once():
    talking = Call(id="c", status="progressing")
    roster = fed([(talking, 1.0)])
    assert rows_of(roster)
    roster.apply((Call(id="c", status="hangup", deleted_s=NOW),), 2.0)
    assert roster.take_changes(NOW).removed == ("call:c",)
    roster = fed([(talking, 1.0)])
    rows_of(roster)
    roster.gone(ResourceKind.CALL, "c")
    assert roster.take_changes(NOW).removed == ("call:c",)
    assert roster.call("c") is None


def test_names_reach_the_rows_that_show_them():
    call = Call(id="c", status="progressing", owner_id="a", direction="outgoing")
    other = Call(id="d", status="progressing")
    roster = fed([(call, 1.0), (other, 1.0)])
    rows_of(roster)
    roster.apply((Agent(id="a", name="Kim"),), 2.0)
    assert [row.agent for row in roster.take_changes(NOW).rows] == ["Kim"]
    roster.apply((Agent(id="a", name="Kimberly", updated_s=9.0),), 3.0)
    assert [row.agent for row in roster.take_changes(NOW).rows] == ["Kimberly"]
    roster.apply((Agent(id="a", username="kim@x", updated_s=10.0),), 4.0)
    assert [row.agent for row in roster.take_changes(NOW).rows] == ["kim@x"]
    room = Address(type="conference", target="k")
    roster.apply((Call(id="e", source=room, direction="incoming"),), 4.0)
    roster.apply((Conference(id="k", name="War room"),), 5.0)
    assert rows_of(roster)["call:e"].party == "War room"


def test_participants_follow_even_without_a_time_of_change():
    full = Conference(id="k", status="progressing", conferencecall_ids=("1", "2"))
    roster = fed([(full, 1.0), (Conference(id="k", status="progressing"), 2.0)])
    assert rows_of(roster)["conference:k"].participants == 0


def test_quiet_names_the_longest_unconfirmed_first():
    items = [Call(id=f"c{i}", status="progressing") for i in range(4)]
    roster = Roster()
    for i, item in enumerate(items):
        roster.apply((item,), 10.0 + i)
    roster.apply((Call(id="over", status="hangup"),), 1.0)
    roster.apply((items[0],), 20.0)

    def quiet(now_s: float, limit: int = 9):
        return [item.id for item in roster.quiet(now_s, 5.0, limit)]

    assert quiet(15.9) == []
    assert quiet(16.0) == ["c1"]
    assert quiet(30.0) == ["c1", "c2", "c3", "c0"]
    assert quiet(30.0, 2) == ["c1", "c2"]
    roster.postpone(ResourceKind.CALL, "c1", 29.0)
    roster.postpone(ResourceKind.CALL, "stranger", 29.0)
    assert quiet(30.0) == ["c2", "c3", "c0"]
    roster.apply((Call(id="c2", status="hangup"),), 30.0)
    roster.gone(ResourceKind.CALL, "c3")
    assert quiet(30.0) == ["c0"]


def test_steps_are_bounded_and_nothing_is_lost():
    roster = Roster()
    roster.apply([Call(id=f"c{i}", status="ringing") for i in range(1000)], 1.0)
    sizes = []
    more = True
    while more:
        changes = roster.take_changes(NOW, 300)
        sizes.append(len(changes.rows))
        more = changes.more
    assert sizes == [300, 300, 300, 100]
    ended = [Call(id=f"c{i}", status="hangup", hangup_s=NOW) for i in range(1000)]
    roster.apply(ended, 2.0)
    removed, more = 0, True
    while more:
        changes = roster.take_changes(NOW + 100, 300)
        assert len(changes.rows) + len(changes.removed) <= 300
        removed += len(changes.removed)
        more = changes.more
    assert removed == 1000
    assert not roster.rows()


def test_the_memory_of_the_dead_is_bounded():
    roster = Roster()
    for i in range(MAX_OVER + 5):
        roster.gone(ResourceKind.CALL, str(i))
    rows_of(roster)
    roster.apply([Call(id="0", status="ringing"), Call(id="9", status="ringing")], 1.0)
    assert list(rows_of(roster)) == ["call:0"]  # forgotten; 9 is remembered
