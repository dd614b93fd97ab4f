"""Choosing, making, renaming and deleting profiles: what is asked for."""

import pytest
from PySide6.QtWidgets import QInputDialog, QMessageBox

from voipmon.core.domain.profile import DEFAULT
from voipmon.ui.signin.profile_row import (
    DeleteProfile,
    OpenProfile,
    ProfileRow,
    RenameProfile,
)


@pytest.fixture
def row(qtbot):
    made = ProfileRow()
    qtbot.addWidget(made)
    made.asked, made.faults = [], []
    made.wanted.connect(made.asked.append)
    made.refused.connect(made.faults.append)
    made.show_profiles((DEFAULT, "Berlin team", "Rome"), "Rome")
    made.show()
    return made


def answer(row, text):
    dialog = row.findChild(QInputDialog)
    dialog.setTextValue(text)
    dialog.accept()


def test_another_is_opened_and_until_then_the_present_one_is_shown(row):
    row.combo.setCurrentIndex(1)
    row.combo.activated.emit(1)
    assert row.asked == [OpenProfile(name="Berlin team")]
    assert row.combo.currentText() == "Rome"
    row.combo.activated.emit(2)
    assert len(row.asked) == 1, "the present one again is no wish"


def test_a_new_one_with_a_tidy_name(row):
    row.new.trigger()
    answer(row, "  Oslo   2 ")
    assert row.asked == [OpenProfile(name="Oslo 2", new=True)]


@pytest.mark.parametrize(("name", "why"), [("rome", "already"), ("a/b", "letters")])
def test_a_name_that_cannot_be_one(row, name, why):
    row.new.trigger()
    answer(row, name)
    assert not row.asked
    assert why in row.faults[0]


def test_renamed_also_in_case_alone(row):
    row.rename.trigger()
    answer(row, "ROME")
    assert row.asked == [RenameProfile(name="ROME")]


def test_deleted_only_when_that_is_confirmed(row):
    row.delete.trigger()
    box = row.findChild(QMessageBox)
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    assert "Rome" in box.text()
    box.defaultButton().click()
    assert not row.asked
    next(b for b in box.buttons() if b.text() == "Delete").click()
    assert row.asked == [DeleteProfile()]


def test_the_default_one_stays(row):
    row.show_profiles((DEFAULT,), DEFAULT)
    assert not row.rename.isEnabled()
    assert not row.delete.isEnabled()
    assert row.new.isEnabled()
