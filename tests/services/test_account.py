import pytest

from tests.support.platform import TOKEN, platform
from voipmon.core.domain.facts import RosterChanged, Session, Trouble
from voipmon.core.domain.snapshot import LinkState, Problem
from voipmon.net.errors import RateLimited, ServerError
from voipmon.net.limiter import RequestBudget
from voipmon.services.account import BACKOFF_MAX_S, STALE_S, Account
from voipmon.services.sign_in import resume


@pytest.fixture
def there():
    with platform() as made:
        yield made


@pytest.fixture
def account(there):
    session = Session(server=there.url, token=TOKEN, user="Kim")
    client = resume(session, RequestBudget())
    yield Account(client, session)
    client.close()


def test_first_list_is_whole_even_if_empty(there, account):
    assert list(account.take_facts()) == []  # nothing was confirmed yet
    account.poller.step()
    assert list(account.take_facts()) == [RosterChanged(whole=True)]
    assert list(account.take_facts()) == []
    there.call("c")
    account.poller.refresh()
    account.poller.step()
    (fact,) = account.take_facts()
    assert isinstance(fact, RosterChanged)
    assert not fact.whole
    assert [row.id for row in fact.rows] == ["c"]


def test_long_lists_come_in_steps(there, account):
    for i in range(100):
        there.call(f"c{i}", owner_id="a")
    account.poller.step()
    list(account.take_facts())
    for i in range(900):
        there.call(f"d{i}", age_s=20 + i, owner_id="a")
    account.poller.refresh()
    while len(account.poller.roster.rows()) < 1000:
        account.poller.step()
        facts = list(account.take_facts())
        assert all(len(fact.rows) <= 200 for fact in facts)


def test_troubles_are_told(account):
    account.poller.troubles.append(Problem(kind="net.server"))
    assert list(account.take_facts()) == [Trouble(problem=Problem(kind="net.server"))]


def test_back_off_grows_and_ends(account):
    delays = []
    for _ in range(9):
        account.failed(ServerError("x"), 100.0)
        delays.append(account.retry_s - 100.0)
    assert 0.25 <= delays[0] <= 0.5
    assert all(BACKOFF_MAX_S / 2 <= delay <= BACKOFF_MAX_S for delay in delays[5:])
    account.succeeded()
    account.failed(ServerError("x"), 100.0)
    assert account.retry_s <= 100.5


def test_server_wish_is_kept(account):
    account.failed(RateLimited("x", retry_after_s=40), 100.0)
    assert 140 <= account.retry_s <= 144


def test_freshness(account):
    began_s = account._since_s
    assert account.link(began_s).state is LinkState.LIVE
    assert account.link(began_s).age_s is None
    assert account.link(began_s + STALE_S + 1).state is LinkState.STALE
    account.poller.step()
    confirmed_s = account.poller.confirmed_s
    link = account.link(confirmed_s + 3)
    assert (link.state, link.age_s, link.user) == (LinkState.LIVE, 3, "Kim")
    assert link.requests == 1
    assert account.link(confirmed_s + STALE_S + 1).state is LinkState.STALE
    account.failed(ServerError("x"), confirmed_s)
    assert account.link(confirmed_s).problem.kind == "net.server"
    account.succeeded()
    assert account.link(confirmed_s).problem is None
