"""Tells of calls that closed while the banner speaks of another one."""

from PySide6.QtCore import QObject

from voipmon.ui import wording
from voipmon.ui.access.announce import announce
from voipmon.ui.card import Card
from voipmon.ui.state import WindowState
from voipmon.ui.stream_words import short


class Closings:
    """Asked on every tick; each closing is told once, also after a retry.

    Args:
        source: The widget that the announcements are about.
    """

    def __init__(self, state: WindowState, source: QObject) -> None:
        self._state = state
        self._source = source
        self._told: set[int] = set()

    def follow(self) -> None:
        """Announce what closed since the last time."""
        closed = {card.stream_id: card for card in self._state.cards if card.closed}
        by_banner = not any(self._state.listened())
        for stream_id in closed.keys() - self._told:
            if not by_banner:
                announce(self._source, closing(closed[stream_id]))
        self._told = set(closed)


def closing(card: Card) -> str:
    """What happened to which call, whether or not its last is replayed still."""
    talk = wording.talk_of(card.row, card.kind)
    what = short(wording.CLOSED[card.cause]).text if card.cause else ""
    return f"{talk[0].upper()}{talk[1:]}: {what}"
