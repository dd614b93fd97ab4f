"""Every key that the help sheet names is bound in the real window."""

from PySide6.QtGui import QKeySequence, QShortcut

from voipmon.ui.help_sheet import KEYS


def test_the_window_binds_what_the_sheet_names(window):
    bound = {s.key().toString() for s in window.findChildren(QShortcut)}
    for key in ("Esc", "F1", "F5", "F6", "Ctrl+F", "Ctrl+1", "V", "Shift+V"):
        assert QKeySequence(key).toString() in bound
        assert any(key.split("+")[0] in named for named, _ in KEYS)
