"""The settings dialog with what its pages need, without the rest of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget

from voipmon.ui.devices.sound_check import SoundCheck
from voipmon.ui.keys.binding import Binding
from voipmon.ui.preferences import Preferences
from voipmon.ui.setup.context import Context
from voipmon.ui.setup.dialog import SetupDialog

PLACES = {"settings_path": "/home/sam/settings.toml", "policy_path": "/etc/policy.toml"}


class Desk:
    """A context, and what was asked of the window through it."""

    def __init__(self, window: QWidget, state, theme) -> None:
        self.asked: list[object] = []
        self.state = state
        self.preferences = Preferences(places=PLACES)
        self.check = SoundCheck(state, self.asked.append, lambda: None)
        binding = Binding(window, QWidget(window), QWidget(window))
        binding.bind("search", lambda: None)
        self.context = Context(
            preferences=self.preferences,
            theme=theme,
            state=state,
            binding=binding,
            window=window,
            devices=self,
            account=lambda: self.asked.append("account"),
        )

    def choose(self, name: str, api: str) -> None:
        self.asked.append((name, api))

    def show_first_run(self) -> None:
        self.asked.append("first run")


@pytest.fixture
def desk(qtbot, state, theme) -> Iterator[Desk]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    yield Desk(window, state, theme)
    window.close()


@pytest.fixture
def dialog(desk, qtbot) -> SetupDialog:
    made = SetupDialog(desk.context)
    made.show()
    qtbot.waitUntil(made.isVisible)
    return made
