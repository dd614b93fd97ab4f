"""Fields carry a name for those who cannot see their label."""

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from voipmon.ui.signin.fields import edit, rows


def test_a_secret_is_masked_and_every_label_leads_to_its_field(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    name, word = edit("a", "User name", ""), edit("b", "Password", "", secret=True)
    rows(parent, ("&User", name), ("&Password", word))
    assert word.echoMode() is QLineEdit.EchoMode.Password
    assert name.echoMode() is QLineEdit.EchoMode.Normal
    assert (name.objectName(), name.accessibleName()) == ("a", "User name")
    assert [label.buddy() for label in parent.findChildren(QLabel)] == [name, word]
