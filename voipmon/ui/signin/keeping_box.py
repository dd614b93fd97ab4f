"""Whether, and where, the sign-in outlives the program: asked, never assumed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from voipmon.core.domain.profile import Keeping
from voipmon.ui.theme import SMALL, font
from voipmon.ui.tokens import GAP

_WHAT = {
    False: "Kept in the system keychain until you sign out. Your password is not.",
    True: "The access key is kept in the system keychain until you sign out.",
}
_NO_KEYCHAIN = "No keychain was found on this computer. Keep the sign-in:"
_WITHOUT = (
    "No keychain was found on this computer: you are signed in until voipmon is closed."
)
_NOT_ALLOWED = "By your settings you are signed in until voipmon is closed."
_OPEN_FILE = (
    "It is not encrypted. An administrator, or whoever gets a copy of this disk, "
    "could listen to calls with it until it expires."
)


class KeepingBox(QWidget):
    """A tick for the keychain; two choices where there is none."""

    changed = Signal()  # what is shown: it may need another height

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keeping_box")
        self._by_key = False
        self.stay = QCheckBox("S&tay signed in")
        self.stay.setObjectName("stay_check")
        self.stay.setAccessibleName("Stay signed in")
        self.stay.setToolTip("Sign in by itself at the next start (Alt+T)")
        self.none = QLabel(_NO_KEYCHAIN)
        self.session = QRadioButton("&only until voipmon is closed")
        self.session.setObjectName("keep_session")
        self.session.setToolTip("Nothing is kept; you are asked again (Alt+O)")
        self.session.setChecked(True)
        self.file = QRadioButton("&in a file that only your user account can read")
        self.file.setObjectName("keep_file")
        self.file.setToolTip("Sign in by itself at the next start (Alt+I)")
        self.hint = QLabel()
        self.hint.setObjectName("keeping_hint")
        self.hint.setFont(font(scale=SMALL))
        self.hint.setProperty("soft", True)
        self.hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        self.none.setWordWrap(True)
        for part in (self.stay, self.none, self.session, self.file, self.hint):
            column.addWidget(part)
        for choice in (self.stay, self.session, self.file):
            choice.toggled.connect(self._show_hint)
        self._most = Keeping.FILE
        self._keychain, self._files = True, False
        self._offer()

    def limit(self, most: Keeping) -> None:
        """Offer no place that is more lasting than this."""
        self._most = most
        self._offer()

    def show_keychain(self, *, usable: bool, offers_file: bool) -> None:
        """Ask what can be had here."""
        self._keychain, self._files = usable, offers_file
        self._offer()

    def _offer(self) -> None:
        usable = self._keychain and self._most is not Keeping.SESSION
        files = self._files and not usable and self._most is Keeping.FILE
        self.stay.setVisible(usable)
        self.none.setVisible(not usable)
        self.none.setText(_NO_KEYCHAIN if files else _WITHOUT)
        if self._most is Keeping.SESSION:
            self.none.setText(_NOT_ALLOWED)
        for choice in (self.session, self.file):
            choice.setVisible(files)
        self._show_hint()

    def show_way(self, *, by_key: bool) -> None:
        """What would be kept: the token of a name and password, or the key itself."""
        self._by_key = by_key
        self._show_hint()

    def choose(self, keeping: Keeping) -> None:
        """Begin with what was chosen last."""
        self.stay.setChecked(keeping is Keeping.KEYCHAIN)
        self.file.setChecked(keeping is Keeping.FILE)

    @property
    def keeping(self) -> Keeping:
        """What is chosen now."""
        if self.stay.isChecked() and not self.stay.isHidden():
            return Keeping.KEYCHAIN
        if self.file.isChecked() and not self.file.isHidden():
            return Keeping.FILE
        return Keeping.SESSION

    def _show_hint(self) -> None:
        words = {
            Keeping.KEYCHAIN: _WHAT[self._by_key],
            Keeping.FILE: _OPEN_FILE,
            Keeping.SESSION: "",
        }[self.keeping]
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        self.changed.emit()
