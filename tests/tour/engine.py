"""The engine's client as the tour uses it."""

from tests.tour.secrecy import Watch
from voipmon.core.domain.facts import SignedIn
from voipmon.engine.client import EngineClient, Poll


class WatchedEngine(EngineClient):
    """The engine's client; has every token looked for in logs and argument lists."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def poll(self) -> Poll:
        """Tell the watch of each token that is given to us."""
        news = super().poll()
        for fact in news.facts:
            if isinstance(fact, SignedIn):
                self._watch.add("token", fact.session.token)
        return news
