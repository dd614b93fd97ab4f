"""Controls show their setting, change it at once, and say when they are locked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from voipmon.core.domain.commands import Ear
from voipmon.core.domain.policy import Policy
from voipmon.ui.preferences import Preferences
from voipmon.ui.setup.form import LOCKED, Form

EARS = {Ear.BOTH: "Both", Ear.LEFT: "Left", Ear.RIGHT: "Right"}


@pytest.fixture
def make(qtbot):
    def made(**policy):
        preferences = Preferences(policy=Policy(**policy))
        form = Form(preferences, "A page")
        qtbot.addWidget(form)
        form.show()
        return form, preferences

    return made


def test_each_control_changes_its_field_and_follows_it(make, qtbot):
    form, preferences = make()
    box = form.check("listening", "mono", "&Mono")
    ears = form.choice("listening", "ear", "&Ears", EARS)
    taps = form.number("listening", "taps", "&Ready", "")
    back = form.number("listening", "hop_back_s", "&Back", "s", step=0.5)
    box.click()
    QTest.keyClicks(ears, "R")
    QTest.keyClick(taps, Qt.Key.Key_Up)
    QTest.keyClick(back, Qt.Key.Key_Down)
    now = preferences.now.listening
    assert (now.mono, now.ear, now.taps, now.hop_back_s) == (True, Ear.RIGHT, 3, 2.5)
    preferences.restore("listening")
    assert not box.isChecked()
    assert (ears.currentText(), taps.value(), back.value()) == ("Both", 2, 3.0)
    assert form.fields == [
        ("listening", name) for name in ("mono", "ear", "taps", "hop_back_s")
    ]


def test_a_control_says_who_it_is_and_what_it_means(make):
    form, _ = make()
    box = form.check("listening", "mono", "&Mono")
    assert box.objectName() == "listening_mono"
    assert box.accessibleName() == "Mono"
    assert box.toolTip() == box.accessibleDescription()
    assert "from the middle" in box.toolTip()


def test_what_the_administrator_fixed_cannot_be_changed_here(make):
    form, _ = make(fixed={"listening.mono": True}, most={"listening.taps": 3})
    box = form.check("listening", "mono", "&Mono")
    taps = form.number("listening", "taps", "&Ready", "")
    assert not box.isEnabled()
    assert box.isChecked()
    assert LOCKED in box.toolTip()
    assert any(LOCKED in label.text() for label in form.findChildren(QLabel))
    assert taps.isEnabled()
    assert taps.maximum() == 3


def test_a_number_typed_is_taken_when_it_is_complete(make):
    form, preferences = make()
    taps = form.number("listening", "taps", "&Ready", "")
    taps.selectAll()
    QTest.keyClicks(taps, "7")
    assert preferences.now.listening.taps == 2
    QTest.keyClick(taps, Qt.Key.Key_Return)
    assert preferences.now.listening.taps == 7


def test_a_value_between_the_usual_ones_is_shown(make):
    form, preferences = make()
    preferences.change("appearance", scale_percent=137)
    box = form.choice("appearance", "scale_percent", "Size", {100: "100 %"})
    assert box.currentText() == "137"


def test_facts_can_be_copied(make):
    form, _ = make()
    label = form.fact("Version", "1.2", "the_version")
    assert label.text() == "1.2"
    flags = label.textInteractionFlags()
    assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard
