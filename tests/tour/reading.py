"""The window's own parts, by name: rows, cards, banner, bars."""

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton, QWidget

from tests.tour.eye import Eye, middle_of, on_screen
from tests.tour.report import CheckError
from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.snapshot import StreamSnapshot
from voipmon.ui.calls.columns import Column
from voipmon.ui.calls.view import CallsView
from voipmon.ui.streams.card import CardWidget
from voipmon.ui.widgets.banner import Banner
from voipmon.ui.widgets.message_bar import MessageBar

W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True, kw_only=True)
class CardShown:
    """One card as it is to be read; `snap` holds the figures behind it."""

    key: str
    who: str
    word: str
    detail: str
    note: str
    technical: str
    heard: bool
    closed: bool
    snap: StreamSnapshot | None

    def __str__(self) -> str:
        parts = (self.word, self.detail, self.note, self.technical)
        return f"{self.who}: " + ", ".join(filter(None, parts))


class Reading:
    """Questions to the window. Methods run on the GUI thread, through `Eye.ask`."""

    def __init__(self, eye: Eye) -> None:
        self._eye = eye

    def banner(self) -> str:
        """The sentence on top."""
        return self._eye.find(Banner, "banner").text

    def words(self, name: str) -> str:
        """What the widget with this object name says, "" if it is not shown."""
        if not self._eye.shown(name):
            return ""
        return words_of(self._eye.find(QWidget, name))

    def bars(self) -> list[str]:
        """Texts of the message bars."""
        return [
            label.text()
            for label in self._everywhere(QLabel)
            if label.objectName() == "message_text" and label.isVisible()
        ]

    def action_of(self, words: str) -> tuple[int, int] | None:
        """Screen place of the button of the message with these words."""
        for bar in self._everywhere(MessageBar):
            if bar.isVisible() and words in words_of(bar):
                button = bar.findChild(QWidget, "message_action")
                return middle_of(button) if button is not None else None
        return None

    def row_word(self, key: str, column: Column) -> str:
        """What a row says in a column, "" if it is not there."""
        model = self._table().model()
        known = key in model.keys()  # noqa: SIM118 - a method of its own
        place = model.place_of(key) if known else -1
        return str(model.index(place, column).data() or "") if place >= 0 else ""

    def output(self) -> str:
        """State of the output device, with its figures."""
        output = self._table().model().state.output
        return f"output {output.state.value}, {output.underruns} underruns"

    def empty_words(self) -> str:
        """What stands in the table in place of rows."""
        return words_of(self._table().findChild(QWidget, "empty_text"))

    def empty_action(self) -> tuple[int, int]:
        """Screen place of the button below these words."""
        button = self._table().findChild(QWidget, "empty_action")
        if button is None or not button.isVisible():
            raise CheckError("nothing can be done about the empty table")
        return middle_of(button)

    def rows(self) -> list[RosterRow]:
        """Calls and conferences in the table, from the top."""
        model = self._table().model()
        rows = (model.row_at(place) for place in range(model.rowCount()))
        return [row.roster for row in rows if row is not None]

    def times(self) -> list[str]:
        """What the rows' time column says, from the top."""
        return [self.row_word(row.key, Column.TIME) for row in self.rows()]

    def device_count(self) -> int:
        """Of the outputs that the window knows."""
        return len(self._table().model().state.devices)

    def row_place(self, key: str) -> tuple[int, int]:
        """Screen place of a row, scrolled into view."""
        view = self._table()
        for place, row in enumerate(self.rows()):
            if row.key == key:
                index = view.model().index(place, 1)
                view.scrollTo(index)
                return on_screen(view.viewport(), view.visualRect(index).center())
        raise CheckError(f"the table has no row {key}")

    def current_key(self) -> str:
        """The row that the keyboard stands on."""
        return self._table().current_key()

    def cards(self) -> list[CardShown]:
        """The cards from the top."""
        widgets = (w for w in self._everywhere(CardWidget) if w.isVisible())
        return [_shown(w) for w in sorted(widgets, key=lambda w: w.objectName())]

    def card(self, key: str) -> CardShown | None:
        """The card of a row, None if there is none."""
        return next((card for card in self.cards() if card.key == key), None)

    def card_part(self, key: str, name: str) -> tuple[int, int]:
        """Screen place of a button or slider of a card."""
        return middle_of(self._part(key, name))

    def card_part_at(self, key: str, name: str, share: float) -> tuple[int, int]:
        """Screen place in a part of a card: 0 its left edge, 1 its right one."""
        part = self._part(key, name)
        at = QPoint(round(share * part.width()), part.height() // 2)
        return on_screen(part, at)

    def card_words(self, key: str, name: str) -> str:
        """What a part of a card says."""
        return words_of(self._part(key, name))

    def _part(self, key: str, name: str) -> QWidget:
        for widget in self._everywhere(CardWidget):
            if widget.card.key == key and widget.isVisible():
                part = widget.findChild(QWidget, name)
                if part is not None:
                    return part
        raise CheckError(f"no card {key} with {name}")

    def menu_place_or_none(self, action_name: str) -> tuple[int, int] | None:
        """Screen place of an entry of the open menu, None while none is open."""
        for menu in self._everywhere(QMenu):
            action = menu.findChild(QAction, action_name)
            if action is not None and menu.isVisible():
                return on_screen(menu, menu.actionGeometry(action).center())
        return None

    def menu_place(self, action_name: str) -> tuple[int, int]:
        """Screen place of an entry of the open menu."""
        place = self.menu_place_or_none(action_name)
        if place is None:
            raise CheckError(f"no open menu has {action_name}")
        return place

    def brightness(self) -> float:
        """Mean lightness of the window's middle, 0..255."""
        window = self._eye.find(CallsView, "calls_table").window()
        image = window.grab().toImage().scaled(64, 64)
        return sum(
            image.pixelColor(QPoint(x, y)).lightness()
            for x in range(64)
            for y in range(64)
        ) / (64 * 64)

    def _table(self) -> CallsView:
        return self._eye.find(CallsView, "calls_table")

    @staticmethod
    def _everywhere(kind: type[W]) -> list[W]:
        found: list[W] = []
        for top in QApplication.topLevelWidgets():
            if isinstance(top, kind):
                found.append(top)
            found += top.findChildren(kind)
        return found


def words_of(widget: QWidget | None) -> str:
    """What a widget says, as a person sees it; "" if it is hidden or not there."""
    if widget is None or not widget.isVisible():
        return ""
    if isinstance(widget, QLabel | QToolButton):
        return widget.text()
    labels = (label for label in widget.findChildren(QLabel) if label.isVisible())
    parts = (label.text() for label in labels)
    return " ".join(filter(None, parts)) or widget.accessibleName()


def _shown(widget: CardWidget) -> CardShown:
    def text(name: str) -> str:
        return words_of(widget.findChild(QWidget, name))

    card = widget.card
    return CardShown(
        key=card.key,
        who=text("who_label"),
        word=text("state_label"),
        detail=text("detail_label"),
        note=text("note_label"),
        technical=text("codec_label"),
        heard=card.heard,
        closed=card.closed,
        snap=card.snap,
    )
