"""Keys in sentences and tool tips."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from voipmon.ui.keys import hints
from voipmon.ui.keys.keymap import Keymap


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    yield made
    hints.use(Keymap(), made)


def test_the_key_of_now(window):
    assert hints.key("refresh") == "F5"
    hints.use(Keymap({"refresh": "F9"}), window)
    assert hints.key("refresh") == "F9"
    assert hints.tip("Refresh", "refresh") == "Refresh (F9)"


def test_without_a_key_none_is_named(window):
    hints.use(Keymap({"refresh": ""}), window)
    assert hints.tip("Refresh", "refresh") == "Refresh"


def test_a_tool_tip_follows(window):
    button = QPushButton(window)
    hints.put(button, "Refresh", "refresh")
    assert button.toolTip() == "Refresh (F5)"
    hints.use(Keymap({"refresh": "F9"}), window)
    assert button.toolTip() == "Refresh (F9)"
