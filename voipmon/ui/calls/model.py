"""The rows of the table, in an order of its own; changes are announced as ranges."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.ui import wording
from voipmon.ui.calls.columns import HEADERS, Column
from voipmon.ui.calls.matching import matches
from voipmon.ui.card import Card
from voipmon.ui.state import WindowState
from voipmon.ui.stream_words import row_stream_word
from voipmon.ui.tap_words import tap_word

_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class Row:
    """One line: what the roster says, and the card that listens to it."""

    key: str
    roster: RosterRow
    card: Card | None = None
    gone: bool = False  # left the list while the order rests
    metered: bool = False  # a level was announced, so its end must be, too


class CallsModel(QAbstractTableModel):
    """Owned by the calls panel, fed from the window's state by `sync` and `tick`."""

    def __init__(self, state: WindowState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._rows: list[Row] = []
        self._needle = ""
        self._column = Column.TIME
        self._descending = True
        self.resting = False  # True: rows neither move nor vanish
        self.owed = 0  # changes of order held back while resting

    # -- for the panel ---------------------------------------------------------------

    def row_at(self, index: int) -> Row | None:
        """The row shown at a place."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def keys(self) -> list[str]:
        """What is shown, from the top; some may have left the list."""
        return [row.key for row in self._rows]

    def place_of(self, key: str) -> int:
        """Where a key is shown, -1 if it is not."""
        found = (i for i, row in enumerate(self._rows) if row.key == key)
        return next(found, -1)

    @property
    def state(self) -> WindowState:
        """What the rows are drawn from."""
        return self._state

    def filter(self, text: str) -> None:
        """Show only rows that contain every word of `text`."""
        self._needle = text.casefold()
        self.sync(force=True)

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Sort by a column; equal rows keep their order."""
        self._column = Column(column)
        self._descending = order is Qt.SortOrder.DescendingOrder
        self.sync(force=True)

    def sync(self, *, force: bool = False) -> None:
        """Make the rows what the state says, without a reset."""
        rows = self._state.rows
        wanted = [key for key, row in rows.items() if matches(row, self._needle)]
        by = self._sort_key()
        wanted.sort(key=lambda key: by(rows[key]), reverse=self._descending)
        self._refresh(rows)
        if self.resting and not force and rows:  # signed out, nothing has "Ended"
            self._append(wanted)
            shown = [row.key for row in self._rows]
            self.owed = sum(a != b for a, b in zip(shown, wanted, strict=False))
            self.owed += abs(len(shown) - len(wanted))
            return
        self.owed = 0
        self._remove(set(wanted))
        self._reorder(wanted)
        self._insert(wanted)

    def tick(self, first: int, last: int, *, second: bool) -> None:
        """Announce what moves by itself over the visible rows `first`..`last`."""
        last = min(last, len(self._rows) - 1)
        if last < first or first < 0:
            return
        role = [Qt.ItemDataRole.DisplayRole]
        if second:
            corners = self.index(first, Column.TIME), self.index(last, Column.TIME)
            self.dataChanged.emit(*corners, role)
        cards = {card.key: card for card in self._state.cards}
        meters = self._state.meters
        whole, moving, metered = [], [], []
        for place in range(first, last + 1):
            row = self._rows[place]
            card = cards.get(row.key)
            was_metered, row.metered = row.metered, row.key in meters
            if card is not row.card:
                row.card = card
                whole.append(place)
            elif card is not None:
                moving.append(place)
            elif row.metered or was_metered:
                metered.append(place)
        self._announce(whole, Column.STATE)
        self._announce(moving, Column.TIME)  # as on the card, to the second
        self._announce(metered, Column.LISTENING)

    # -- Qt's questions --------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:  # hidden, but read out
            row = self.row_at(section)
            named = row is not None and role == Qt.ItemDataRole.DisplayRole
            return wording.who(row.roster) if row and named else None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if section == Column.TIME:
                side = Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.text(row, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            if wording.row_word(row.roster).text == "Ringing":
                return "Not answered yet. Listen as soon as it is answered?"
            return self.text(row, Column(index.column()))
        return None

    def text(self, row: Row, column: Column) -> str:
        """A cell in words, as it is painted and read out."""
        roster = row.roster
        match column:
            case Column.STATE:
                return self.word(row).text
            case Column.WHO:
                return wording.who(roster)
            case Column.OTHER:
                return wording.other(roster)
            case Column.DIRECTION:
                return wording.direction(roster).text
            case Column.TIME:
                seconds = wording.row_seconds(roster, self._state.server_now_s())
                return "" if seconds is None else wording.span(seconds)
            case Column.LISTENING:
                word = self.listening(row)
                return word.text if word else ""
        meter = self._state.meters.get(row.key)
        return wording.level(meter.needle.rms) if meter else ""

    def word(self, row: Row) -> wording.Word:
        """State of a row; one that left while the order rests has ended."""
        return wording.ENDED if row.gone else wording.row_word(row.roster)

    def listening(self, row: Row) -> wording.Word | None:
        """What is done with a row's call: heard, kept ready, or None."""
        if row.card is not None:
            return row_stream_word(row.card, self._state)
        return tap_word(self._state, row.key)

    # -- order -----------------------------------------------------------------------

    def _sort_key(self) -> Callable[[RosterRow], Any]:
        state = self._state
        keys: dict[Column, Callable[[RosterRow], Any]] = {
            Column.STATE: wording.row_rank,
            Column.WHO: lambda row: wording.who(row).casefold(),
            Column.OTHER: lambda row: wording.other(row).casefold(),
            Column.DIRECTION: lambda row: row.direction,
            Column.TIME: lambda row: (  # by the beginning: ended calls keep their place
                row.kind is ResourceKind.CALL,
                -(row.answered_s or row.started_s or math.inf),
            ),
            Column.LISTENING: lambda row: state.card_of(row.key) is not None,
            Column.LEVEL: lambda row: row.key in state.meters,
        }
        return keys[self._column]

    def _announce(self, places: list[int], column: Column) -> None:
        """Cells from `column` to the right have changed in these rows."""
        for first, last in runs(places):
            corners = self.index(first, column), self.index(last, Column.LEVEL)
            self.dataChanged.emit(*corners, [Qt.ItemDataRole.DisplayRole])

    def _refresh(self, rows: dict[str, RosterRow]) -> None:
        changed = []
        for place, row in enumerate(self._rows):
            fresh = rows.get(row.key)
            gone = fresh is None
            if gone != row.gone or (fresh is not None and fresh is not row.roster):
                row.gone = gone
                row.roster = fresh or row.roster
                changed.append(place)
        self._announce(changed, Column.STATE)

    def _remove(self, keep: set[str]) -> None:
        leaving = [i for i, r in enumerate(self._rows) if r.key not in keep]
        for first, last in reversed(list(runs(leaving))):
            self.beginRemoveRows(_ROOT, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, order: list[str]) -> None:
        place = {key: number for number, key in enumerate(order)}
        rows = sorted(self._rows, key=lambda row: place[row.key])
        if rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        to = {id(row): number for number, row in enumerate(rows)}
        old = self.persistentIndexList()
        new = [self.index(to[id(self._rows[i.row()])], i.column()) for i in old]
        self._rows = rows
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _insert(self, wanted: list[str]) -> None:
        have = {row.key for row in self._rows}
        arrivals = [i for i, key in enumerate(wanted) if key not in have]
        for first, last in runs(arrivals):
            self.beginInsertRows(_ROOT, first, last)
            self._rows[first:first] = map(self._new, wanted[first : last + 1])
            self.endInsertRows()

    def _append(self, wanted: list[str]) -> None:
        have = {row.key for row in self._rows}
        arrivals = [self._new(key) for key in wanted if key not in have]
        if arrivals:
            end = len(self._rows)
            self.beginInsertRows(_ROOT, end, end + len(arrivals) - 1)
            self._rows += arrivals
            self.endInsertRows()

    def _new(self, key: str) -> Row:
        return Row(key, self._state.rows[key], card=self._state.card_of(key))


def runs(numbers: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Ascending numbers as closed ranges: 1, 2, 5 gives (1, 2), (5, 5)."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last
