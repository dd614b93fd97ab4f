"""One card: words, meter, waveform, strip, replay, volume, place, marks, leave."""

from enum import IntEnum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from voipmon.core.analysis.ballistics import Needle
from voipmon.core.domain.snapshot import StreamState
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.situation import Situation, situation
from voipmon.ui.state import WindowState
from voipmon.ui.streams.card_words import CardWords
from voipmon.ui.streams.levelled_meter import LevelledMeter
from voipmon.ui.streams.replay_row import ReplayRow
from voipmon.ui.streams.sound_row import SoundRow
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.strip import Strip
from voipmon.ui.widgets.waveform import Waveform

_RADIUS = 8


class CardSize(IntEnum):
    """How much of a card is shown."""

    SLIM = 0  # words and level
    COMPACT = 1  # and the waveform, mute, volume
    SNUG = 2  # every control, no figures
    FULL = 3  # everything


class CardWidget(QWidget):
    """Draws one `Card`; asks for changes through signals, never makes them."""

    selected = Signal()
    leave_wanted = Signal()
    retry_wanted = Signal()
    details_wanted = Signal()
    volume_wanted = Signal(float, bool)  # dB, muted
    step_wanted = Signal(int)  # slots to the right
    back_wanted = Signal(float)  # seconds
    live_wanted = Signal()
    speed_wanted = Signal(float)
    seek_wanted = Signal(float)  # second of the stream's time
    mark_wanted = Signal()
    note_wanted = Signal()

    def __init__(self, card: Card, state: WindowState, theme: Theme) -> None:
        super().__init__()
        self.card = card
        self._state = state
        self._theme = theme
        self._is_selected = False
        self._size: CardSize | None = None
        self._closed_drawn = False
        self._skips_drawn = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._make_parts()
        self._lay_out()
        self.set_size(CardSize.FULL)
        self._tint()
        theme.changed.connect(self._tint)
        self.refresh(0.0)

    # -- building --------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.words = CardWords(self.card, self._state, self._theme)
        self.words.leave_wanted.connect(self.leave_wanted)
        self.words.retry_wanted.connect(self.retry_wanted)
        self.words.details_wanted.connect(self.details_wanted)
        self.meter = LevelledMeter(self._theme)
        self.wave = Waveform(self._theme)
        self.wave.setObjectName("waveform")
        self.strip = Strip(self._theme)
        self.strip.seek_wanted.connect(self.seek_wanted)
        self.replay = ReplayRow(self._theme)
        self.replay.back_wanted.connect(self.back_wanted)
        self.replay.live_wanted.connect(self.live_wanted)
        self.replay.speed_wanted.connect(self.speed_wanted)
        self.replay.mark_wanted.connect(self.mark_wanted)
        self.replay.note_wanted.connect(self.note_wanted)
        self.sound = SoundRow(self.card, self._theme)
        self.sound.volume_wanted.connect(self.volume_wanted)
        self.sound.step_wanted.connect(self.step_wanted)

    def _lay_out(self) -> None:
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.setSpacing(GAP - 4)
        self._body.addWidget(self.wave, 1)
        self._body.addWidget(self.strip)
        self._body.addWidget(self.replay)
        self._body.addWidget(self.sound)
        column = self._column = QVBoxLayout(self)
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

    def set_size(self, size: CardSize) -> None:
        """Low ones have the controls beside the waveform, and no scale."""
        if size is self._size:
            return
        self._size = size
        low, slim = size <= CardSize.COMPACT, size is CardSize.SLIM
        self.words.set_compact(size is not CardSize.FULL)
        self.meter.set_scale_shown(not low)
        self.strip.setVisible(not low)
        self.replay.setVisible(not low)
        self.sound.set_compact(low)
        self.sound.setVisible(not slim)
        self.wave.setVisible(not slim)
        way = QBoxLayout.Direction
        self._body.setDirection(way.LeftToRight if low else way.TopToBottom)
        self.wave.setMaximumHeight(36 if low else 72)
        edge = 4 if low else GAP - 2
        self._column.setContentsMargins(GAP + 4, edge, GAP, edge + 2)
        self._column.setSpacing(2 if low else GAP - 4)

    def refresh(self, dt_s: float) -> None:
        """Show the card as it is; only what changed is painted."""
        card = self.card
        self.words.refresh(dt_s)
        self.setAccessibleName(self.words.spoken)
        now = situation(card, self._state)
        kept = None if self._state.engine_dead else card.snap  # also after the end
        self.replay.show_stream(kept, live=now is Situation.LISTENING)
        offset_s = self._state.clock_offset_s
        self.strip.show_strip(card.strip, kept, dt_s, offset_s=offset_s)
        self.sound.show_azimuth(card.place.azimuth_deg, placed=self._state.placed)
        self.sound.setEnabled(not card.closed or card.replayable)
        if card.closed != self._closed_drawn:
            self._closed_drawn = card.closed
            self.update()
        self._refresh_sound(dt_s)

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
        kept = snap is not None and not self._state.engine_dead
        self.wave.show_heard(snap.behind_s if snap and kept else 0.0)
        meter = self._state.meters.get(card.key)
        if meter is None or not live:
            self.meter.show_needle(Needle(), dt_s, clipped=False)
        else:
            self.meter.show_needle(meter.needle, dt_s, clipped=meter.clip_s > 0)
        self.meter.show_levelling(snap.levelling_db if snap and live else None)

    def show_volume(self) -> None:
        """The volume was changed from elsewhere: keys, another card's place."""
        self.sound.show_volume()

    def _tint(self) -> None:
        who = wording.who(self.card.row) if self.card.row else self.card.kind.value
        self.wave.setAccessibleName(f"Waveform of {who}, last ten seconds")
        self.strip.setAccessibleName(f"Last ten minutes of {who}")
        self.meter.set_name(f"Level of {who}")
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
