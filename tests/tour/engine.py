"""The engine's client as the tour uses it."""

import msgspec

from tests.tour.secrecy import Watch
from voipmon.core.domain.commands import Command, Listen
from voipmon.core.domain.facts import SignedIn
from voipmon.core.wire.names import Encapsulation
from voipmon.engine.client import EngineClient, Poll


class ChosenEngine(EngineClient):
    """The engine's client; opens streams in the encapsulation the visitor chose.

    An installation offers all three at once, so the window has no control for it.
    """

    encapsulation = Encapsulation.SLN

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

    def send(self, command: Command) -> None:
        """Put the chosen encapsulation into orders to listen."""
        if isinstance(command, Listen):
            command = msgspec.structs.replace(command, encapsulation=self.encapsulation)
        super().send(command)
