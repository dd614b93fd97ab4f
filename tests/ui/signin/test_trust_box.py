"""A self-signed server: folded away until it is needed."""

import pytest
from PySide6.QtWidgets import QFileDialog

from voipmon.ui.signin.trust_box import TrustBox


@pytest.fixture
def box(qtbot, theme):
    made = TrustBox(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_folded_unless_something_is_remembered(box, qtbot):
    box.prefill("", "")
    assert not box.pin.isVisible()
    with qtbot.waitSignal(box.unfolded):
        box.prefill("", "ab")
    assert box.pin.isVisible()
    assert box.pin.text() == "ab"


def test_what_was_typed_is_not_overwritten(box):
    box.ca_file.setText("/mine.pem")
    box.prefill("/old.pem", "")
    assert box.ca_file.text() == "/mine.pem"


def test_a_file_that_is_chosen_is_filled_in(box):
    box.expand.click()
    box.browse.click()
    dialog = box.findChild(QFileDialog)
    dialog.fileSelected.emit("/etc/ca.pem")
    dialog.reject()
    assert box.ca_file.text() == "/etc/ca.pem"
