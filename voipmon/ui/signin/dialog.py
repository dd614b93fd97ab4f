"""Server, and either a user name with password or an access key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from voipmon.core.domain.commands import SignIn
from voipmon.ui import icons
from voipmon.ui.messages import Message
from voipmon.ui.theme import BANNER, SMALL, Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.error_box import ErrorBox

_WIDTH = 440  # [px]


class SignInDialog(QDialog):
    """Emits `submitted`; is told the outcome by `show_failure` or `forget`."""

    submitted = Signal(object)  # SignIn
    cancelled = Signal()  # while signing in

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in_dialog")
        self.setWindowTitle("Sign in - voipmon")
        self.setMinimumWidth(_WIDTH)
        self._theme = theme
        self._busy = False
        title = QLabel("Sign in")
        title.setFont(font(scale=BANNER * 1.2, weight=QFont.Weight.DemiBold))
        self.server = _edit("server_edit", "Server address", "api.voipbin.net")
        self._make_tabs()
        self._make_self_signed()
        self.error = ErrorBox(theme)
        self.error.setObjectName("sign_in_error")
        self._make_buttons()
        self._lay_out(title)
        self._tint()
        theme.changed.connect(self._tint)

    # -- building --------------------------------------------------------------------

    def _make_tabs(self) -> None:
        self.user = _edit("user_edit", "User name", "")
        self.password = _edit("password_edit", "Password", "")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.accesskey = _edit("accesskey_edit", "Access key", "")
        self.accesskey.setEchoMode(QLineEdit.EchoMode.Password)
        by_name, by_key = QWidget(), QWidget()
        _rows(by_name, ("&User name", self.user), ("&Password", self.password))
        _rows(by_key, ("Access &key", self.accesskey))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("sign_in_tabs")
        self.tabs.setAccessibleName("Way to sign in")
        self.tabs.addTab(by_name, "User &name and password")
        self.tabs.addTab(by_key, "&Access key")

    def _make_self_signed(self) -> None:
        self._expand = QToolButton()
        self._expand.setObjectName("self_signed_button")
        self._expand.setText("Self-signed server")
        self._expand.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._expand.setCheckable(True)
        self._expand.toggled.connect(self._on_expand)
        self.ca_file = _edit("ca_file_edit", "CA file", "/path/to/ca.pem")
        self.pin = _edit("pin_edit", "Certificate fingerprint, SHA-256", "SHA-256, hex")
        browse = QPushButton("&Browse…")
        browse.setObjectName("ca_browse_button")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self._trust = QWidget()
        form = _rows(
            self._trust, ("&CA file", self.ca_file), ("&Fingerprint", self.pin)
        )
        form.setContentsMargins(2 * GAP, 0, 2 * GAP, 0)
        form.addWidget(browse, 0, 2)
        form.addWidget(self.pin, 1, 1, 1, 2)
        self._trust.hide()

    def _make_buttons(self) -> None:
        self.button = QPushButton("&Sign in")
        self.button.setObjectName("sign_in_button")
        self.button.setProperty("primary", True)
        self.button.setDefault(True)
        self.button.clicked.connect(self._submit)
        self.cancel = QPushButton("Cancel")
        self.cancel.setObjectName("sign_in_cancel")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self._cancel)

    def _lay_out(self, title: QLabel) -> None:
        label = QLabel("Se&rver")
        label.setBuddy(self.server)
        hint = QLabel("Nothing but the address and the user name is remembered.")
        hint.setProperty("soft", True)
        hint.setFont(font(scale=SMALL))
        buttons = QHBoxLayout()
        buttons.addWidget(hint, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GAP, 2 * GAP + 4, 3 * GAP, 2 * GAP + 4)
        column.setSpacing(GAP + 2)
        column.addWidget(title)
        column.addWidget(self.error)
        address = QVBoxLayout()
        address.setSpacing(4)
        address.addWidget(label)
        address.addWidget(self.server)
        column.addLayout(address)
        column.addWidget(self.tabs)
        column.addWidget(self._expand)
        column.addWidget(self._trust)
        column.addStretch(1)
        column.addLayout(buttons)

    # -- from the window -------------------------------------------------------------

    def prefill(self, server: str, user: str) -> None:
        """Put in what is remembered and stand where the next thing is missing."""
        self.server.setText(self.server.text() or server)
        self.user.setText(self.user.text() or user)
        empty = (e for e in (self.server, self.user, self.password) if not e.text())
        next(empty, self.password).setFocus()

    def show_failure(self, message: Message) -> None:
        """The platform said no, or nothing; the fields stay as they are."""
        self._set_busy(False)
        self.error.show_message(message)
        self.adjustSize()
        secret = self.password if self.tabs.currentIndex() == 0 else self.accesskey
        secret.setFocus()
        secret.selectAll()

    def forget(self) -> None:
        """Signed in: empty the secrets and go."""
        self._set_busy(False)
        self.password.clear()
        self.accesskey.clear()
        self.error.hide()
        self.hide()

    # -- inside ----------------------------------------------------------------------

    def _submit(self) -> None:
        missing = self._missing()
        if missing is not None:
            what = f"{missing.accessibleName()} is missing."
            self.error.show_message(Message(what, "", ""))
            missing.setFocus()
            return
        by_name = self.tabs.currentIndex() == 0
        self._set_busy(True)
        self.submitted.emit(
            SignIn(
                server=self.server.text().strip(),
                username=self.user.text().strip() if by_name else "",
                password=self.password.text() if by_name else "",
                accesskey="" if by_name else self.accesskey.text().strip(),
                ca_file=self.ca_file.text().strip(),
                pin_sha256=self.pin.text().replace(":", "").strip().lower(),
            )
        )

    def _missing(self) -> QLineEdit | None:
        needed = [self.server]
        if self.tabs.currentIndex() == 0:
            needed += [self.user, self.password]
        else:
            needed.append(self.accesskey)
        return next((edit for edit in needed if not edit.text().strip()), None)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for part in (self.server, self.tabs, self._expand, self._trust):
            part.setEnabled(not busy)
        self.button.setEnabled(not busy)
        self.button.setText("Signing in…" if busy else "&Sign in")
        if busy:
            self.error.hide()
            self.cancel.setFocus()

    def _cancel(self) -> None:
        if self._busy:
            self._set_busy(False)
            self.cancelled.emit()
        else:
            self.password.clear()
            self.accesskey.clear()
            self.hide()

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "CA file", "", "Certificates (*.pem *.crt *.cer);;All files (*)"
        )
        if name:
            self.ca_file.setText(name)

    def _on_expand(self, shown: bool) -> None:
        self._trust.setVisible(shown)
        self._tint()
        self.adjustSize()

    def _tint(self) -> None:
        colour = self._theme.tokens.colour
        name = "chevron-up" if self._expand.isChecked() else "chevron-down"
        self._expand.setIcon(icons.icon(name, colour("soft")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._cancel()
        super().closeEvent(event)


def _edit(name: str, label: str, hint: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setObjectName(name)
    edit.setAccessibleName(label)
    edit.setPlaceholderText(hint)
    return edit


def _rows(parent: QWidget, *rows: tuple[str, QLineEdit]) -> QGridLayout:
    """Labels and fields on common lines, both in the middle of theirs."""
    grid = QGridLayout(parent)
    grid.setContentsMargins(2 * GAP, GAP + 4, 2 * GAP, GAP + 4)
    grid.setHorizontalSpacing(GAP + 4)
    grid.setVerticalSpacing(GAP)
    for number, (text, edit) in enumerate(rows):
        label = QLabel(text)
        label.setBuddy(edit)
        grid.addWidget(label, number, 0)
        grid.addWidget(edit, number, 1)
    grid.setColumnStretch(1, 1)
    return grid
