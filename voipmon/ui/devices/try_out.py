"""Left, right, both: plays the test sound and says what became of it."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from voipmon.core.domain.commands import Ear
from voipmon.ui.access.announce import announce
from voipmon.ui.devices import words
from voipmon.ui.devices.line import Line
from voipmon.ui.devices.sound_check import SoundCheck
from voipmon.ui.state import WindowState
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.tokens import GAP

_BUTTONS = {Ear.LEFT: "&Left", Ear.RIGHT: "Ri&ght", Ear.BOTH: "&Both"}


class TryOut(QWidget):
    """Three buttons and the answer; `follow` keeps it true."""

    def __init__(self, check: SoundCheck, state: WindowState, theme: Theme) -> None:
        super().__init__()
        self._check = check
        self.buttons = {ear: self._button(ear, text) for ear, text in _BUTTONS.items()}
        self._state = state
        self._answer = Line(theme, "test_answer")
        self._hint = QLabel()
        self._hint.setObjectName("test_hint")
        self._hint.setFont(font(scale=SMALL))
        self._hint.setProperty("soft", True)
        self._hint.setWordWrap(True)
        self.unmute = QPushButton("&Unmute")
        self.unmute.setObjectName("test_unmute")
        self.unmute.setToolTip("Let everything be heard again")
        self.unmute.setAutoDefault(False)
        self.unmute.clicked.connect(self._unmute)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(self.unmute)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP - 2)
        column.addLayout(row)
        column.addWidget(self._answer)
        column.addWidget(self._hint)
        self.follow()

    def _button(self, ear: Ear, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"test_{ear.value}")
        what = f"Play the test sound {words.SIDES[ear]}"
        button.setAccessibleName(what)
        key = f"Alt+{text[text.index('&') + 1].upper()}"
        button.setToolTip(f"{what}, whatever is set for calls ({key})")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._play(ear))
        return button

    @property
    def answer(self) -> str:
        """What became of the last one."""
        return self._answer.text

    def follow(self) -> None:
        """Say what is so now."""
        word = self._check.word()
        if self._answer.show_word(word) and word is not None:
            announce(self._answer, word.text)
        if self._check.muted != self.unmute.isVisibleTo(self):
            self.unmute.setVisible(self._check.muted)
        hint = words.quiet_hint(self._state)
        if not hint and self._check.whole and not self._state.engine_dead:
            hint = words.NOTHING_HEARD
        if hint != self._hint.text():
            self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _play(self, ear: Ear) -> None:
        self._check.play(ear)
        self.follow()

    def _unmute(self) -> None:
        self.buttons[Ear.BOTH].setFocus()  # this button goes
        self._check.unmute()
        self.follow()
