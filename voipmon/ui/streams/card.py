"""One card: words, waveform, meter, volume, leave."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from voipmon.core.analysis.ballistics import Needle
from voipmon.core.domain.snapshot import StreamState
from voipmon.ui import icons, wording
from voipmon.ui.card import Card
from voipmon.ui.state import WindowState
from voipmon.ui.streams.card_words import CardWords
from voipmon.ui.streams.format_button import FormatButton
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.level_meter import LevelMeter
from voipmon.ui.widgets.waveform import Waveform

VOLUME_RANGE_DB = (-60, 12)
VOLUME_STEP_DB = 3
_RADIUS = 8


class CardWidget(QWidget):
    """Draws one `Card`; asks for changes through signals, never makes them."""

    selected = Signal()
    leave_wanted = Signal()
    retry_wanted = Signal()
    volume_wanted = Signal(float, bool)  # dB, muted

    def __init__(self, card: Card, state: WindowState, theme: Theme) -> None:
        super().__init__()
        self.card = card
        self._state = state
        self._theme = theme
        self._is_selected = False
        self._compact = False
        self._closed_drawn = False
        self._skips_drawn = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = CardWords(card, state, theme)
        self.words.leave_wanted.connect(self.leave_wanted)
        self._make_controls()
        self.wave = Waveform(theme)
        self.wave.setObjectName("waveform")
        self.meter = LevelMeter(theme)
        self.meter.setObjectName("level_meter")
        self._lay_out()
        self._tint()
        theme.changed.connect(self._tint)
        self.refresh(0.0)

    # -- building --------------------------------------------------------------------

    def _make_controls(self) -> None:
        self._mute = _button("mute_button", "Mute", "Mute this call")
        self._mute.setCheckable(True)
        self._mute.toggled.connect(self._on_volume)
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setObjectName("volume_slider")
        self._volume.setRange(*VOLUME_RANGE_DB)
        self._volume.setSingleStep(1)
        self._volume.setPageStep(VOLUME_STEP_DB)
        self._volume.setMinimumWidth(70)
        self._volume.setMaximumWidth(180)
        self._volume.setValue(round(self.card.volume_db))
        self._volume.valueChanged.connect(self._on_volume)
        self._gain = QLabel()
        self._gain.setFont(font(scale=SMALL))
        self._gain.setFixedWidth(
            self._gain.fontMetrics().horizontalAdvance(wording.gain(-59)) + 4
        )
        self._gain.setProperty("soft", True)
        self.format = FormatButton()
        self._retry = QPushButton("Retry")
        self._retry.setObjectName("retry_button")
        self._retry.setToolTip("Try again now (F5)")
        self._retry.clicked.connect(self.retry_wanted)

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setSpacing(GAP - 3)
        controls.addWidget(self._mute)
        controls.addWidget(self._volume, 2)
        controls.addWidget(self._gain)
        controls.addStretch(2)
        controls.addWidget(self.format)
        controls.addWidget(self._retry)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.setSpacing(GAP - 2)
        self._body.addWidget(self.wave, 1)
        self._body.addLayout(controls)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(GAP + 4, GAP, GAP, GAP)
        column.setSpacing(GAP - 3)
        column.addWidget(self.words)
        column.addWidget(self.meter)
        column.addLayout(self._body, 1)

    # -- drawing ---------------------------------------------------------------------

    def set_place(self, number: int, *, selected: bool) -> None:
        """Which card it is (1..4) and whether the keys act on it."""
        self.setObjectName(f"card_{number}")
        if selected != self._is_selected:
            self._is_selected = selected
            self.update()

    def set_compact(self, compact: bool) -> None:
        """Low: the controls stand beside the waveform, the meter has no numbers."""
        if compact == self._compact:
            return
        self._compact = compact
        self.words.set_compact(compact)
        self.meter.set_scale_shown(not compact)
        self.format.setVisible(not compact)
        self._gain.setVisible(not compact)
        way = QBoxLayout.Direction
        self._body.setDirection(way.LeftToRight if compact else way.TopToBottom)
        self._volume.setMaximumWidth(90 if compact else 180)
        self.wave.setMaximumHeight(36 if compact else 96)
        edge = 4 if compact else GAP
        self._column.setContentsMargins(GAP + 4, edge, GAP, edge + 2)
        self._column.setSpacing(2 if compact else GAP - 3)

    def refresh(self, dt_s: float) -> None:
        """Show the card as it is; only what changed is painted."""
        self.words.refresh(dt_s)
        self._refresh_controls()
        self._refresh_sound(dt_s)

    def _refresh_controls(self) -> None:
        card = self.card
        self.format.show_format(card.snap)
        self._retry.setVisible(card.cause in wording.RETRYABLE)
        self.setAccessibleName(self.words.spoken)
        if card.closed != self._closed_drawn:
            self._closed_drawn = card.closed
            for part in (self._volume, self._mute, self.format):
                part.setEnabled(not card.closed)
            self.update()

    def _refresh_sound(self, dt_s: float) -> None:
        card, snap = self.card, self.card.snap
        live = not card.closed and not self._state.engine_dead
        if card.skip_count != self._skips_drawn:
            self._skips_drawn = card.skip_count
            self.wave.mark()
        if snap is not None and not card.closed:
            filler = snap.state is not StreamState.STREAMING
            self.wave.advance(
                dt_s, snap.envelope_first, snap.envelope, stalled=filler, live=live
            )
        meter = self._state.meters.get(card.key)
        if meter is None or not live:
            self.meter.show_needle(Needle(), dt_s, clipped=False)
        else:
            self.meter.show_needle(meter.needle, dt_s, clipped=meter.clip_s > 0)

    def show_volume(self) -> None:
        """The volume was changed from elsewhere: keys, another card's place."""
        for part in (self._volume, self._mute):
            part.blockSignals(True)
        self._volume.setValue(round(self.card.volume_db))
        self._mute.setChecked(self.card.muted)
        for part in (self._volume, self._mute):
            part.blockSignals(False)
        self._show_gain()

    def _on_volume(self) -> None:
        self._show_gain()
        self.volume_wanted.emit(float(self._volume.value()), self._mute.isChecked())

    def _show_gain(self) -> None:
        muted = self._mute.isChecked()
        colour = self._theme.tokens.colour("broken" if muted else "soft")
        self._mute.setIcon(icons.icon("volume-off" if muted else "volume", colour))
        self._mute.setToolTip("Muted; click to hear it" if muted else "Mute this call")
        self._mute.setAccessibleName("Unmute" if muted else "Mute")
        self._gain.setText("muted" if muted else wording.gain(self._volume.value()))

    def _tint(self) -> None:
        colour = self._theme.tokens.colour
        self._retry.setIcon(icons.icon("refresh", colour("accent")))
        who = wording.who(self.card.row) if self.card.row else self.card.kind.value
        self._volume.setAccessibleName(f"Volume of {who}")
        self.wave.setAccessibleName(f"Waveform of {who}, last ten seconds")
        self.meter.setAccessibleName(f"Level of {who}")
        self._show_gain()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = self._theme.tokens.colour
        painter = QPainter(self)
        inside = self.rect().adjusted(_RADIUS, _RADIUS, -_RADIUS, -_RADIUS)
        if inside.contains(event.rect()):  # behind the meter, thirty times a second
            ground = "window" if self.card.closed else "surface"
            painter.fillRect(event.rect(), colour(ground))
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(colour("accent" if self._is_selected else "line"))
        width = 2.0 if self._is_selected else 1.0
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        pen = painter.pen()
        pen.setColor(edge)
        pen.setWidthF(width)
        painter.setPen(pen)
        painter.setBrush(colour("window" if self.card.closed else "surface"))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if self.hasFocus():
            pen.setStyle(Qt.PenStyle.DotLine)
            pen.setColor(colour("text"))
            pen.setWidthF(1.0)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 5, 5)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.selected.emit()
        super().mousePressEvent(event)


def _button(name: str, label: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(label)
    button.setToolTip(tip)
    button.setIconSize(icons.ICON_SIZE)
    return button
