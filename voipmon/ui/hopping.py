"""From call to call: the next in view by one key, kept ready before, or by itself."""

import math
from collections.abc import Callable, Iterator, Sequence

from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.snapshot import EndCause, ResourceKind, StreamState
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.listening import Listening
from voipmon.ui.scan import SILENT_S, Scan
from voipmon.ui.state import WindowState
from voipmon.ui.taps import TapPlan, after, neighbours
from voipmon.ui.widgets.message_bar import MessageStack, Notice

TAPS = 2  # calls kept ready unless set otherwise
BACK_S = 3.0  # of the past with which a call kept ready begins
NOWHERE = "There is no other answered call in this view to hop to."
_LOOK_S = 0.25  # between two looks at the list
_TALKERS = 2  # fewer in a room, and there is no sound


class Hopping:
    """Owned by the main window; keeps the taps, does the hops, scans.

    Args:
        order: Keys of the rows in view from the top, whether live or not.
        say: Shows a sentence to the supervisor.
        show: Shows the row of a key in the list.
        note: Writes a sentence into the activity log.
        messages: Where scanning is told.

    Attributes:
        back_s: Seconds of the past with which a call kept ready begins.
    """

    def __init__(
        self,
        listening: Listening,
        state: WindowState,
        *,
        order: Callable[[], Sequence[str]],
        say: Callable[[str], None],
        show: Callable[[str], None],
        note: Callable[[str], None],
        messages: MessageStack,
    ) -> None:
        self._listening = listening
        self._state = state
        self._order = order
        self._say = say
        self._show = show
        self._note = note
        self._messages = messages
        self._plan = TapPlan(TAPS)
        self._scan = Scan()
        self._scanned: Card | None = None  # what scanning selected
        self._since_look_s = 0.0
        self.back_s = BACK_S

    @property
    def taps(self) -> int:
        """Most calls kept ready at once, 0 for none."""
        return self._plan.limit

    @taps.setter
    def taps(self, limit: int) -> None:
        self._plan.limit = limit

    @property
    def scanning(self) -> bool:
        """Hopping by itself."""
        return self._scan.on

    # -- hops ------------------------------------------------------------------------

    def hop(self, step: int) -> None:
        """To the next call in view, or the one before for -1."""
        self.stop_scan()
        order = self._order()
        found = next(self._targets(order, step), None)
        if found is None:
            self._say(NOWHERE)
            return
        key, around = found
        self._go(key, order)
        if around:
            ends = ("end", "top") if step > 0 else ("top", "end")
            self._say("The {} of the list was reached: on from the {}.".format(*ends))

    def _go(self, key: str, order: Sequence[str]) -> None:
        left = self._anchor()
        stays = neighbours(order, key, self._worth_hearing, self.taps)
        keep = left is not None and not left.closed and left.key in stays
        row = self._state.rows[key]
        self._note(f"Hopped to {wording.talk_of(row, row.kind)}")
        self._listening.hop(key, back_s=self.back_s, keep=keep)
        self._show(key)
        self._since_look_s = math.inf

    def _anchor(self) -> Card | None:
        """The card from whose row hops are counted, and which they replace."""
        cards = self._state.cards
        return self._state.selected or (cards[-1] if cards else None)

    def _targets(self, order: Sequence[str], step: int) -> Iterator[tuple[str, bool]]:
        anchor = self._anchor()
        for key, around in after(order, anchor.key if anchor else "", step):
            if self._state.card_of(key) is None and self._worth_hearing(key):
                yield key, around and anchor is not None and anchor.key in order

    def _worth_hearing(self, key: str) -> bool:
        row = self._state.rows.get(key)
        return row is not None and answered(row)

    # -- taps ------------------------------------------------------------------------

    def tick(self, dt_s: float) -> None:
        """A tick of the clock went by."""
        state = self._state
        self._listening.follow()
        for tap in list(state.taps):
            if tap.closed:
                if tap.cause is not EndCause.ENDED:
                    self._plan.refuse(tap.key)
                self._listening.opening.let_go(tap)
        self._since_look_s += dt_s
        if self._since_look_s >= _LOOK_S:
            since_s = _LOOK_S if math.isinf(self._since_look_s) else self._since_look_s
            self._since_look_s = 0.0
            self._keep_ready(since_s)
        self._tick_scan(dt_s)

    def _keep_ready(self, since_s: float) -> None:
        state = self._state
        if state.engine_dead or state.stale or state.pause is not None:
            return  # what the list says is not believed now, or nobody is there
        opened, closed = self._plan.step(
            since_s, self._neighbourhood(), [tap.key for tap in state.taps]
        )
        for key in closed:
            if tap := state.tap_of(key):
                self._listening.opening.let_go(tap)
        if opened is not None:
            self._listening.opening.keep_ready(state.rows[opened])

    def _neighbourhood(self) -> list[str]:
        anchor = self._anchor()
        if anchor is None or self.taps <= 0 or not self._state.signed_in:
            return []
        return neighbours(self._order(), anchor.key, self._may_keep, self.taps)

    def _may_keep(self, key: str) -> bool:
        if not self._worth_hearing(key) or not self._plan.may(key):
            return False  # most of a long list: asked first
        return self._state.card_of(key) is None

    # -- scan ------------------------------------------------------------------------

    def toggle_scan(self) -> None:
        """Hop by itself, or no more."""
        if self._scan.on:
            self.stop_scan()
            return
        if self._anchor() is None:
            self.hop(1)
        if self._anchor() is None:
            return
        if self._state.selected is None:
            self._listening.select(self._anchor())
        self._scanned = self._state.selected
        self._scan.start()
        self._note("Scanning began")
        self._tell_scan()

    def stop_scan(self) -> None:
        """Stay with the call that is heard."""
        if self._scan.on:
            self._scan.stop()
            self._state.scan_s = None
            self._messages.clear("scan")
            self._note("Scanning ended")

    def _tick_scan(self, dt_s: float) -> None:
        state = self._state
        if not self._scan.on:
            return
        card = state.selected
        gone = not state.signed_in or state.pause is not None
        if card is None or card is not self._scanned or gone:
            self.stop_scan()
            return
        if self._scan.step(dt_s, card.quiet_s):
            order = self._order()
            targets = (key for key, _ in self._targets(order, 1))
            key = next((key for key in targets if not self._silent(key)), None)
            if key is not None:
                self._go(key, order)
                self._scanned = state.selected
            self._scan.hopped()
        self._tell_scan()

    def _silent(self, key: str) -> bool:
        """Known to be without speech; only of a call kept ready anything is known."""
        tap = self._state.tap_of(key)
        return (
            tap is not None
            and tap.snap is not None
            and tap.snap.state is StreamState.STREAMING
            and tap.quiet_s >= SILENT_S
        )

    def _tell_scan(self) -> None:
        left_s = max(0.0, self._scan.left_s)
        self._state.scan_s = left_s
        text = (
            f"Scanning, next call in {math.ceil(left_s)} s. Any key or click stops it."
        )
        self._messages.say(
            Notice(key="scan", text=text, icon="scan", tone="accent", lasting=True)
        )


def answered(row: RosterRow) -> bool:
    """People talk there: a call that was answered, a room with at least two."""
    if row.kind is ResourceKind.CONFERENCE:
        return row.live and row.participants >= _TALKERS
    return row.live and row.answered_s is not None
