import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.wire.resource_reader import (
    AGENTS,
    CALLS,
    CONFERENCES,
    CUSTOMERS,
    NO_ID,
    ResourceError,
)
from voipmon.core.wire.resources import Address, Agent, Call, Conference, Customer

CALL = {
    "id": "c1",
    "customer_id": "cu",
    "owner_type": "agent",
    "owner_id": "a7",
    "flow_id": NO_ID,
    "type": "flow",
    "master_call_id": "c0",
    "chained_call_ids": ["c2", NO_ID, None],
    "recording_id": NO_ID,
    "groupcall_id": NO_ID,
    "source": {"type": "tel", "target": "+15550100", "target_name": "Ada"},
    "destination": {"type": "extension", "target": "e1", "detail": "x"},
    "status": "progressing",
    "action": {
        "id": "ac",
        "type": "confbridge_join",
        "option": {"confbridge_id": "cb", "more": [1]},
        "tm_execute": None,
    },
    "metadata": {"rtp_debug": False},
    "direction": "outgoing",
    "mute_direction": "in",
    "tm_ringing": "2026-08-22T10:15:25.1Z",
    "tm_progressing": "2026-08-22 10:15:30.9",
    "tm_hangup": "9999-01-01 00:00:00.000000",
    "tm_create": "2026-08-22T10:15:24Z",
    "tm_update": "",
    "tm_delete": None,
}


def encode(value: object) -> bytes:
    return json.dumps(value).encode()


def test_call():
    assert CALLS.one(encode(CALL)) == Call(
        id="c1",
        customer_id="cu",
        owner_id="a7",
        master_call_id="c0",
        chained_call_ids=("c2",),
        source=Address(type="tel", target="+15550100", target_name="Ada"),
        destination=Address(type="extension", target="e1"),
        status="progressing",
        direction="outgoing",
        mute_direction="in",
        action_type="confbridge_join",
        room_id="cb",
        ringing_s=1787393725.1,
        progressing_s=1787393730.9,
        created_s=1787393724.0,
    )


def test_everything_but_the_id_may_be_missing_or_null():
    for reader, kind in ((CALLS, Call), (CONFERENCES, Conference), (AGENTS, Agent)):
        assert reader.one(b'{"id":"x"}') == kind(id="x")
        fields = ["source", "action", "addresses", "conferencecall_ids", "tm_create"]
        assert reader.one(encode({"id": "x"} | dict.fromkeys(fields))) == kind(id="x")
    assert CALLS.one(b'{"id":"x","source":{},"action":{}}') == Call(id="x")


def test_conference_agent_customer():
    assert CONFERENCES.one(
        encode(
            {
                "id": "k",
                "type": "conference",
                "status": "progressing",
                "name": "War room",
                "conferencecall_ids": ["j1", "j2"],
                "tm_end": None,
                "tm_create": "2026-08-22T09:00:00Z",
            }
        )
    ) == Conference(
        id="k",
        type="conference",
        status="progressing",
        name="War room",
        conferencecall_ids=("j1", "j2"),
        created_s=1787389200.0,
    )
    agent = {"id": "a", "username": "u", "permission": 64, "tag_ids": None}
    addresses = [{"type": "extension", "target": "e"}, None]
    assert AGENTS.one(encode(agent | {"addresses": addresses})) == Agent(
        id="a",
        username="u",
        permission=64,
        addresses=(Address(type="extension", target="e"), Address()),
    )
    secret = {"id": "cu", "name": "Firm", "webhook_secret": "s"}
    assert CUSTOMERS.one(encode(secret)) == Customer(id="cu", name="Firm")


def test_options_of_other_actions_may_be_anything():
    for option in (None, 3, [], "x", {"confbridge_id": 5}, {"confbridge_id": None}):
        for kind in ("talk", "confbridge_join", None):
            action = {"type": kind, "option": option}
            assert CALLS.one(encode(CALL | {"action": action})).room_id == ""
    action = {"type": "conference_join", "option": {"conference_id": "k"}}
    assert CALLS.one(encode(CALL | {"action": action})).conference_id == "k"


@pytest.mark.parametrize(
    "change",
    [
        {"id": 7},
        {"id": ""},
        {"id": NO_ID},
        {"id": "x" * 65},
        {"id": "a\nb"},
        {"status": 3},
        {"source": []},
        {"chained_call_ids": {}},
        {"tm_create": 17},
    ],
)
def test_what_cannot_be_read_costs_that_object_only(change):
    page = {"result": [CALL, CALL | change, 5, None, CALL], "next_page_token": "t"}
    found = CALLS.page(encode(page))
    assert (len(found.items), found.unreadable, found.listed) == (2, 3, 5)
    assert found.next_token == "t"


@pytest.mark.parametrize(
    "odd", [b'{"x":NaN}', b'{"id":"a","status":"\\ud800"}', b'{"id":"a","x":Infinity}']
)
def test_what_is_no_json_costs_that_object_only(odd):
    good = encode(CALL)
    text = b'{"result":[' + b",".join([good, odd, good]) + b'],"next_page_token":"t"}'
    found = CALLS.page(text)
    assert (len(found.items), found.unreadable, found.listed) == (2, 1, 3)
    assert found.items[0] == CALLS.one(good)
    assert found.next_token == "t"


def test_a_cursor_of_another_type_costs_itself():
    found = CALLS.page(encode({"result": [CALL], "next_page_token": 5}))
    assert (len(found.items), found.next_token) == (1, "")


def test_empty_pages():
    for text in (b'{"result":[]}', b'{"result":null,"next_page_token":null}'):
        page = CALLS.page(text)
        assert (page.items, page.listed, page.next_token) == ((), 0, "")


@pytest.mark.parametrize(
    "text",
    [b"", b"{}", b"[]", b"null", b'"x"', b'{"result":{}}', b"\xff", b"[" * 99_999],
)
def test_no_page(text):
    with pytest.raises(ResourceError):
        CALLS.page(text)


def test_words_of_strangers_are_made_printable():
    """Names come from callers' telephones and end up in terminals and tables."""
    source = {"target_name": "A\x1b[31m\u202eda\n", "target": "x" * 5000}
    call = CALLS.one(encode(CALL | {"source": source}))
    assert call.source.target_name == "A[31mda"
    assert len(call.source.target) == 200
    assert CALLS.one(encode(CALL | {"status": "brand-new"})).status == "brand-new"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "source", "action", "option", "result", "tm_create"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON.map(encode) | st.binary(max_size=30))
def test_anything_gives_a_value_or_our_error(data):
    for reader in (CALLS, CONFERENCES, AGENTS, CUSTOMERS):
        for read in (reader.one, reader.page):
            with contextlib.suppress(ResourceError):
                read(data)


@given(st.lists(JSON, max_size=5))
def test_a_page_counts_everything(items):
    page = CALLS.page(encode({"result": items}))
    assert page.listed == len(items) == len(page.items) + page.unreadable
