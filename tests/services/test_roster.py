import threading
import time

import pytest

from tests.support.demo import demo_server
from tests.support.keeper import Listener, enter
from tests.support.platform import KEY, PASSWORD, TOKEN, platform
from tests.support.rest import wait_for
from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.facts import (
    RosterChanged,
    Session,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from voipmon.core.domain.snapshot import LinkState, ResourceKind
from voipmon.core.domain.verdict import Fate
from voipmon.core.wire.names import Encapsulation

CALL, CONFERENCE = ResourceKind.CALL, ResourceKind.CONFERENCE


@pytest.fixture
def heard():
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def there():
    with platform() as made:
        yield made


def test_from_signing_in_to_signing_out(heard, there):
    there.call("c1")
    assert heard.keeper.link().state is LinkState.SIGNED_OUT
    assert heard.keeper.session is None
    heard.keeper.sign_in(SignIn(server=there.url, username="kim", password=PASSWORD))
    assert heard.keeper.link().state is LinkState.SIGNING_IN
    session = heard.wait(SignedIn).session
    assert session == Session(server=there.url, token=TOKEN, user="Kim")
    assert heard.wait(RosterChanged).whole
    assert set(heard.rows) == {"call:c1"}
    link = heard.keeper.link()
    assert (link.state, link.user, link.server) == (LinkState.LIVE, "Kim", there.url)
    assert heard.keeper.session == session
    assert abs(heard.keeper.clock_offset_s) < 2
    heard.keeper.sign_out()
    assert heard.wait(SignedOut).problem is None
    wait_for(lambda: not heard.rows)
    assert heard.keeper.link().state is LinkState.SIGNED_OUT
    assert [type(fact) for fact in heard.facts[:2]] == [SignedIn, RosterChanged]


def test_changes_arrive(heard, there):
    there.call("c1", "ringing")
    enter(heard, there)
    there.call("c1", "progressing")
    there.call("c2", "ringing")
    wait_for(lambda: len(heard.rows) == 2)
    assert heard.rows["call:c1"].status == "progressing"
    there.call("c3")
    before = time.monotonic()
    heard.keeper.refresh()
    wait_for(lambda: len(heard.rows) == 3)
    assert time.monotonic() - before < 1.5


def test_first_page_is_shown_before_the_others(heard, there):
    for i in range(300):
        there.call(f"c{i}", age_s=i)
    enter(heard, there)
    assert len(heard.said(RosterChanged)[0].rows) == 100
    wait_for(lambda: len(heard.rows) == 300)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"username": "kim", "password": "wrong"}, "net.login"),
        ({"token": "wrong"}, "net.auth"),
        ({"server": "http://192.0.2.1", "token": "x"}, "net.insecure"),
        ({"server": "http://127.0.0.1:1", "token": "x"}, "net.unreachable"),
        ({"server": "?", "token": "x"}, "net.address"),
    ],
)
def test_failure_changes_nothing(heard, there, fields, kind):
    there.call("c1")
    enter(heard, there)
    heard.keeper.sign_in(SignIn(**({"server": there.url} | fields)))
    assert heard.wait(SignInFailed).problem.kind == kind
    assert heard.keeper.session.token == TOKEN
    assert heard.keeper.link().state is LinkState.LIVE
    assert set(heard.rows) == {"call:c1"}


def test_another_account_replaces_the_first(heard, there):
    there.call("c1")
    enter(heard, there)
    with platform() as second:
        second.call("c2")
        heard.keeper.sign_in(SignIn(server=second.url, accesskey=KEY))
        heard.wait(SignedIn, 2)
        wait_for(lambda: set(heard.rows) == {"call:c2"})
        asked = len(there.server.asked)
        assert heard.keeper.link().user == "Firm"
        heard.keeper.refresh()
        wait_for(lambda: second.paths().count("/calls") >= 2)
        assert len(there.server.asked) == asked


def test_questions_are_answered_and_learnt_from(heard, there):
    there.call("c1", tm_progressing="2026-08-22T10:15:30Z")
    there.call("c2", "ringing")
    there.add("conferences", "k1", status="progressing", conferencecall_ids=["1", "2"])
    enter(heard, there)
    wait_for(lambda: len(heard.rows) == 3)
    assert heard.keeper.participants("k1") == 2
    assert heard.keeper.participants("c1") is None
    verdict = heard.keeper.lookup(CONFERENCE, "k1")
    assert (verdict.fate, verdict.participants) == (Fate.LIVE, 2)
    there.call("c1", "hangup", tm_hangup="2026-08-22T10:15:30Z")
    assert heard.keeper.lookup(CALL, "c1").fate is Fate.ENDED
    wait_for(lambda: "call:c1" not in heard.rows)
    del there.lists["calls"]["c2"]
    assert heard.keeper.lookup(CALL, "c2").fate is Fate.GONE
    wait_for(lambda: "call:c2" not in heard.rows)
    assert set(heard.rows) == {"conference:k1"}


def test_newest_wish_wins_over_a_sign_in_under_way(heard, there):
    stuck = threading.Event()
    with platform() as slow:
        slow.fault = lambda _: stuck.wait(5) and None
        heard.keeper.sign_in(SignIn(server=slow.url, token=TOKEN))
        wait_for(lambda: slow.server.asked)
        enter(heard, there)
        assert heard.wait(SignedIn).session.server == there.url
        heard.keeper.sign_in(SignIn(server=slow.url, token=TOKEN))
        wait_for(lambda: len(slow.server.asked) == 2)
        heard.keeper.sign_out()
        heard.wait(SignedOut)
        stuck.set()
    assert len(heard.said(SignedIn)) == 1
    assert not heard.said(SignInFailed)
    assert heard.keeper.link().state is LinkState.SIGNED_OUT


def test_a_sign_in_broken_off_leaves_the_session_in_force(heard, there):
    stuck = threading.Event()
    enter(heard, there)
    heard.wait(RosterChanged)
    with platform() as slow:
        slow.fault = lambda _: stuck.wait(5) and None
        heard.keeper.sign_in(SignIn(server=slow.url, token=TOKEN))
        wait_for(lambda: slow.server.asked)
        assert heard.keeper.link().state is LinkState.SIGNING_IN
        heard.keeper.cancel_sign_in()
        wait_for(lambda: heard.keeper.link().state is LinkState.LIVE)
        stuck.set()
    assert heard.keeper.session.server == there.url
    assert not heard.said(SignedOut)
    assert not heard.said(SignInFailed)


def test_stopping_waits_for_nothing():
    stuck = threading.Event()
    with platform() as slow:
        heard = Listener()
        enter(heard, slow)
        slow.fault = lambda _: stuck.wait(5) and None
        asked = len(slow.server.asked)
        heard.keeper.refresh()
        wait_for(lambda: len(slow.server.asked) > asked)
        began = time.monotonic()
        heard.close()
        assert time.monotonic() - began < 1.5
        stuck.set()


def test_demo_platform(heard):
    with demo_server("--calls", "12") as demo:
        request = SignIn(
            server=demo.url, username=demo.username, password=demo.password
        )
        heard.keeper.sign_in(request)
        heard.wait(RosterChanged)
        wait_for(lambda: any(row.agent for row in heard.rows.values()))
        talking = next(
            row
            for row in heard.rows.values()
            if row.kind is CALL and row.status == "progressing"
        )
        assert heard.keeper.lookup(CALL, talking.id).fate is Fate.LIVE
        sock = heard.keeper.open_socket(CALL, talking.id, Encapsulation.SLN)
        sock.close()
        assert heard.keeper.link().unreadable == 0
