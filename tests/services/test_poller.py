from time import time

import pytest

from tests.support.platform import TOKEN, platform
from tests.support.rest import Reply
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.net.errors import AuthError, ServerError
from voipmon.net.limiter import RequestBudget
from voipmon.net.rest import RestClient
from voipmon.net.urls import Server
from voipmon.services.poller import CALL_LIFE_S, QUIET_S, Poller


class Steered:
    """A poller whose time the test advances; the requests are real."""

    def __init__(self, there, budget_limit: int = 10_000) -> None:
        self.there = there
        self.now_s = 1000.0
        self.budget = RequestBudget(budget_limit, 0.1)
        client = RestClient(Server.parse(there.url), None, self.budget)
        self.client = client.with_credentials(token=TOKEN)
        self.poller = Poller(self.client, lambda: self.now_s)

    def run(self, seconds: float) -> list[str]:
        """Let time pass; return what was asked meanwhile."""
        before = len(self.there.server.asked)
        end = self.now_s + seconds
        while (wait_s := self.poller.wait_s(self.now_s)) <= end - self.now_s:
            self.now_s += wait_s
            self.poller.step()
        self.now_s = end
        return self.there.paths()[before:]

    def rows(self):
        while self.poller.roster.take_changes(self.poller.server_now_s).more:
            pass
        return {row.id: row for row in self.poller.roster.rows()}


@pytest.fixture
def there():
    with platform() as made:
        yield made


@pytest.fixture
def steered(there):
    made = Steered(there)
    yield made
    made.client.close()


def test_first_come_the_calls(there, steered):
    there.call("c1")
    there.add("conferences", "k1", status="progressing")
    there.add("agents", "a1", name="Kim")
    steered.poller.step()
    assert there.paths() == ["/calls"]
    assert "c1" in steered.rows()
    assert steered.poller.confirmed_s == steered.now_s
    steered.run(1)
    assert there.paths() == ["/calls", "/conferences", "/agents"]
    assert set(steered.rows()) == {"c1", "k1"}


def test_steady_rhythm_is_gentle(there, steered):
    there.call("c1")
    steered.run(10)
    asked = steered.run(120)
    assert 55 <= asked.count("/calls") <= 66
    assert 18 <= asked.count("/conferences") <= 22
    assert asked.count("/agents") == 2
    assert len(asked) <= 120


def test_calls_are_found_back_to_their_longest_life(there, steered):
    for i in range(250):
        there.call(f"c{i}", age_s=i)
    there.call("old", age_s=CALL_LIFE_S + 100)
    steered.run(1)
    assert len(steered.rows()) == 251  # the page that goes too far back is used
    for i in range(250, 2000):
        there.call(f"c{i}", age_s=CALL_LIFE_S + i)
    other = Steered(there)
    asked = other.run(1.7)
    other.client.close()
    assert asked.count("/calls") == 3


def test_server_clock_decides_how_far_back(there, steered, monkeypatch):
    """Our clock is a day ahead, and no request was made before."""
    for i in range(150):
        there.call(f"c{i}", age_s=i)
    monkeypatch.setattr("voipmon.services.poller.time", lambda: time() + 86_400)
    monkeypatch.setattr("voipmon.net.transport.time", lambda: time() + 86_400)
    steered.run(1)
    assert len(steered.rows()) == 150


def test_walk_leaves_the_newest_page_its_rhythm(there, steered):
    for i in range(1500):
        there.call(f"c{i}", age_s=i)
    asked = steered.run(10)
    assert len(steered.rows()) == 1500
    assert len(asked) < 15 + 10
    assert asked[:4] == ["/calls", "/conferences", "/agents", "/calls"]


def test_more_new_calls_than_a_page_leave_no_gap(there, steered):
    there.call("first", age_s=60)
    steered.run(3)
    for i in range(250):
        there.call(f"c{i}", age_s=i / 100)
    steered.run(3)
    assert len(steered.rows()) == 251


def test_quiet_calls_are_asked_for(there, steered):
    there.call("quiet", age_s=1000)
    steered.run(1)
    for i in range(120):
        there.call(f"c{i}", "hangup", age_s=i, tm_hangup="2026-01-01T00:00:00Z")
    asked = steered.run(QUIET_S * 2)
    assert "/calls/quiet" in asked
    assert steered.rows()["quiet"].live
    there.call("quiet", "hangup", age_s=1000)
    steered.run(QUIET_S * 2)
    assert not steered.rows()["quiet"].live


def test_quiet_call_that_is_no_more(there, steered):
    there.call("quiet")
    steered.run(1)
    del there.lists["calls"]["quiet"]
    asked = steered.run(QUIET_S * 2)
    assert asked.count("/calls/quiet") == 1
    assert not steered.rows()


def test_many_quiet_calls_are_confirmed_by_the_page(there, steered):
    for i in range(450):
        there.call(f"c{i}", age_s=i)
    there.call("ended", age_s=300.5)
    steered.run(3)
    there.call("ended", "hangup", age_s=300.5)
    del there.lists["calls"]["c400"]
    asked = steered.run(60)
    rows = steered.rows()
    assert not rows["ended"].live
    assert "c400" not in rows
    assert len(rows) == 450
    assert len(asked) <= 62
    late = steered.poller.roster.quiet(steered.now_s, 45)
    assert not late


def test_quiet_object_that_cannot_be_read_blocks_nobody(there, steered):
    there.call("bad", age_s=5)
    there.call("good", age_s=4)
    steered.run(1)
    there.fault = lambda asked: (
        {"result": []}
        if asked.path == "/v1.0/calls"
        else b"nonsense"
        if asked.path.endswith("/bad")
        else None
    )
    asked = steered.run(QUIET_S * 3)
    assert "/calls/bad" in asked
    assert "/calls/good" in asked
    assert steered.poller.unreadable > 0
    assert set(steered.rows()) == {"bad", "good"}


def test_server_that_takes_only_its_own_cursors(there, steered):
    for i in range(5):
        there.call(f"c{i}", age_s=i)
    steered.run(1)
    there.fault = lambda asked: (
        Reply(400)
        if asked.query.get("page_token")
        else {"result": []}
        if asked.path == "/v1.0/calls"
        else None
    )
    asked = steered.run(QUIET_S * 3)
    assert sum(path.startswith("/calls/c") for path in asked) >= 3


def test_unreadable_objects_are_counted_and_cost_nothing_else(there, steered):
    there.call("c1")
    there.add("calls", "c2", status=5)
    steered.poller.step()
    assert steered.poller.unreadable == 1
    assert set(steered.rows()) == {"c1"}


@pytest.mark.parametrize("kind", ["conferences", "agents"])
def test_side_list_that_fails_is_told_once(there, steered, kind, caplog):
    there.call("c1")
    there.fault = lambda asked: Reply(403) if asked.path.endswith(kind) else None
    asked = steered.run(100)
    assert [problem.kind for problem in steered.poller.troubles] == ["net.forbidden"]
    assert asked.count(f"/{kind}") <= 4
    assert asked.count("/calls") > 40
    there.fault = lambda _: None
    steered.run(40)
    there.fault = lambda asked: Reply(500) if asked.path.endswith(kind) else None
    steered.run(70)
    assert [p.kind for p in steered.poller.troubles] == ["net.forbidden", "net.server"]


def test_failure_of_the_calls_is_the_callers(there, steered):
    there.fault = lambda _: Reply(500)
    for _ in range(3):  # it stays due
        with pytest.raises(ServerError):
            steered.poller.step()
    assert set(there.paths()) == {"/calls"}
    there.fault = lambda asked: Reply(401) if "agents" in asked.path else None
    with pytest.raises(AuthError):
        steered.run(1)


def test_refresh_makes_all_due(there, steered):
    steered.run(1)
    steered.poller.refresh()
    assert sorted(steered.run(0.2)) == ["/agents", "/calls", "/conferences"]


def test_agents_come_by_the_page(there, steered):
    for i in range(230):
        there.add("agents", f"a{i}", age_s=i, name=f"N{i}")
    there.call("c", owner_id="a229", direction="outgoing")
    assert steered.run(1.5).count("/agents") == 3
    assert steered.rows()["c"].agent == "N229"
    assert steered.run(170).count("/agents") == 0
    assert steered.run(20).count("/agents") == 3


def test_conference_beyond_the_first_page_is_kept_true(there, steered):
    for i in range(130):
        there.add("conferences", f"k{i}", age_s=i, status="progressing")
    steered.run(2)
    assert len(steered.rows()) == 130
    there.add(
        "conferences", "k129", age_s=129, status="progressing", conferencecall_ids=["1"]
    )
    steered.run(QUIET_S * 2)
    assert steered.rows()["k129"].participants == 1
    assert steered.poller.roster.row(ResourceKind.CONFERENCE, "k129") is not None
