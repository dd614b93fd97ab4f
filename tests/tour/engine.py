"""The engine's client as the tour uses it."""

from tests.tour.secrecy import Watch
from voipmon.core.domain.facts import SignedIn
from voipmon.engine.client import EngineClient, Poll


class WatchedEngine(EngineClient):
    """The engine's client; has every token looked for in logs and argument lists.

    Attributes:
        orderly: Whether it ended without force.
    """

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch
        self.orderly = True

    def poll(self) -> Poll:
        """Tell the watch of each token that is given to us."""
        news = super().poll()
        for fact in news.facts:
            if isinstance(fact, SignedIn):
                self._watch.add("token", fact.session.token)
        return news

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End it, and remember how that went."""
        self.orderly = super().stop(timeout_s)
        return self.orderly
