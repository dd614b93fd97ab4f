"""The tab: the marks, and what can be done with the one that is selected."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from voipmon.ui.card import Card
from voipmon.ui.keys import hints
from voipmon.ui.marks.mark import Mark, as_text, out_of_reach
from voipmon.ui.marks.model import Column, MarksModel
from voipmon.ui.state import WindowState
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.empty_words import EmptyWords
from voipmon.ui.widgets.plain_table import PlainTable

_SAMPLES: dict[int, str] = {
    Column.TIME: "00:00:00",
    Column.CALL: "Mrs Whitfield-Oyelaran · +1 415 555 0142",
    Column.REPLAY: "older than 60 s",
}  # about the longest word of each column of fixed width
_LOOK_S = 0.5  # between two looks at what can be replayed
_EMPTY = "They are kept in memory and forgotten when you sign out."


class MarksTab(QWidget):
    """Marks of this session, the newest on top.

    Args:
        play: Hears a card from this second of its stream's time on.
    """

    def __init__(
        self,
        state: WindowState,
        theme: Theme,
        *,
        play: Callable[[Card, float], None],
    ) -> None:
        super().__init__()
        self.setObjectName("marks_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._play_from = play
        self._since_s = 0.0
        self._came_from: QWidget | None = None  # had the focus before a note
        self.model = MarksModel(state, theme, self)
        self.view = PlainTable(
            self.model, theme, samples=_SAMPLES, stretched=Column.NOTE
        )
        self.view.setObjectName("marks_table")
        self.view.setAccessibleName("Marks and notes")
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self._play = self._button("play", "&Play from here", "Enter", self.play)
        self._edit = self._button("edit", "&Edit note", "F2", self.edit)
        self._delete = self._button("delete", "&Delete", "Delete", self.delete)
        self._copy = self._button("copy", "&Copy all", "Ctrl+C", self.copy)
        self._empty = EmptyWords(theme, self.view.viewport())
        buttons = QVBoxLayout()
        buttons.setSpacing(GAP)
        for button in (self._play, self._edit, self._delete, self._copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP, 2 * GAP, GAP)
        row.setSpacing(2 * GAP)
        row.addWidget(self.view, 1)
        row.addLayout(buttons)
        self._bind()
        self._show_what_can_be_done()

    def _button(
        self, name: str, label: str, key: str, act: Callable[[], None]
    ) -> QPushButton:
        button = QPushButton(label)
        button.setObjectName(f"marks_{name}")
        button.setToolTip(f"{label.replace('&', '')} ({key})")
        button.clicked.connect(act)
        return button

    def _bind(self) -> None:
        # F2 is the table's own.
        for keys, act in (
            ("Return", self.play),
            ("Enter", self.play),
            ("Delete", self.delete),
            ("Ctrl+C", self.copy),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        closed = self.view.itemDelegate().closeEditor
        closed.connect(self._on_written, Qt.ConnectionType.QueuedConnection)
        self.view.selectionModel().selectionChanged.connect(self._show_what_can_be_done)
        for signal in (
            self.model.rowsInserted,
            self.model.rowsRemoved,
            self.model.modelReset,
        ):
            signal.connect(self._show_what_can_be_done)

    # -- for the window --------------------------------------------------------------

    def take(self, mark: Mark, *, note: bool) -> None:
        """Keep a mark; with `note` its line is open for typing."""
        self.model.add(mark)
        self.view.setCurrentIndex(self.model.index(0, Column.NOTE))
        if note:
            self._came_from = QApplication.focusWidget()
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.edit()

    def clear(self) -> None:
        """The session is over: forget what was said in it."""
        self.model.clear()

    def refresh(self, dt_s: float) -> None:
        """Marks grow older than what can be replayed."""
        self._since_s += dt_s
        if self._since_s >= _LOOK_S:
            self._since_s = 0.0
            self.model.refresh()
            self._show_what_can_be_done()

    def _on_written(self) -> None:
        """The keys act again where they did before the note."""
        back, self._came_from = self._came_from, None
        if back is not None and isValid(back):
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what the keys and buttons do ------------------------------------------------

    @property
    def selected(self) -> Mark | None:
        """The mark that the buttons act on."""
        return self.model.mark_at(self.view.currentIndex().row())

    def play(self) -> None:
        """Hear the selected mark's moment again."""
        mark = self.selected
        if mark is None or mark.heard_s is None or out_of_reach(mark, self._state):
            return
        if card := self._state.card(mark.stream_id):
            self._play_from(card, mark.heard_s)

    def edit(self) -> None:
        """Write the selected mark's note."""
        row = self.view.currentIndex().row()
        typing = self.view.state() is QAbstractItemView.State.EditingState
        if row >= 0 and not typing:
            self.view.edit(self.model.index(row, Column.NOTE))

    def delete(self) -> None:
        """Forget the selected mark."""
        row = self.view.currentIndex().row()
        if row >= 0:
            self.model.remove(row)

    def copy(self) -> None:
        """Put all marks on the clipboard as text."""
        if self.model.marks:
            QGuiApplication.clipboard().setText(as_text(self.model.marks))

    def _show_what_can_be_done(self) -> None:
        mark = self.selected
        reason = out_of_reach(mark, self._state) if mark else "no mark is selected"
        self._play.setEnabled(not reason)
        words = f"Cannot be played: {reason}" if reason else "Play from here (Enter)"
        self._play.setToolTip(words)
        self._play.setAccessibleDescription(words)
        for button in (self._edit, self._delete):
            button.setEnabled(mark is not None)
        self._copy.setEnabled(self.model.rowCount() > 0)
        words = _empty_words()
        if words != self._empty.label.text():
            self._empty.say("mark", words)
        self._empty.setVisible(self.model.rowCount() == 0)


def _empty_words() -> str:
    """How marks are made, by the keys of now."""
    ways = {"mark.note": "marks what you hear and lets you write a note"}
    ways["mark.now"] = "only marks" if hints.key("mark.note") else "marks what you hear"
    told = [f"{hints.key(way)} {does}" for way, does in ways.items() if hints.key(way)]
    how = "; ".join(told) or "The flag on a card marks what you hear"
    return f"No marks yet. {how}.\n{_EMPTY}"
