"""Where a call is heard: seven slots from left to right, by mouse and by keys."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider

from voipmon.core.domain.places import SLOTS_DEG
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.wording import place

_MIDDLE = len(SLOTS_DEG) // 2
_KNOB = 5.5  # [px] radius at the usual font size
_USUAL = 15  # [px] height of that font


class PlaceSlider(QSlider):
    """Shows the slot of one call; asks for steps, since a slot may be taken.

    A slider for the sake of its role and value for readers; painted by itself, because
    its ends are letters and its slots are dots.
    """

    step_wanted = Signal(int)  # slots to the right, negative to the left

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("place_slider")
        self._theme = theme
        self._shown = _MIDDLE
        self.setRange(0, len(SLOTS_DEG) - 1)
        self.setSingleStep(1)
        self.setPageStep(1)
        self.setValue(_MIDDLE)
        self.setFont(font(scale=SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._on_value)
        theme.changed.connect(self.update)

    def show_azimuth(self, azimuth_deg: float) -> None:
        """Show where it is heard, without asking for it."""
        nearest = min(range(len(SLOTS_DEG)), key=lambda n: _off(n, azimuth_deg))
        if nearest == self._shown and nearest == self.value():
            return
        self._shown = nearest
        self.blockSignals(True)
        self.setValue(nearest)
        self.blockSignals(False)
        self.update()

    @property
    def text(self) -> str:
        """The slot in words."""
        return place(SLOTS_DEG[self._shown])

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(round(metrics.height() * 6.6), round(metrics.height() * 1.7))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _on_value(self, value: int) -> None:
        step = value - self._shown
        self.blockSignals(True)
        self.setValue(self._shown)  # until it is heard there
        self.blockSignals(False)
        if step:
            self.step_wanted.emit(step)

    # -- mouse -----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _go_to(self, at: QPointF) -> None:
        slots = range(len(SLOTS_DEG))
        wanted = min(slots, key=lambda n: abs(self._x(n) - at.x()))
        self._on_value(wanted)

    # -- drawing ---------------------------------------------------------------------

    def _x(self, slot: int) -> float:
        side = self.fontMetrics().horizontalAdvance("M") + 4.0
        return side + (self.width() - 2 * side) * (slot + 0.5) / len(SLOTS_DEG)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colour = self._theme.tokens.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled, middle = self.isEnabled(), self.height() / 2
        painter.setPen(colour("soft" if enabled else "faint"))
        box = QRectF(self.rect()).adjusted(3, 0, -3, 0)
        for letter, side in (("L", "AlignLeft"), ("R", "AlignRight")):
            align = Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(align), letter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("edge"))
        for slot in range(len(SLOTS_DEG)):
            high = 5.0 if slot == _MIDDLE else 1.5
            painter.drawRect(QRectF(self._x(slot) - 1, middle - high, 2, 2 * high))
        knob = _KNOB * max(1.0, self.fontMetrics().height() / _USUAL)
        painter.setBrush(colour("accent" if enabled else "edge"))
        painter.drawEllipse(QPointF(self._x(self._shown), middle), knob, knob)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 1.5))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, 5, 5)
        painter.end()


def _off(slot: int, azimuth_deg: float) -> float:
    return abs(SLOTS_DEG[slot] - azimuth_deg)
