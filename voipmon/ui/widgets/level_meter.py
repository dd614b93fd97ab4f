"""Level meter with decibel ticks: peak bar, loudness bar, held peak, clip flash."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from voipmon.core.analysis.ballistics import Needle
from voipmon.ui.theme import Theme, font
from voipmon.ui.wording import MINUS

FLOOR_DBFS = -60.0  # scale, zones and ticks as OBS Studio's VolumeMeter
AMBER_DBFS = -20.0  # EBU alignment level
RED_DBFS = -9.0  # EBU permitted maximum for a sample peak meter
SPEECH_DBFS = (-30, -15)  # where telephone speech usually is
_TICK_DB = 6
_BAR = 9  # [px]
_LAMP = 9  # [px] the clip lamp, and a gap before it
_LAMP_GAP = 3
_ZONE = 2  # [px] height of the line under normal speech
_TIP = (
    "Level of the call as it arrives, in dB below full scale, before volume and "
    "levelling.\nThe line below the bar is where normal speech lies. The thin mark is "
    "the highest peak of 20 s.\nThe lamp at the end lights for a second when the "
    "sound is clipped."
)
_SAY_S = 1.0  # readers hear a new value at most so often


def zone(dbfs: float) -> str:
    """Token of the zone a level falls into."""
    if dbfs >= RED_DBFS:
        return "meter_high"
    return "meter_mid" if dbfs >= AMBER_DBFS else "meter_low"


class LevelMeter(QProgressBar):
    """One stream's level of the source, before volume."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._needle = Needle()
        self._clipped = False
        self._since_said_s = _SAY_S
        self._ground: QPixmap | None = None
        self._scale = True
        self.setRange(int(FLOOR_DBFS), 0)
        self.setValue(int(FLOOR_DBFS))
        self.setTextVisible(False)
        self.setAccessibleDescription("dB below full scale")  # Qt reads the number
        self.setToolTip(_TIP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._forget_ground)

    def set_scale_shown(self, shown: bool) -> None:
        """With numbers below the bar, or the bar alone."""
        if shown != self._scale:
            self._scale = shown
            self._forget_ground()
            self.updateGeometry()

    def show_needle(self, needle: Needle, dt_s: float, *, clipped: bool) -> None:
        """One frame later."""
        before = self._shape()
        self._needle, self._clipped = needle, clipped
        if self._shape() != before:
            self.update(0, 0, self.width(), _BAR)  # the scale below stays
        self._since_said_s += dt_s
        if self._since_said_s >= _SAY_S:
            self._since_said_s = 0.0
            said = max(int(FLOOR_DBFS), min(0, round(needle.rms)))
            if said != self.value():
                self.setValue(said)

    def sizeHint(self) -> QSize:
        return QSize(120, _BAR + (self._label_height() if self._scale else _ZONE))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._ground = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if self._ground is None:
            self._ground = self._paint_ground()
        painter.drawPixmap(0, 0, self._ground)
        peak, rms, held = self._shape()[:3]
        colour = self._theme.tokens.colour
        for first, last, role in (
            (FLOOR_DBFS, AMBER_DBFS, "meter_low"),
            (AMBER_DBFS, RED_DBFS, "meter_mid"),
            (RED_DBFS, 0.0, "meter_high"),
        ):
            left = self._x(first)
            right = min(peak, self._x(last))
            if right > left:
                painter.fillRect(left, 0, right - left, _BAR, colour(role))
        if rms > 0:  # the loudness, VU-like, as a line inside the bar
            painter.fillRect(0, _BAR - 3, rms, 3, QColor(0, 0, 0, 90))
        if held > 0:
            role = zone(self._needle.hold)
            painter.fillRect(held - 2, 0, 2, _BAR, colour(role))
        if self._clipped:
            painter.fillRect(self._lamp(), colour("meter_high"))
        painter.end()

    def _shape(self) -> tuple[int, int, int, bool]:
        """What is seen, in pixels: two frames of one shape need one painting."""
        needle = self._needle
        return (
            self._x(needle.peak),
            self._x(needle.rms),
            self._x(needle.hold),
            self._clipped,
        )

    def _x(self, dbfs: float) -> int:
        share = (max(FLOOR_DBFS, min(0.0, dbfs)) - FLOOR_DBFS) / -FLOOR_DBFS
        return round(share * (self.width() - _LAMP - _LAMP_GAP))

    def _lamp(self) -> QRect:
        return QRect(self.width() - _LAMP, 0, _LAMP, _BAR)

    def _label_height(self) -> int:
        return self.fontMetrics().height() - 1

    def _forget_ground(self) -> None:
        self._ground = None
        self.update()

    def _paint_ground(self) -> QPixmap:
        tokens = self._theme.tokens
        ratio = self.devicePixelRatioF()
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ground)
        painter.fillRect(0, 0, self._x(0.0), _BAR, tokens.colour("line"))
        painter.setPen(tokens.colour("edge"))
        painter.drawRect(self._lamp().adjusted(0, 0, -1, -1))
        for first, last, role in (
            (-20.0, -9.0, "meter_mid"),
            (-9.0, 0.0, "meter_high"),
        ):
            shade = QColor(tokens.colour(role))
            shade.setAlpha(60)
            left = self._x(first)
            painter.fillRect(left, 0, self._x(last) - left, _BAR, shade)
        if self._scale:
            self._paint_scale(painter)
        quiet, loud = (self._x(dbfs) for dbfs in SPEECH_DBFS)
        painter.fillRect(quiet, _BAR, loud - quiet, _ZONE, tokens.colour("accent"))
        painter.end()
        return ground

    def _paint_scale(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        painter.setFont(font(scale=0.74))
        widest = painter.fontMetrics().horizontalAdvance(f"{MINUS}00 ")
        room = self._x(FLOOR_DBFS + _TICK_DB)
        label_db = _TICK_DB if room > 1.3 * widest else 2 * _TICK_DB
        for db in range(int(FLOOR_DBFS), 1, _TICK_DB):
            x = self._x(db)
            labelled = db % label_db == 0
            painter.fillRect(x, _BAR, 1, 4 if labelled else 2, tokens.colour("edge"))
            if labelled:
                left = min(max(0.0, x - 20.0), self.width() - 40.0)
                align = Qt.AlignmentFlag.AlignHCenter
                if db == FLOOR_DBFS:
                    align = Qt.AlignmentFlag.AlignLeft
                box = QRectF(left, _BAR + 3, 40, self._label_height() - 2)
                painter.setPen(tokens.colour("soft"))
                painter.drawText(box, int(align), str(db).replace("-", MINUS))
