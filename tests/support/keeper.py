"""A `RosterKeeper` with somebody who listens to it."""

from tests.support.platform import TOKEN
from tests.support.rest import wait_for
from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.facts import RosterChanged
from voipmon.net.limiter import RequestBudget
from voipmon.services.roster import RosterKeeper


class Listener:
    """A keeper, what it published, and the list as a window would show it."""

    def __init__(self) -> None:
        self.facts = []
        self.rows = {}
        self.crashes = []
        self.keeper = RosterKeeper(
            budget=RequestBudget(),
            publish=self._note,
            on_crash=lambda *crash: self.crashes.append(crash),
        )
        self.keeper.start()

    def _note(self, fact):
        if isinstance(fact, RosterChanged):
            if fact.whole:
                self.rows.clear()
            for key in fact.removed:
                del self.rows[key]
            self.rows.update({row.key: row for row in fact.rows})
        self.facts.append(fact)

    def said(self, kind):
        return [fact for fact in list(self.facts) if isinstance(fact, kind)]

    def wait(self, kind, count: int = 1):
        wait_for(lambda: len(self.said(kind)) >= count)
        return self.said(kind)[count - 1]

    def close(self):
        self.keeper.request_stop()
        assert self.keeper.join(2)
        assert not self.crashes


def enter(heard, there):
    heard.keeper.sign_in(SignIn(server=there.url, token=TOKEN))
    heard.wait(RosterChanged)
