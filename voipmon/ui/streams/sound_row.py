"""How loud one call is, and where: mute, volume, left to right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from voipmon.ui import icons, wording
from voipmon.ui.card import Card
from voipmon.ui.keys import hints
from voipmon.ui.streams.place_slider import PlaceSlider
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.tokens import GAP

VOLUME_RANGE_DB = (-60, 12)
VOLUME_STEP_DB = 3
_NO_PLACE = "sound is mono or for one ear"


class SoundRow(QWidget):
    """Controls of one card; asks through signals."""

    volume_wanted = Signal(float, bool)  # dB, muted
    step_wanted = Signal(int)  # slots to the right

    def __init__(self, card: Card, theme: Theme) -> None:
        super().__init__()
        self._card = card
        self._theme = theme
        self._placed = True
        self._make_volume()
        self._place = PlaceSlider(theme)
        self._place.step_wanted.connect(self.step_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP - 3)
        row.addWidget(self._mute)
        row.addWidget(self._volume, 2)
        row.addWidget(self._gain)
        row.addStretch(1)
        row.addWidget(self._place)
        self._tint()
        theme.changed.connect(self._tint)

    def _make_volume(self) -> None:
        self._mute = QToolButton()
        self._mute.setObjectName("mute_button")
        self._mute.setIconSize(icons.ICON_SIZE)
        self._mute.setCheckable(True)
        self._mute.toggled.connect(self._on_volume)
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setObjectName("volume_slider")
        self._volume.setRange(*VOLUME_RANGE_DB)
        self._volume.setSingleStep(1)
        self._volume.setPageStep(VOLUME_STEP_DB)
        self._volume.setMinimumWidth(60)
        self._volume.setMaximumWidth(180)
        self._volume.setValue(round(self._card.volume_db))
        self._volume.valueChanged.connect(self._on_volume)
        self._gain = QLabel()
        self._gain.setFont(font(scale=SMALL))
        self._gain.setFixedWidth(
            self._gain.fontMetrics().horizontalAdvance(wording.gain(-59)) + 4
        )
        self._gain.setProperty("soft", True)

    def set_compact(self, compact: bool) -> None:
        """Low: mute and volume alone, beside the waveform."""
        self._gain.setVisible(not compact)
        self._place.setVisible(not compact)
        self._volume.setMaximumWidth(90 if compact else 180)

    def show_azimuth(self, azimuth_deg: float, *, placed: bool) -> None:
        """Show where it is heard; not `placed`: in mono or one ear alone."""
        before = self._place.text, self._placed
        self._placed = placed
        self._place.show_azimuth(azimuth_deg if placed else 0.0)
        if (self._place.text, placed) != before:
            self._place.setEnabled(placed)
            self._name_place()

    def show_volume(self) -> None:
        """The volume was changed from elsewhere: keys, another card's place."""
        for part in (self._volume, self._mute):
            part.blockSignals(True)
        self._volume.setValue(round(self._card.volume_db))
        self._mute.setChecked(self._card.muted)
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

    def _name_place(self) -> None:
        who, where = self._who, self._place.text
        if not self._placed:
            self._place.setAccessibleName(f"Place of {who}: {_NO_PLACE}")
            hints.put(self._place, f"No place: {_NO_PLACE} (Settings, Listening)")
            return
        self._place.setAccessibleName(f"Place of {who}: {where}")
        tip = f"Heard {where}. Move it left or right"
        hints.put(self._place, tip, "place.left", "place.right")

    @property
    def _who(self) -> str:
        row = self._card.row
        return wording.who(row) if row else self._card.kind.value

    def _tint(self) -> None:
        self._volume.setAccessibleName(f"Volume of {self._who}")
        hints.put(self._volume, "Volume of this call", "volume.down", "volume.up")
        self._show_gain()
        self._name_place()
