import pytest

from voipmon.core.domain.roster_row import call_row, conference_row, mentions
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.resources import Address, Call, Conference

CUSTOMER = Address(type="tel", target="+15550100", target_name="Ada")
PHONE = Address(type="extension", target="e100")
NAMES = {("agent", "a7"): "Kim", ("conference", "k1"): "War room"}


def name_of(kind: str, resource_id: str) -> str:
    return NAMES.get((kind, resource_id), "")


@pytest.mark.parametrize(
    ("direction", "owner", "source", "destination"),
    [
        ("incoming", "", CUSTOMER, PHONE),  # a customer calls in
        ("outgoing", "", PHONE, CUSTOMER),  # a customer is called
        ("outgoing", "a7", CUSTOMER, PHONE),  # the agent's leg of a customer's call
        ("incoming", "a7", PHONE, CUSTOMER),  # an agent dials out
        ("outgoing", "", CUSTOMER, Address()),  # the far side is unknown
        ("", "", CUSTOMER, PHONE),
    ],
)
def test_the_other_side_is_the_customer(direction, owner, source, destination):
    call = Call(
        id="c",
        direction=direction,
        owner_id=owner,
        source=source,
        destination=destination,
    )
    row = call_row(call, name_of)
    assert row.party == "Ada (+15550100)"
    assert row.agent == ("Kim" if owner else "")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (Address(), ""),
        (Address(type="tel", target="+1"), "+1"),
        (Address(type="tel", target="+1", target_name="+1"), "+1"),
        (Address(type="sip", name="Bo"), "Bo"),
        (Address(type="agent", target="a7"), "Kim"),
        (Address(type="agent", target="a8"), "a8"),
        (Address(type="agent", target="a7", target_name="Kimberly"), "Kimberly"),
        (Address(type="conference", target="k1"), "War room"),
    ],
)
def test_words_for_an_address(address, words):
    assert call_row(Call(id="c", source=address), name_of).party == words


def test_times_and_life():
    call = Call(id="c", status="hangup", created_s=1.0, progressing_s=2.0, hangup_s=3.0)
    row = call_row(call, name_of)
    assert (row.started_s, row.answered_s, row.ended_s, row.live) == (1, 2, 3, False)
    assert call_row(Call(id="c", status="ringing"), name_of).ended_s is None


def test_conference():
    room = Conference(
        id="k", name="War room", status="progressing", conferencecall_ids=("1", "2")
    )
    row = conference_row(room)
    assert (row.kind, row.name, row.participants) == (
        ResourceKind.CONFERENCE,
        "War room",
        2,
    )
    assert row.live
    assert row.key == "conference:k"


def test_whose_names_are_shown():
    call = Call(
        id="c",
        owner_id="a7",
        source=Address(type="conference", target="k1"),
        destination=Address(type="tel", target="t"),
    )
    assert mentions(call) == {"a7", "k1"}
    assert mentions(Call(id="c")) == frozenset()
