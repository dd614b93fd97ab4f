"""Boxes for columns follow the settings both ways."""

from PySide6.QtWidgets import QCheckBox

from voipmon.core.domain.policy import Policy
from voipmon.ui.preferences import Preferences
from voipmon.ui.setup.column_choice import ColumnChoice


def test_a_box_hides_and_shows(qtbot):
    preferences = Preferences()
    choice = ColumnChoice(preferences)
    qtbot.addWidget(choice)
    box = choice.findChild(QCheckBox, "column_level")
    assert box.isChecked()
    box.click()
    assert preferences.now.layout.hidden == ("level",)
    preferences.restore("layout", "hidden")
    assert box.isChecked()
    assert choice.findChild(QCheckBox, "column_who") is None


def test_locked_columns_cannot_be_changed(qtbot):
    policy = Policy(fixed={"layout.hidden": ("level",)})
    choice = ColumnChoice(Preferences(policy=policy))
    qtbot.addWidget(choice)
    boxes = choice.findChildren(QCheckBox)
    assert boxes
    assert not any(box.isEnabled() for box in boxes)
    assert not choice.findChild(QCheckBox, "column_level").isChecked()
