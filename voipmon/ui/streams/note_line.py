"""What a card has to say beyond its state: a sentence, and what to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from voipmon.ui import icons, wording
from voipmon.ui.card import Card
from voipmon.ui.keys import hints
from voipmon.ui.situation import Situation, situation
from voipmon.ui.state import WindowState
from voipmon.ui.stream_words import stream_note
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.labels import CutLabel


class NoteLine(QWidget):
    """Hidden while there is nothing to say."""

    retry_wanted = Signal()
    details_wanted = Signal()

    def __init__(self, card: Card, state: WindowState, theme: Theme) -> None:
        super().__init__()
        self._card = card
        self._state = state
        self._theme = theme
        self._tone = ""
        self._text = CutLabel()
        self._text.setObjectName("note_label")
        self._retry = _button("retry_button", "Retry")
        hints.put(self._retry, "Try again now", "refresh")
        self._retry.clicked.connect(self.retry_wanted)
        self._details = _button("details_button", "Details")
        self._details.setToolTip("Show what arrives, under Link quality")
        self._details.clicked.connect(self.details_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._text, 1)
        row.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._details, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._tint)
        self.refresh()

    @property
    def text(self) -> str:
        """The sentence, "" if there is none."""
        return self._text.text()

    def set_compact(self, compact: bool) -> None:
        """Low: one line, the rest in the tool tip."""
        self._text.set_wrapping(not compact)

    def refresh(self) -> None:
        """Say what is true now."""
        card = self._card
        note, tone = stream_note(card, self._state)
        retry = card.cause in wording.RETRYABLE
        silent = situation(card, self._state) is Situation.NO_SOUND
        self._retry.setVisible(retry)
        self._details.setVisible(silent)
        self._text.setText(note)
        self.setVisible(bool(note) or retry)
        if tone != self._tone:
            self._tone = tone
            self._tint()

    def _tint(self) -> None:
        colour = self._theme.tokens.colour
        self._retry.setIcon(icons.icon("refresh", colour("accent")))
        palette = self._text.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colour(self._tone or "text"))
        self._text.setPalette(palette)


def _button(name: str, label: str) -> QPushButton:
    button = QPushButton(label)
    button.setObjectName(name)
    button.setAccessibleName(label)
    return button
