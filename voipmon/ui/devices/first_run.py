"""After the first sign-in: choose the output, hear it, know three keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from voipmon.core.domain.commands import Ear
from voipmon.ui.devices import words
from voipmon.ui.devices.chooser import OutputList
from voipmon.ui.devices.line import Line
from voipmon.ui.devices.sound_check import SoundCheck
from voipmon.ui.devices.try_out import TryOut
from voipmon.ui.keys import hints
from voipmon.ui.state import WindowState
from voipmon.ui.theme import BANNER, Theme, font
from voipmon.ui.tokens import GAP

FOLLOW_MS = 100
_WIDE = 84  # average letters
_FRAME = 60  # [px] for title bar and panels of the desktop
WORKS = "Listening works. The microphone is not used."
_WHERE = "Where should calls be played? Choose the output, then play the test sound."


class FirstRun(QDialog):
    """Two steps; Esc skips. It blocks nothing.

    Args:
        choose: Told name and API of the output.
        fixed: Why no output can be chosen, "" if one can.
    """

    def __init__(
        self,
        window: QWidget,
        *,
        check: SoundCheck,
        state: WindowState,
        theme: Theme,
        choose: Callable[[str, str], None],
        fixed: str = "",
    ) -> None:
        super().__init__(window)
        self.setObjectName("first_run")
        self.setWindowTitle("Hear a test sound - voipmon")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._check = check
        self._state = state
        self.outputs = OutputList(state, theme, choose, fixed)
        self.try_out = TryOut(check, state, theme)
        self._status = Line(theme, "first_run_status")
        self._bluetooth = _paragraph("", soft=True)
        self._bluetooth.setObjectName("first_run_bluetooth")
        self._make_buttons()
        self._steps = self._first_step(), self._second_step()
        self._steps[1].hide()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self.follow)
        self._timer.start()
        check.forget()
        self.follow()
        self.try_out.buttons[Ear.BOTH].setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GAP, 2 * GAP + 4, 3 * GAP, 2 * GAP + 4)
        column.setSpacing(2 * GAP)
        for step in self._steps:
            column.addWidget(step, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self.heard)
        buttons.addWidget(self.done_button)
        column.addLayout(buttons)
        self.setMinimumWidth(_WIDE * self.fontMetrics().averageCharWidth())

    def _fit(self) -> None:
        """As high as the lines need that wrap; it grows only, so that nothing jumps."""
        column = self.layout()
        if column is None or not self.isVisible():
            return
        column.activate()
        wanted = max(column.totalHeightForWidth(self.width()), self.height())
        room = self.screen().availableSize().height() - _FRAME
        if self.height() < wanted <= room:
            self.resize(self.width(), wanted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _make_buttons(self) -> None:
        self.skip = _button("first_run_skip", "&Skip", "Go on without the test (Esc)")
        self.skip.clicked.connect(self.reject)
        self.heard = _button("first_run_heard", "&I hear it", "")
        self.heard.setProperty("primary", True)
        self.heard.clicked.connect(self._confirm)
        self.done_button = _button("first_run_done", "&Done", "Close (Enter)")
        self.done_button.setProperty("primary", True)
        self.done_button.hide()
        self.done_button.clicked.connect(self.accept)

    def _first_step(self) -> QWidget:
        step, column = _step("Hear a test sound")
        column.addWidget(_paragraph(_WHERE))
        column.addWidget(self.outputs)
        for part in (self._status, self._bluetooth, self.try_out):
            column.addWidget(part)
        column.addStretch(1)
        return step

    def _second_step(self) -> QWidget:
        step, column = _step(WORKS)
        column.addWidget(_paragraph("Three keys to know:"))
        keys = QGridLayout()
        keys.setHorizontalSpacing(3 * GAP)
        keys.setVerticalSpacing(GAP)
        keys.setColumnStretch(1, 1)
        for row, (key, meaning) in enumerate(self.key_lines()):
            name = QLabel(key)
            name.setFont(font(weight=QFont.Weight.DemiBold))
            keys.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            keys.addWidget(_paragraph(meaning), row, 1)
        column.addLayout(keys)
        column.addWidget(
            _paragraph("Output and test sound: Settings, page Devices.", soft=True)
        )
        column.addStretch(1)
        return step

    @staticmethod
    def key_lines() -> tuple[tuple[str, str], ...]:
        """The keys as they are mapped now, and what they do."""
        return (
            (hints.key("list.listen"), "listens to the call marked in the list"),
            (f"{hints.key('stop')} twice", "leaves the call"),
            (hints.key("help"), "shows all keys"),
        )

    @property
    def confirmed(self) -> bool:
        """The supervisor said that the test sound is heard."""
        return self._steps[1].isVisibleTo(self)

    def follow(self) -> None:
        """Show what is so now."""
        self.outputs.follow()
        self._status.show_word(words.status(self._state))
        hint = words.bluetooth_hint(self._state.devices, self._state.output)
        if hint != self._bluetooth.text():
            self._bluetooth.setText(hint)
        self._bluetooth.setVisible(bool(hint))
        self.try_out.follow()
        if self.heard.isEnabled() != self._check.played:
            self.heard.setEnabled(self._check.played)
            self.heard.setDefault(self._check.played)
        tip = "Go on (Enter)" if self._check.played else "Play the test sound first"
        if tip != self.heard.toolTip():
            self.heard.setToolTip(tip)
        self._fit()

    def _confirm(self) -> None:
        self._steps[0].hide()
        self._steps[1].show()
        for part in (self.skip, self.heard):
            part.hide()
        self.done_button.show()
        self.done_button.setDefault(True)
        self.done_button.setFocus()
        self.setWindowTitle("Listening works - voipmon")


def _step(title: str) -> tuple[QWidget, QVBoxLayout]:
    step = QWidget()
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP + 4)
    head = _paragraph(title)
    head.setFont(font(scale=BANNER, weight=QFont.Weight.DemiBold))
    column.addWidget(head)
    return step, column


def _paragraph(text: str, *, soft: bool = False) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("soft", soft)
    return label


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
