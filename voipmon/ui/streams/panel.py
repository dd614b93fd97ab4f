"""The right side of the window: up to four cards, or the words that explain them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from voipmon.ui.card import Card
from voipmon.ui.listening import Listening
from voipmon.ui.state import WindowState
from voipmon.ui.streams.card import CardSize, CardWidget
from voipmon.ui.streams.replay_row import SPEEDS
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.empty_words import EmptyWords

_USUAL = 15  # [px] height of the usual font
_HEIGHT = {  # [px] of a card without a note, at that font
    CardSize.SLIM: 76,
    CardSize.COMPACT: 112,
    CardSize.FULL: 288,
}
_EMPTY = "Click a call to listen to it.\nCtrl and click adds another, up to four."


class CardsPanel(QWidget):
    """Keeps one widget for each card of the state, in its order."""

    rebuilt = Signal()  # cards came, went or moved
    details_wanted = Signal()  # of the selected card

    def __init__(self, state: WindowState, listening: Listening, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("session_panel")
        self.setAccessibleName("Calls you listen to")
        self._state = state
        self._listening = listening
        self._theme = theme
        self._widgets: dict[int, CardWidget] = {}
        self._drawn: list[Card] = []
        self._sized: Card | None = None  # selected when the sizes were chosen
        self._hint = EmptyWords(theme, self)
        self._hint.setObjectName("session_hint")
        self._hint.say("headphones", _EMPTY)
        inside = self._inside = QWidget()
        inside.setObjectName("cards")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(GAP, GAP, GAP, GAP)
        self._column.setSpacing(GAP)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._scroll.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll, 1)

    def widget_of(self, card: Card) -> CardWidget | None:
        """The widget that draws a card."""
        return self._widgets.get(card.stream_id)

    @property
    def widgets(self) -> list[CardWidget]:
        """The cards' widgets from the top."""
        return [self._widgets[card.stream_id] for card in self._drawn]

    def refresh(self, dt_s: float) -> None:
        """Make the widgets what the state's cards are, then draw what changed."""
        if self._drawn != self._state.cards:
            self._rebuild()
        elif self._sized is not self._state.selected:
            self._choose_sizes()
        for number, card in enumerate(self._state.cards, start=1):
            widget = self._widgets[card.stream_id]
            widget.set_place(number, selected=card is self._state.selected)
            widget.refresh(dt_s)

    def focus_cards(self) -> None:
        """F6: the selected card, or the first control there is."""
        card = self._state.selected
        widget = self.widget_of(card) if card else None
        if widget is not None:
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_card(self) -> None:
        """Scroll to the selected card."""
        card = self._state.selected
        if card and (widget := self.widget_of(card)):
            self._scroll.ensureWidgetVisible(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_sizes()

    def _rebuild(self) -> None:
        cards = self._state.cards
        keep = {card.stream_id for card in cards}
        for stream_id in self._widgets.keys() - keep:
            widget = self._widgets.pop(stream_id)
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for place, card in enumerate(cards):
            made = self._widgets.get(card.stream_id) or self._make(card)
            self._column.insertWidget(place, made)
        self._drawn = list(cards)
        self._hint.setVisible(not cards)
        self._scroll.setVisible(bool(cards))
        self._choose_sizes()
        self._keep_wide()
        self.rebuilt.emit()

    def _make(self, card: Card) -> CardWidget:
        widget = CardWidget(card, self._state, self._theme)
        act = self._listening
        widget.selected.connect(lambda: act.select(card))
        widget.leave_wanted.connect(lambda: act.leave(card))
        widget.retry_wanted.connect(lambda: act.retry(card))
        widget.details_wanted.connect(lambda: self._show_details(card))
        widget.volume_wanted.connect(
            lambda volume_db, muted: act.set_volume(card, volume_db, muted=muted)
        )
        widget.step_wanted.connect(lambda step: self._move(card, step))
        widget.back_wanted.connect(lambda seconds: act.back(card, seconds))
        widget.live_wanted.connect(lambda: act.live(card))
        widget.seek_wanted.connect(lambda at_s: act.seek(card, at_s))
        widget.speed_wanted.connect(lambda speed: self._set_speed(card, speed))
        widget.mark_wanted.connect(lambda: act.mark(card))
        widget.note_wanted.connect(lambda: act.note(card))
        form = widget.words.format
        form.codec_wanted.connect(lambda codec: act.set_codec(card, codec))
        form.encapsulation_wanted.connect(lambda way: act.set_encapsulation(card, way))
        self._widgets[card.stream_id] = widget
        return widget

    def _move(self, card: Card, step: int) -> None:
        self._listening.move(card, step)
        if widget := self.widget_of(card):
            azimuth_deg = card.place.azimuth_deg
            widget.sound.show_azimuth(azimuth_deg, placed=self._state.placed)

    def _set_speed(self, card: Card, speed: float) -> None:
        act = self._listening
        for _ in SPEEDS:
            now = card.speed or (card.snap.speed if card.snap else speed)
            if now != speed:
                act.faster(card) if now < speed else act.slower(card)

    def _show_details(self, card: Card) -> None:
        self._listening.select(card)
        self.details_wanted.emit()

    def _keep_wide(self) -> None:
        """No card is cut off at its side, also with a scroll bar beside it."""
        bar = self._scroll.verticalScrollBar()
        wide = self._inside.minimumSizeHint().width() + bar.sizeHint().width()
        self.setMinimumWidth(max(self.minimumWidth(), wide))

    def _choose_sizes(self) -> None:
        count = len(self._drawn)
        step = self.fontMetrics().height() / _USUAL  # taller at larger fonts

        def fits(rest: CardSize) -> bool:
            high = _HEIGHT[CardSize.FULL] + (count - 1) * _HEIGHT[rest]
            return high * step + (count + 1) * GAP <= self.height()

        rest = next(filter(fits, (CardSize.FULL, CardSize.COMPACT)), CardSize.SLIM)
        best = CardSize.FULL if count == 1 or fits(rest) else CardSize.SNUG
        chosen = self._state.selected or (self._drawn[0] if self._drawn else None)
        for card in self._drawn:
            size = best if card is chosen else rest
            self._widgets[card.stream_id].set_size(size)
        self._sized = self._state.selected
