"""Search, table and the words that stand where there are no rows."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from voipmon.core.domain.snapshot import LinkState, ResourceKind
from voipmon.ui import icons
from voipmon.ui.calls.model import CallsModel
from voipmon.ui.calls.view import CallsView
from voipmon.ui.keys import hints
from voipmon.ui.state import WindowState
from voipmon.ui.stream_words import row_stream_word
from voipmon.ui.theme import Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.empty_words import EmptyWords
from voipmon.ui.wording import Word

_ROWS_HZ = 10.0  # how often moving cells are announced


class CallsPanel(QWidget):
    """The left side of the window. `sync` on roster changes, `tick` with the clock."""

    sign_in_wanted = Signal()

    def __init__(self, state: WindowState, theme: Theme) -> None:
        super().__init__()
        self._state = state
        self._theme = theme
        self.model = CallsModel(state, self)
        self.view = CallsView(self.model, theme)
        self.search = _search_field()
        self.search.textChanged.connect(self._on_search)
        self.listen = _listen_button()
        self.listen.clicked.connect(lambda: self.view.listen_to_current(add=False))
        self.count = QLabel()
        self.count.setObjectName("count_label")
        self.count.setProperty("soft", True)
        self._since_rows_s = 0.0
        self._stream_words: tuple[Word, ...] = ()
        self._second = -1
        self._was_stale = False
        self._drawn_words: tuple[str, str, str] = ("", "", "")
        top = QHBoxLayout()
        top.setContentsMargins(GAP + 2, GAP, GAP + 2, GAP)
        top.setSpacing(2 * GAP)
        top.addWidget(self.search, 1)
        top.addWidget(self.listen)
        top.addWidget(self.count)
        top.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        self.empty = EmptyWords(theme, self.view.viewport())
        self.empty.acted.connect(self._on_empty_action)
        self.view.rested.connect(self._on_rested)
        self._tint()
        theme.changed.connect(self._tint)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def sync(self, *, force: bool = False) -> None:
        """The roster changed, or F5 asks for the true order."""
        self.model.sync(force=force)
        if self.model.rowCount() and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))  # keys start somewhere
        self._update_words()

    def tick(self, dt_s: float) -> None:
        """Move what moves by itself, ten times a second; a new word at once."""
        state = self._state
        words = tuple(row_stream_word(card, state) for card in state.cards)
        self._since_rows_s += dt_s
        if self._since_rows_s < 1.0 / _ROWS_HZ and words == self._stream_words:
            return
        self._since_rows_s, self._stream_words = 0.0, words
        second = int(self._state.server_now_s())
        first, last = self.view.visible_rows()
        self.model.tick(first, last, second=second != self._second)
        self._second = second
        if self._was_stale != self._state.stale:
            self._was_stale = self._state.stale
            self.view.viewport().update()
        self._update_words()

    # -- words -----------------------------------------------------------------------

    def _update_words(self) -> None:
        words = self._words()
        if words != self._drawn_words:
            self._drawn_words = words
            self.empty.say(*words)
        self.count.setText(self._count_text())

    def _words(self) -> tuple[str, str, str]:
        """Icon, sentence and action of an empty table; empty ones if it has rows."""
        if self.model.rowCount():
            return "", "", ""
        state = self._state
        if not state.signed_in:
            if state.link.state is LinkState.SIGNING_IN:
                return "connecting", "Signing in…", ""
            return "key", "Not signed in. Sign in to see the live calls.", "Sign in…"
        if state.rows:
            text = f'{self._live("live ")}, none match "{self.search.text()}".'
            return "search", text, "Clear filters"
        text = "No live calls right now. New calls appear here by themselves."
        if state.practice:
            text += " (Practice mode)"
        return "headphones", text, ""

    def _count_text(self) -> str:
        if not self._state.signed_in:
            return ""
        if self.model.owed:
            press = f", press {key}" if (key := hints.key("refresh")) else ""
            return f"order paused \N{EN DASH} {self.model.owed} changes{press}"
        return self._live()

    def _live(self, live: str = "") -> str:
        """How many calls and conferences there are, searched for or not."""
        rows = [row for row in self._state.rows.values() if row.live]
        calls = sum(row.kind is ResourceKind.CALL for row in rows)
        rooms = len(rows) - calls
        text = f"{calls} {live}{'call' if calls == 1 else 'calls'}"
        if rooms:
            text += f" and {rooms} {'conference' if rooms == 1 else 'conferences'}"
        return text

    def _on_search(self, text: str) -> None:
        self.model.filter(text)
        self._update_words()

    def _on_empty_action(self) -> None:
        actions: dict[str, Callable[[], None]] = {
            "Clear filters": self.search.clear,
            "Sign in…": self.sign_in_wanted.emit,
        }
        if action := actions.get(self.empty.button.text()):
            action()

    def _on_rested(self, resting: bool) -> None:
        if resting != self.model.resting:
            self.model.resting = resting
            if not resting:
                self.model.sync()
                self._update_words()

    def _tint(self) -> None:
        soft = self._theme.tokens.colour("soft")
        self.listen.setIcon(icons.icon("headphones", soft))
        for action in self.search.actions():
            if action.objectName() == "search_icon":
                action.setIcon(icons.icon("search", soft))
                break
        else:
            added = self.search.addAction(
                icons.icon("search", soft), QLineEdit.ActionPosition.LeadingPosition
            )
            added.setObjectName("search_icon")
        self.count.setFont(font(weight=QFont.Weight.Normal))


def _search_field() -> QLineEdit:
    made = QLineEdit()
    made.setObjectName("search_edit")
    made.setPlaceholderText("Search name, number, state…")
    made.setAccessibleName("Search calls")
    made.setClearButtonEnabled(True)
    made.setMaximumWidth(420)
    hints.put(made, "Show only calls with these words", "search")
    return made


def _listen_button() -> QToolButton:
    """For who works the window by speech, touch or a switch: rows have no button."""
    made = QToolButton()
    made.setObjectName("listen_button")
    made.setAccessibleName("Listen to the current row")
    made.setIconSize(icons.ICON_SIZE)
    hints.put(made, "Listen to the current row", "list.listen")
    return made
