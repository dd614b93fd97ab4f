"""The table itself: one click or Enter asks to listen, arrows only move."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from voipmon.ui.calls.columns import Column
from voipmon.ui.calls.delegate import CallsDelegate, row_height
from voipmon.ui.calls.header import PAD, CallsHeader
from voipmon.ui.calls.model import CallsModel
from voipmon.ui.calls.type_ahead import TypeAhead
from voipmon.ui.keys import hints
from voipmon.ui.theme import Theme, font

_REST_MS = 3000  # the order rests for so long after the pointer moved
_SAMPLES = {
    Column.STATE: "Talking.",
    Column.DIRECTION: "Outgoing",
    Column.TIME: "00:00:00 ",
    Column.LISTENING: "Reconnecting",
    Column.LEVEL: "LevelLe",
}  # the longest word of each column of fixed width
_WITH_ICON = {Column.STATE, Column.DIRECTION, Column.LISTENING}
_ICON_ROOM = 24  # [px]
_NARROW = 48  # average characters: below, the direction is an arrow alone
_SHORT_LEVEL = 28  # [px] of the meter then
_WHO = 0.45  # of the free room: the other party has a name and a number
_WHO_MOST = 30  # average characters: names are seldom longer
_NUMBER = "+15555310198"  # a caller without a name; no digit of it may be cut


class CallsView(QTableView):
    """Emits `listen_wanted(key, add)`; never listens because the selection moved."""

    listen_wanted = Signal(str, bool)
    rested = Signal(bool)  # the pointer moves over the rows: keep them where they are

    def __init__(self, model: CallsModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("calls_table")
        self.setAccessibleName("Calls and conferences")
        self.name_keys()
        self._model = model
        self._delegate = CallsDelegate(model, theme, self)
        self._theme = theme
        self._widths: dict[Column, int] = {}
        self.own_widths: dict[Column, int] = {}  # [px] as the supervisor dragged them
        self.sharing = False  # widths are set by `share_room`, not dragged
        self._pressed = ""
        self._ahead = TypeAhead(model, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(lambda: self.rested.emit(False))
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self._lay_out()
        theme.changed.connect(self.viewport().update)

    def _lay_out(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(20)
        rows.setDefaultSectionSize(row_height())
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = CallsHeader(self._theme, self)
        self.setHorizontalHeader(header)
        header.setFixedHeight(row_height())
        header.setSortIndicator(Column.TIME, Qt.SortOrder.DescendingOrder)
        metrics = QFontMetrics(font())
        for column in Column:
            if sample := _SAMPLES.get(column):
                width = metrics.horizontalAdvance(sample) + 2 * PAD
                width += _ICON_ROOM if column in _WITH_ICON else 0
                self._widths[column] = width
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(column, width)
        header.setSectionResizeMode(Column.WHO, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.OTHER, QHeaderView.ResizeMode.Stretch)
        strong = QFontMetrics(font(weight=QFont.Weight.DemiBold))
        self._number = strong.horizontalAdvance(_NUMBER) + 2 * PAD + 2
        self.setSortingEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_room()

    def set_row_height(self, height: int) -> None:
        """Make every row so high, higher where the letters need it [px]."""
        self.verticalHeader().setDefaultSectionSize(row_height(height))

    def share_room(self) -> None:
        """Names get what the words leave; when that is little, icons must do.

        What was dragged stays as long as the numbers still have room.
        """
        character = QFontMetrics(font()).averageCharWidth()
        header = self.horizontalHeader()
        shown = {c for c in Column if not header.isSectionHidden(c)}
        own = {c: px for c, px in self.own_widths.items() if c in shown}
        usual = {c: px for c, px in self._widths.items() if c in shown}
        room = self.viewport().width()
        dragged = usual | own
        if room - sum(dragged.values()) < self._number:
            own, dragged = {}, usual
        widths = dict(dragged)
        words = sum(px for column, px in widths.items() if column is not Column.WHO)
        narrow = room - words < _NARROW * character
        if narrow:
            short = {
                Column.DIRECTION: 2 * PAD + _ICON_ROOM,
                Column.LEVEL: 2 * PAD + _SHORT_LEVEL,
            }
            widths |= {c: px for c, px in short.items() if c in shown and c not in own}
        if Column.WHO not in own:
            left = room - sum(widths.values())
            most = min(round(_WHO * left), _WHO_MOST * character)
            widths[Column.WHO] = max(most, self._number)
        self._delegate.narrow = narrow
        self.sharing = True
        for column, width in widths.items():
            if width != self.columnWidth(column):
                self.setColumnWidth(column, width)
        self.sharing = False

    def name_keys(self) -> None:
        """Tell readers what the keys of now do."""
        does = {
            "list.listen": "listens to the row in place of the selected card",
            "list.add": "adds a card",
        }
        told = [
            f"{hints.key(act)} {what}" for act, what in does.items() if hints.key(act)
        ]
        self.setAccessibleDescription(", ".join(told))

    def current_key(self) -> str:
        """The row the keyboard stands on, "" if none."""
        row = self._model.row_at(self.currentIndex().row())
        return row.key if row else ""

    def go_to(self, key: str) -> None:
        """Stand on a row, if it is shown; it is scrolled to."""
        place = self._model.place_of(key)
        if place >= 0:
            column = max(0, self.currentIndex().column())
            self.setCurrentIndex(self._model.index(place, column))

    def visible_rows(self) -> tuple[int, int]:
        """First and last row that can be seen; (0, -1) if there is none."""
        count = self._model.rowCount()
        if not count:
            return 0, -1
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        return first, count - 1 if last < 0 else last

    # -- mouse -----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        index = self.indexAt(event.position().toPoint())
        row = self._model.row_at(index.row())
        self._pressed = row.key if row else ""
        if index.isValid():
            self.setCurrentIndex(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        pressed, self._pressed = self._pressed, ""
        row = self._model.row_at(self.indexAt(event.position().toPoint()).row())
        if row is not None and row.key == pressed:  # it did not slide away
            add = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.listen_wanted.emit(pressed, add)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two clicks, the second finds the row in use

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        self.rested.emit(True)
        self._rest.start()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self._hover(-1)
            self._rest.stop()
            self.rested.emit(False)
        return super().viewportEvent(event)

    def _hover(self, place: int) -> None:
        before, self._delegate.hovered = self._delegate.hovered, place
        for changed in {before, place} - {-1}:
            if before != place:
                self._update_row(changed)

    def _update_row(self, place: int) -> None:
        top = self.rowViewportPosition(place)
        self.viewport().update(0, top, self.viewport().width(), self.rowHeight(place))

    # -- keyboard --------------------------------------------------------------------

    def listen_to_current(self, *, add: bool) -> None:
        """Ask to listen to the row that the keyboard stands on."""
        if key := self.current_key():
            self.listen_wanted.emit(key, add)

    def moveCursor(
        self,
        cursorAction: QAbstractItemView.CursorAction,  # noqa: N803 - Qt's name
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """Home and End go to the first and last row, not along the cells of one."""
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: self._model.rowCount() - 1,
        }
        if cursorAction in ends:
            column = max(0, self.currentIndex().column())
            return self._model.index(ends[cursorAction], column)
        return super().moveCursor(cursorAction, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Digits find a number; letters are keys."""
        place = self._ahead.find(search, self.currentIndex().row())
        if place >= 0:
            column = max(0, self.currentIndex().column())
            self.setCurrentIndex(self._model.index(place, column))
