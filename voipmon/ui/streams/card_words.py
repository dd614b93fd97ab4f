"""The upper part of a card: who, state, how well it sounds, in words then numbers."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.ui import icons, wording
from voipmon.ui.card import Card
from voipmon.ui.link_words import CARD_TIP, card_figures, quality_of, quality_tip
from voipmon.ui.state import WindowState
from voipmon.ui.stream_words import stream_detail, stream_note, stream_word
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.labels import CutLabel, NameLabel, WordLabel

_FIGURES_S = 0.5  # numbers that change faster cannot be read


class CardWords(QWidget):
    """Words and figures of one `Card`, and the button to leave it."""

    leave_wanted = Signal()

    def __init__(self, card: Card, state: WindowState, theme: Theme) -> None:
        super().__init__()
        self._card = card
        self._state = state
        self._theme = theme
        self._compact = False
        self._judged: Quality | None = None
        self._since_s = _FIGURES_S
        self._make_head()
        self._make_lines()
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
        self._leave.setToolTip("Leave this call (Esc twice)")
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
        self._note = CutLabel()
        self._note.setObjectName("note_label")

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
        column.addWidget(self._figures)
        column.addWidget(self._note)

    def set_compact(self, compact: bool) -> None:
        """Low: a note takes the place of the figures."""
        self._compact = compact
        self._column.setSpacing(2 if compact else GAP - 3)
        self._since_s = _FIGURES_S

    def refresh(self, dt_s: float) -> None:
        """Show the card as it is; only what changed is painted."""
        card, state = self._card, self._state
        self._who.show_names(self._name, wording.other(card.row) if card.row else "")
        self._word.show_word(stream_word(card, state))
        self._detail.setText(stream_detail(card, state))
        seconds = None if card.closed else state.talk_seconds(card)
        self._time.setText("" if seconds is None else wording.span(seconds))
        note, tone = stream_note(card, state)
        self._note.setVisible(bool(note))
        if note != self._note.text():
            self._note.setText(note)
            self._tint_note(tone)
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
        room = not (self._compact and note)
        self._figures.setVisible(room and bool(self._figures.text()))

    def _tint(self) -> None:
        colour = self._theme.tokens.colour
        conference = self._card.kind is ResourceKind.CONFERENCE
        name = "conference" if conference else "user"
        self._who_icon.setPixmap(icons.pixmap(name, colour("soft"), 18))
        self._leave.setIcon(icons.icon("close", colour("soft")))
        self._tint_note(stream_note(self._card, self._state)[1])

    def _tint_note(self, tone: str) -> None:
        palette = self._note.palette()
        colour = self._theme.tokens.colour(tone or "text")
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self._note.setPalette(palette)
