"""The roster keeper when the platform refuses, limits, fails or tells tales."""

import itertools
import logging
import threading

import pytest

from tests.support.keeper import Listener, enter
from tests.support.platform import KEY, PASSWORD, TOKEN, platform
from tests.support.rest import Reply, wait_for
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
from voipmon.net.errors import AuthError
from voipmon.net.limiter import LIMIT

CALL = ResourceKind.CALL


@pytest.fixture
def heard():
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def there():
    with platform() as made:
        yield made


def test_resume_needs_no_server_at_first(heard, there, caplog):
    there.fault = lambda _: Reply(503)
    heard.keeper.resume(Session(server=there.url, token=TOKEN, user="Kim"))
    heard.wait(SignedIn)
    wait_for(lambda: heard.keeper.link().problem is not None)
    assert heard.keeper.link().problem.kind == "net.server"
    there.call("c1")
    there.fault = lambda _: None
    wait_for(lambda: heard.rows)
    assert heard.keeper.link().problem is None
    heard.keeper.resume(Session(server=there.url))
    assert heard.wait(SignInFailed).problem.kind == "net.auth"


def test_token_that_expires_in_mid_session(heard, there):
    there.call("c1")
    enter(heard, there)
    there.fault = lambda _: Reply(401)
    problem = heard.wait(SignedOut).problem
    assert (problem.kind, problem.status) == ("net.auth", 401)
    assert heard.keeper.link().state is LinkState.SIGNED_OUT
    wait_for(lambda: not heard.rows)
    asked = len(there.server.asked)
    heard.keeper.refresh()
    assert heard.keeper.lookup(CALL, "c1").fate is Fate.SIGNED_OUT
    with pytest.raises(AuthError):
        heard.keeper.open_socket(CALL, "c1", Encapsulation.SLN)
    assert len(there.server.asked) == asked


def test_expiry_found_by_a_question_ends_the_session(heard, there):
    enter(heard, there)
    there.fault = lambda asked: Reply(401) if asked.path.endswith("c1") else None
    assert heard.keeper.lookup(CALL, "c1").fate is Fate.SIGNED_OUT
    assert heard.wait(SignedOut).problem.kind == "net.auth"


def test_trouble_keeps_the_list_and_passes(heard, there, caplog):
    there.call("c1")
    enter(heard, there)
    there.fault = lambda _: Reply(500)
    wait_for(lambda: heard.keeper.link().problem is not None)
    assert set(heard.rows) == {"call:c1"}
    there.call("c2")
    there.fault = lambda _: None
    wait_for(lambda: len(heard.rows) == 2)
    assert heard.keeper.link().problem is None


def test_storm_of_429_is_answered_by_waiting(heard, there):
    enter(heard, there)
    wait_for(lambda: len(there.server.asked) >= 4)
    times = []

    def refuse(asked):
        times.append(asked.at_s)
        return Reply(429, headers={"Retry-After": "1"})

    there.fault = refuse
    wait_for(lambda: heard.keeper.link().problem is not None)
    assert heard.keeper.link().problem.retry_after_s == 1
    threads = [
        threading.Thread(target=heard.keeper.lookup, args=(CALL, "c", 0.5))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == 1
    wait_for(lambda: len(times) >= 3)
    gaps = [later - at for at, later in itertools.pairwise(times)]
    assert all(gap >= 0.99 for gap in gaps)


def test_budget_holds_while_everybody_asks(heard, there):
    for i in range(1200):
        there.call(f"c{i}", age_s=i)
    heard.keeper.sign_in(SignIn(server=there.url, token=TOKEN))
    heard.wait(RosterChanged)
    threads = [
        threading.Thread(
            target=lambda: [heard.keeper.lookup(CALL, "c1") for _ in range(4)]
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [asked.at_s for asked in there.server.asked]
    assert max(sum(a <= t < a + 1 for t in times) for a in times) <= LIMIT


def test_no_secret_in_logs_or_facts(heard, there, caplog):
    caplog.set_level(logging.DEBUG)
    there.fault = lambda asked: Reply(403) if "agents" in asked.path else None
    for secret in (
        {"username": "kim", "password": PASSWORD},
        {"accesskey": KEY},
        {"token": "wrong-GEHEIM"},
    ):
        heard.keeper.sign_in(SignIn(server=there.url, **secret))
        wait_for(lambda: heard.keeper.link().state is not LinkState.SIGNING_IN)
    there.fault = lambda asked: Reply(
        401, f"{asked.headers.get('authorization')} {asked.query}".encode()
    )
    heard.wait(SignedOut)
    assert "GEHEIM" not in repr(heard.facts) + caplog.text + repr(heard.keeper.link())
