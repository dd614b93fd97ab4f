"""The right side of the window: up to four cards, or the words that explain them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from voipmon.ui.card import Card
from voipmon.ui.listening import Listening
from voipmon.ui.state import WindowState
from voipmon.ui.streams.card import CardWidget
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.empty_words import EmptyWords

_FULL = 190  # [px] a card with everything in it, at the usual font size
_EMPTY = "Click a call to listen to it.\nCtrl and click adds another, up to four."


class CardsPanel(QWidget):
    """Keeps one widget for each card of the state, in its order."""

    rebuilt = Signal()  # cards came, went or moved

    def __init__(self, state: WindowState, listening: Listening, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("session_panel")
        self.setAccessibleName("Calls you listen to")
        self._state = state
        self._listening = listening
        self._theme = theme
        self._widgets: dict[int, CardWidget] = {}
        self._drawn: list[Card] = []
        self._hint = EmptyWords(theme, self)
        self._hint.setObjectName("session_hint")
        self._hint.say("headphones", _EMPTY)
        inside = QWidget()
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
        self.rebuilt.emit()

    def _make(self, card: Card) -> CardWidget:
        widget = CardWidget(card, self._state, self._theme)
        act = self._listening
        widget.selected.connect(lambda: act.select(card))
        widget.leave_wanted.connect(lambda: act.leave(card))
        widget.retry_wanted.connect(lambda: act.retry(card))
        widget.volume_wanted.connect(
            lambda volume_db, muted: act.set_volume(card, volume_db, muted=muted)
        )
        form = widget.format
        form.codec_wanted.connect(lambda codec: act.set_codec(card, codec))
        form.encapsulation_wanted.connect(lambda way: act.set_encapsulation(card, way))
        self._widgets[card.stream_id] = widget
        return widget

    def _choose_sizes(self) -> None:
        count = len(self._drawn)
        step = self.fontMetrics().height() / 15  # taller at larger fonts
        fits = count * (_FULL * step + GAP) + GAP <= self.height()
        for widget in self._widgets.values():
            widget.set_compact(not fits)
