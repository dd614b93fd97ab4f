"""F1: every key on one sheet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QWidget

from voipmon.ui.theme import BANNER, font
from voipmon.ui.tokens import GAP

KEYS = (
    ("Up, Down, Home, End", "Move in the list; nothing is listened to by moving"),
    ("Enter, or a click", "Listen to the row, in place of the selected card"),
    ("Ctrl+Enter, or Ctrl and click", "Listen to the row as well, up to four calls"),
    ("Ctrl+1 … Ctrl+4", "Select a card"),
    ("Esc, Esc", "Leave the selected call; one Esc cancels connecting"),
    ("V, Shift+V", "Selected call 3 dB quieter, louder"),
    ("Ctrl+Shift+M", "Mute all"),
    ("Ctrl+F", "Search"),
    ("F5", "Refresh the list; on a lost call: try again"),
    ("F6, Shift+F6", "Next, previous part of the window"),
    ("Ctrl+C", "With Link quality open: copy it as text"),
    ("F1", "This sheet"),
    ("Ctrl+Q", "Quit"),
)


class HelpSheet(QDialog):
    """A plain list of keys; Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help_sheet")
        self.setWindowTitle("Keys - voipmon")
        grid = QGridLayout(self)
        grid.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        grid.setHorizontalSpacing(3 * GAP)
        grid.setVerticalSpacing(GAP)
        title = QLabel("Keys")
        title.setFont(font(scale=BANNER * 1.2, weight=QFont.Weight.DemiBold))
        grid.addWidget(title, 0, 0, 1, 2)
        for row, (keys, meaning) in enumerate(KEYS, start=1):
            left = QLabel(keys)
            left.setFont(font(weight=QFont.Weight.DemiBold))
            grid.addWidget(left, row, 0)
            grid.addWidget(QLabel(meaning), row, 1)
        close = QPushButton("&Close")
        close.setObjectName("help_close")
        close.clicked.connect(self.accept)
        grid.addWidget(close, len(KEYS) + 1, 1, Qt.AlignmentFlag.AlignRight)
