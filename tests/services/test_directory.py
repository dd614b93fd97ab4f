import time

import pytest

from tests.support.demo import demo_server
from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.net.errors import LoginRejected, RateLimited, Unreachable
from voipmon.services import directory


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "5", "--calls", "130", "--no-rate-limit") as server:
        yield server


def request(demo, password=None):
    return SignIn(
        server=demo.url,
        username=demo.username,
        password=demo.password if password is None else password,
    )


def test_every_live_call_over_all_pages_and_no_ended_one(demo):
    listing = directory.live(request(demo), ResourceKind.CALL)
    truth = {c["id"] for c in demo.world()["calls"] if c["status"] != "hangup"}
    listed = {row.id for row in listing.rows}
    # calls begin and end while the lists are walked
    assert len(truth ^ listed) <= 6
    assert len(listed) > 100
    assert all(row.live for row in listing.rows)
    assert listing.unreadable == 0
    started = [row.started_s for row in listing.rows]
    assert started == sorted(started, reverse=True)


def test_conferences_with_their_participants(demo):
    listing = directory.live(request(demo), ResourceKind.CONFERENCE)
    names = {row.name: row.participants for row in listing.rows}
    assert names["Morning stand-up"] >= 2
    assert names["Empty room"] == 0


def test_a_server_that_is_busy_is_waited_for(demo):
    demo.fault("status", code=429, retry_after=1, path="/v1.0/calls", times=2)
    begun = time.monotonic()
    listing = directory.live(request(demo), ResourceKind.CALL)
    assert time.monotonic() - begun >= 2
    assert listing.rows


def test_patience_has_an_end():
    asked = []

    def ask():
        asked.append(1)
        raise RateLimited(retry_after_s=directory.PATIENCE_S + 1)

    with pytest.raises(RateLimited):
        directory.patiently(ask)
    assert len(asked) == 1


def test_reaching_and_signing_in_are_told_apart(demo):
    assert directory.ping(request(demo)) == demo.url
    assert directory.who(request(demo))
    with pytest.raises(LoginRejected):
        directory.who(request(demo, password="wrong"))
    with pytest.raises(Unreachable):
        directory.ping(SignIn(server="http://127.0.0.1:9"))
