"""What closing the window means: end the program, or go on listening in the tray."""

from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMessageBox, QWidget

from voipmon.core.domain.settings import OnClose
from voipmon.ui import icons


class Wish(Enum):
    """What to do with a window that is being closed."""

    QUIT = auto()
    HIDE = auto()
    ASK = auto()


def wish(on_close: OnClose, *, tray: bool, listening: bool) -> Wish:
    """Decide.

    Args:
        on_close: The supervisor's setting.
        tray: Somebody can find us in a tray; without one the program would be lost.
        listening: Something is heard, or about to be, that would go on.
    """
    if not tray or on_close is OnClose.QUIT:
        return Wish.QUIT
    if on_close is OnClose.TRAY:
        return Wish.HIDE
    return Wish.ASK if listening else Wish.QUIT


class CloseQuestion(QMessageBox):
    """Asked once: the answer is remembered, and can be changed in the settings."""

    answered = Signal(object)  # OnClose.TRAY or OnClose.QUIT

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("close_question")
        self.setWindowTitle("Closing the window")
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        size = 2 * self.fontMetrics().height()
        self.setIconPixmap(icons.pixmap("headphones", accent, size))
        self.setText("You are listening. Go on listening in the tray?")
        self.setInformativeText(
            "In the tray you go on hearing the calls, and the icon brings the window "
            "back. The answer is remembered; the settings can change it."
        )
        role = QMessageBox.ButtonRole
        self._stay = self.addButton("&Keep listening in the tray", role.AcceptRole)
        self._stay.setObjectName("close_to_tray_button")
        self._stay.setToolTip("Hide the window; the calls go on (Enter)")
        self._quit = self.addButton("&Quit voipmon", role.DestructiveRole)
        self._quit.setObjectName("close_quit_button")
        self._quit.setToolTip("Leave every call and end the program")
        back = self.addButton("&Cancel", role.RejectRole)
        back.setObjectName("close_cancel_button")
        back.setToolTip("Keep the window (Esc)")
        self.setDefaultButton(self._stay)
        self.setEscapeButton(back)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        pressed = self.clickedButton()
        if pressed is self._stay:
            self.answered.emit(OnClose.TRAY)
        elif pressed is self._quit:
            self.answered.emit(OnClose.QUIT)
