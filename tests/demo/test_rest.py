import os
from itertools import pairwise
from urllib.parse import urlencode

import pytest

from tests.support.demo import demo_server, wait_for

LISTS = ("calls", "conferences", "conferencecalls", "agents")
ZERO = "00000000-0000-0000-0000-000000000000"


def pages(demo, token: str, name: str, size: int) -> list[list[dict[str, object]]]:
    out, cursor = [], ""
    while True:
        query = f"page_size={size}" + (f"&page_token={cursor}" if cursor else "")
        answer = demo.get(f"/v1.0/{name}?{query}", token=token).json
        out.append(answer["result"])
        cursor = answer["next_page_token"]
        if not answer["result"]:
            assert cursor == ""
            return out


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_hold_everything_once_the_newest_first(demo, token, name, size):
    whole = demo.get(f"/v1.0/{name}", token=token).json["result"]
    assert whole
    got = pages(demo, token, name, size)
    assert {len(page) for page in got[:-2]} <= {size}
    rows = [row for page in got for row in page]
    assert {row["id"] for row in rows} >= {row["id"] for row in whole}
    assert len({row["id"] for row in rows}) == len(rows)


def test_the_newest_is_first_and_a_token_is_there_on_the_last_page_too(demo, token):
    answer = demo.get("/v1.0/conferences", token=token).json
    created = [row["tm_create"] for row in answer["result"]]
    assert all(before >= after for before, after in pairwise(created))
    assert answer["next_page_token"][:19] == created[-1][:19]
    assert len(answer["next_page_token"]) == len("2026-08-22T10:15:30.123456Z")


@pytest.mark.parametrize("size", ["0", "-5", "101", "99999", ""])
def test_a_page_size_out_of_range_means_100(demo, token, size):
    query = f"?page_size={size}" if size else ""
    answer = demo.get(f"/v1.0/calls{query}", token=token)
    assert answer.status == 200
    assert 20 < len(answer.json["result"]) <= 100


@pytest.mark.parametrize("query", ["page_size=many", "page_token=yesterday"])
def test_paging_that_makes_no_sense_is_refused(demo, token, query):
    answer = demo.get(f"/v1.0/calls?{query}", token=token)
    assert (answer.status, answer.reason) == (400, "INVALID_REQUEST_PARAMETER")


def test_lists_hold_ended_calls_but_no_deleted_and_no_foreign_ones(demo, token):
    calls = demo.get("/v1.0/calls", token=token).json["result"]
    ids = {call["id"] for call in calls}
    assert demo.odd("ended_call") in ids
    assert not {demo.odd("deleted_call"), demo.odd("foreign_call")} & ids
    assert {"hangup", "progressing"} <= {call["status"] for call in calls}


@pytest.mark.parametrize("name", LISTS)
def test_a_single_object_is_the_listed_one(demo, token, name):
    row = demo.get(f"/v1.0/{name}", token=token).json["result"][-1]
    assert demo.get(f"/v1.0/{name}/{row['id']}", token=token).json == row


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("calls/not-a-uuid", 400, "INVALID_ID"),
        (f"calls/{ZERO}", 404, "CALL_NOT_FOUND"),
        (f"conferences/{ZERO}", 404, "CONFERENCE_NOT_FOUND"),
        (f"conferencecalls/{ZERO}", 404, "CONFERENCECALL_NOT_FOUND"),
        (f"agents/{ZERO}", 404, "AGENT_NOT_FOUND"),
        ("calls/{foreign_call}", 403, "PERMISSION_DENIED"),
        ("calls/{deleted_call}", 409, "STATE_INVALID"),
        ("nonsense", 404, "ROUTE_NOT_FOUND"),
        ("queues", 404, "ROUTE_NOT_FOUND"),
    ],
)
def test_refusals_have_their_reason(demo, token, path, status, reason):
    odd = demo.world()["odd"]
    answer = demo.get(f"/v1.0/{path.format(**odd)}", token=token)
    assert (answer.status, answer.reason) == (status, reason)


def test_a_wrong_method_is_an_unknown_route(demo, token):
    answer = demo.request("PUT", "/v1.0/calls", token=token)
    assert (answer.status, answer.reason) == (404, "ROUTE_NOT_FOUND")


def test_legs_of_one_conversation_share_the_rooms_id(demo, token):
    calls = demo.get("/v1.0/calls", token=token).json["result"]
    by_id = {call["id"]: call for call in calls}
    agent = by_id[demo.talking_call()]
    master = by_id[agent["master_call_id"]]
    assert agent["action"] | {"id": 0, "tm_execute": 0} == master["action"] | {
        "id": 0,
        "tm_execute": 0,
    }
    assert agent["action"]["type"] == "confbridge_join"
    assert agent["id"] in master["chained_call_ids"]
    assert (agent["owner_type"], master["owner_type"]) == ("agent", "")
    agents = demo.get("/v1.0/agents", token=token).json["result"]
    assert agent["owner_id"] in {a["id"] for a in agents}


def test_a_conference_names_who_is_in_it(demo, token):
    conference = demo.get(f"/v1.0/conferences/{demo.conference()}", token=token).json
    for joined in conference["conferencecall_ids"]:
        one = demo.get(f"/v1.0/conferencecalls/{joined}", token=token).json
        assert one["conference_id"] == conference["id"]
        assert one["status"] == "joined"
        call = demo.get(f"/v1.0/calls/{one['reference_id']}", token=token).json
        assert call["status"] == "progressing"


def test_agents_can_be_filtered_by_status(demo, token):
    every = demo.get("/v1.0/agents", token=token).json["result"]
    busy = demo.get("/v1.0/agents?status=busy", token=token).json["result"]
    assert 0 < len(busy) < len(every)
    assert {agent["status"] for agent in busy} == {"busy"}
    assert demo.get(f"/v1.0/agents?tag_ids={ZERO}", token=token).json["result"] == []


def test_hanging_up_a_master_ends_both_legs_and_may_be_repeated():
    with demo_server("--calls", "2") as demo:
        token = demo.login()
        master = demo.talking_call(agent=False)
        leg = demo.talking_call(agent=True)
        path = f"/v1.0/calls/{master}/hangup"
        assert demo.request("POST", path, token=token).json["status"] == "terminating"

        def ended(call: str) -> bool:
            one = demo.get(f"/v1.0/calls/{call}", token=token).json
            return one["status"] == "hangup" and one["hangup_by"] == "local"

        wait_for(lambda: ended(master) and ended(leg), pause_s=0.2)
        assert demo.request("POST", path, token=token).json["status"] == "hangup"


@pytest.mark.parametrize("profile", ["2025", "2024", "mixed", "head-l16"])
def test_every_profile_lists_calls_in_its_hand(profile):
    with demo_server("--profile", profile) as demo:
        calls = demo.get("/v1.0/calls", token=demo.login()).json["result"]
        ends = {call.get("tm_hangup", "absent") for call in calls}
        sentinel = "9999-01-01 00:00:00.000000"
        assert (sentinel in ends) == (profile in {"2025", "2024", "mixed"})
        assert ("absent" in ends) == (profile in {"head-l16", "mixed"})


def test_a_page_token_without_a_zone_is_utc():
    env = {**os.environ, "TZ": "Asia/Tokyo"}  # nine hours ahead
    with demo_server("--no-rate-limit", "--calls", "8", env=env) as demo:
        own = demo.login()
        newest = demo.get("/v1.0/calls?page_size=1", token=own).json["result"][0]
        cursor = newest["tm_create"].replace("T", " ").removesuffix("Z")
        query = urlencode({"page_token": cursor})
        answer = demo.get(f"/v1.0/calls?{query}", token=own).json["result"]
        created = [call["tm_create"] for call in answer]
        assert created
        assert max(created) < newest["tm_create"]
