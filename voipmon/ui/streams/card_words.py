"""The upper part of a card: who, state, how well it sounds, in words then numbers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.ui import icons, wording
from voipmon.ui.card import Card
from voipmon.ui.keys import hints
from voipmon.ui.link_words import CARD_TIP, card_figures, quality_of, quality_tip
from voipmon.ui.state import WindowState
from voipmon.ui.stream_words import stream_detail, stream_word
from voipmon.ui.streams.format_button import FormatButton
from voipmon.ui.streams.note_line import NoteLine
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.labels import CutLabel, NameLabel, WordLabel

_FIGURES_S = 0.5  # numbers that change faster cannot be read


class CardWords(QWidget):
    """Words and figures of one `Card`, and the button to leave it."""

    leave_wanted = Signal()
    retry_wanted = Signal()
    details_wanted = Signal()

    def __init__(self, card: Card, state: WindowState, theme: Theme) -> None:
        super().__init__()
        self._card = card
        self._state = state
        self._theme = theme
        self._judged: Quality | None = None
        self._since_s = _FIGURES_S
        self._make_head()
        self._make_lines()
        self.format = FormatButton()
        self.note = NoteLine(card, state, theme)
        self.note.retry_wanted.connect(self.retry_wanted)
        self.note.details_wanted.connect(self.details_wanted)
        self._lay_out()
        self._tint()
        theme.changed.connect(self._tint)

    @property
    def spoken(self) -> str:
        """What a reader says of the card."""
        told = f"{self._name}: {self._word.text} {self._detail.text()}".strip()
        judged = self._judged
        return f"{told}, {wording.QUALITY[judged].text}" if judged else told

    @property
    def _name(self) -> str:
        row = self._card.row
        return wording.who(row) if row else self._card.kind.value

    def _make_head(self) -> None:
        self._who_icon = QLabel()
        self._who_icon.setFixedWidth(20)
        self._who = NameLabel(self._theme)
        self._who.setObjectName("who_label")
        self._quality = WordLabel(self._theme, bold=True)
        self._quality.setObjectName("quality_label")
        self._leave = QToolButton()
        self._leave.setObjectName("leave_button")
        self._leave.setAccessibleName("Leave")
        hints.put(self._leave, "Leave this call; by key, press it twice", "stop")
        self._leave.setIconSize(icons.ICON_SIZE)
        self._leave.clicked.connect(self.leave_wanted)

    def _make_lines(self) -> None:
        self._word = WordLabel(self._theme)
        self._word.setObjectName("state_label")
        self._detail = CutLabel()
        self._detail.setObjectName("detail_label")
        self._detail.setProperty("soft", True)
        self._time = QLabel()
        self._time.setObjectName("time_label")
        self._time.setProperty("soft", True)
        self._time.setFont(font())
        self._figures = CutLabel()
        self._figures.setObjectName("figures_label")
        self._figures.setProperty("soft", True)
        self._figures.setFont(font(scale=SMALL))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP - 2)
        head.addWidget(self._who_icon)
        head.addWidget(self._who, 1)
        head.addWidget(self._quality)
        head.addWidget(self._leave)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._word)
        line.addWidget(self._detail, 1)
        line.addWidget(self._time)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP - 3)
        column.addLayout(head)
        column.addLayout(line)
        self._numbers = QWidget()
        numbers = QHBoxLayout(self._numbers)
        numbers.setContentsMargins(0, 0, 0, 0)
        numbers.setSpacing(GAP)
        numbers.addWidget(self._figures, 1)
        numbers.addWidget(self.format)
        column.addWidget(self._numbers)
        column.addWidget(self.note)

    def set_compact(self, compact: bool) -> None:
        """Low: without the figures, and a note takes one line."""
        self._column.setSpacing(2 if compact else GAP - 4)
        self._numbers.setVisible(not compact)
        self.note.set_compact(compact)

    def refresh(self, dt_s: float) -> None:
        """Show the card as it is; only what changed is painted."""
        card, state = self._card, self._state
        self._who.show_names(self._name, wording.other(card.row) if card.row else "")
        self._word.show_word(stream_word(card, state))
        self._detail.setText(stream_detail(card, state))
        seconds = None if card.closed else state.talk_seconds(card)
        self._time.setText("" if seconds is None else wording.span(seconds))
        self.note.refresh()
        self.format.show_format(card.snap)
        self.format.setEnabled(not card.closed)
        quality = quality_of(card, state)
        shown = wording.QUALITY[quality] if quality else None
        changed = quality is not self._judged
        self._judged = quality
        self._quality.show_word(shown)
        self._since_s += dt_s
        if changed or self._since_s >= _FIGURES_S:
            self._since_s = 0.0
            figures = card_figures(card, state)
            self._figures.setText(figures)
            self._figures.setToolTip(CARD_TIP)
            self._quality.setToolTip(quality_tip(card, quality) if quality else "")

    def _tint(self) -> None:
        colour = self._theme.tokens.colour
        conference = self._card.kind is ResourceKind.CONFERENCE
        name = "conference" if conference else "user"
        self._who_icon.setPixmap(icons.pixmap(name, colour("soft"), 18))
        self._leave.setIcon(icons.icon("close", colour("soft")))
