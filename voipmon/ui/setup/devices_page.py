"""Settings, page Devices: the output, its test, how both ears are used."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton

from voipmon.core.domain.commands import Ear
from voipmon.ui.devices import words
from voipmon.ui.devices.chooser import OutputList
from voipmon.ui.devices.line import Line
from voipmon.ui.devices.try_out import TryOut
from voipmon.ui.setup.context import Context
from voipmon.ui.setup.form import Form

FOLLOW_MS = 100


class DevicesPage(Form):
    """Follows the devices while it is seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.preferences, "Devices")
        self._state = context.state
        locked = "devices.output_name" in context.preferences.locked
        self.outputs = OutputList(
            context.state,
            context.theme,
            context.devices.choose,
            fixed=words.FIXED if locked else "",
        )
        self.row("Output", self.outputs)
        self._status = Line(context.theme, "output_status")
        self.row("", self._status)
        self._bluetooth = self.words("")
        self._bluetooth.setObjectName("bluetooth_hint")
        if locked:
            self.words(words.FIXED)
        self.words(words.NO_FALL_BACK)
        self.try_out = TryOut(context.devices.check, context.state, context.theme)
        self.row("Test sound", self.try_out)
        self._ears()
        again = QPushButton("Show the &first steps again…")
        again.setObjectName("first_run_again")
        again.setToolTip("Choose the output and hear the test sound, step by step")
        again.setAutoDefault(False)
        again.clicked.connect(context.devices.show_first_run)
        self.widget(again)
        self.fields += [("devices", "output_name"), ("devices", "output_api")]
        self.end()
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self.follow)
        self.follow()

    def _ears(self) -> None:
        """The same settings as on the page Listening, where the test is."""
        sides = {
            Ear.BOTH: "Both ears",
            Ear.LEFT: "The left ear",
            Ear.RIGHT: "The right ear",
        }
        box = self.choice("listening", "ear", "&Play calls on", sides)
        box.setObjectName("devices_ear")
        self.check("listening", "mono", "&Mono").setObjectName("devices_mono")

    def follow(self) -> None:
        """Show what is so now."""
        self.outputs.follow()
        self._status.show_word(words.status(self._state))
        hint = words.bluetooth_hint(self._state.devices, self._state.output)
        if hint != self._bluetooth.text():
            self._bluetooth.setText(hint)
        self._bluetooth.setVisible(bool(hint))
        self.try_out.follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
