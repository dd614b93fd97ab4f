"""Server, and either a user name with password or an access key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.profile import Profile
from voipmon.ui.messages import Message
from voipmon.ui.signin.fields import edit, rows, scrolled
from voipmon.ui.signin.keeping_box import KeepingBox
from voipmon.ui.signin.profile_row import ProfileRow
from voipmon.ui.signin.trust_box import TrustBox
from voipmon.ui.theme import BANNER, SMALL, Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.error_box import ErrorBox

_WIDTH = 30  # letters "0" of the dialog's font, so that it grows with the letters
_REMEMBERED = "as remembered"
_FIXED = "Set by your administrator."
_FRAME = 60  # pixels for the window manager's frame, and a little air


class SignInDialog(QDialog):
    """Emits `submitted`; is told the outcome by `show_failure` or `forget`.

    Args:
        keeps: There is a place where sign-ins are kept: profiles and "stay signed in"
            are offered.
    """

    submitted = Signal(object)  # SignIn; without a secret: the remembered one
    cancelled = Signal()  # while signing in

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, keeps: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in_dialog")
        self.setWindowTitle("Sign in - voipmon")
        self._busy = False
        self._keeps = keeps
        self._remembered: tuple[str, str, bool] | None = None
        title = QLabel("Sign in")
        title.setFont(font(scale=BANNER * 1.2, weight=QFont.Weight.DemiBold))
        self.profiles = ProfileRow()
        self.profiles.refused.connect(lambda why: self.say(Message(why, "", "")))
        self.server = edit("server_edit", "Server address", "api.voipbin.net")
        self._make_tabs()
        self.trust = TrustBox(theme)
        self.trust.unfolded.connect(self._fit)
        self.keep = KeepingBox()
        self.keep.changed.connect(self._fit)
        self.tabs.currentChanged.connect(
            lambda number: self.keep.show_way(by_key=number == 1)
        )
        self.error = ErrorBox(theme)
        self.error.setObjectName("sign_in_error")
        self._make_buttons()
        self._lay_out(title)
        for part in (self.profiles, self.keep):
            part.setVisible(keeps)

    # -- building --------------------------------------------------------------------

    def _make_tabs(self) -> None:
        self.user = edit("user_edit", "User name", "")
        self.password = edit("password_edit", "Password", "", secret=True)
        self.accesskey = edit("accesskey_edit", "Access key", "", secret=True)
        by_name, by_key = QWidget(), QWidget()
        rows(by_name, ("&User name", self.user), ("&Password", self.password))
        rows(by_key, ("Access &key", self.accesskey))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("sign_in_tabs")
        self.tabs.setAccessibleName("Way to sign in")
        self.tabs.addTab(by_name, "User &name and password")
        self.tabs.addTab(by_key, "&Access key")

    def _make_buttons(self) -> None:
        self.button = QPushButton("&Sign in")
        self.button.setObjectName("sign_in_button")
        self.button.setToolTip("Sign in (Enter)")
        self.button.setProperty("primary", True)
        self.button.setDefault(True)
        self.button.clicked.connect(self._submit)
        self.cancel = QPushButton("Cancel")
        self.cancel.setObjectName("sign_in_cancel")
        self.cancel.setToolTip("Cancel (Esc)")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self._cancel)

    def _lay_out(self, title: QLabel) -> None:
        self._body = self._make_body()
        self._scroll = scrolled("sign_in_scroll", self._body)
        hint = QLabel(
            "The password is never remembered."
            if self._keeps
            else "Nothing of this is remembered."
        )
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
        column.addWidget(self._scroll, 1)
        column.addLayout(buttons)
        self.setMinimumWidth(_WIDTH * 2 * self.fontMetrics().horizontalAdvance("0"))

    def _make_body(self) -> QWidget:
        """What is scrolled if the screen has no room for all of it."""
        label = QLabel("Se&rver")
        label.setBuddy(self.server)
        address = QVBoxLayout()
        address.setSpacing(4)
        address.addWidget(label)
        address.addWidget(self.server)
        self.fixed = QLabel(_FIXED)
        self.fixed.setObjectName("server_fixed")
        self.fixed.setFont(font(scale=SMALL))
        self.fixed.setProperty("soft", True)
        self.fixed.hide()
        address.addWidget(self.fixed)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP + 2)
        column.addWidget(self.profiles)
        column.addLayout(address)
        for part in (self.tabs, self.trust, self.keep):
            column.addWidget(part)
        column.addStretch(1)
        return body

    # -- from the window -------------------------------------------------------------

    def prefill(self, profile: Profile, *, remembered: bool = False) -> None:
        """Put in what is remembered and stand where the next thing is missing.

        Args:
            profile: As it was used last.
            remembered: There is a secret for it, so that none need be typed.
        """
        if not self.server.text():
            self.tabs.setCurrentIndex(1 if profile.by_key else 0)
            self.keep.choose(profile.keeping)
        self.server.setText(self.server.text() or profile.server)
        self.user.setText(self.user.text() or profile.user)
        self.trust.prefill(profile.ca_file, profile.pin_sha256)
        about = (profile.server, profile.user, profile.by_key)
        self._remembered = about if remembered else None
        for field in (self.password, self.accesskey):
            field.setPlaceholderText(_REMEMBERED if remembered else "")
        empty = (e for e in (self.server, self.user, self.password) if not e.text())
        next(empty, self.password).setFocus()

    def fix_server(self, address: str) -> None:
        """Sign in there and nowhere else; "" lets the person choose."""
        if address:
            self.server.setText(address)
            self.server.setToolTip(f"{self.server.accessibleName()}. {_FIXED}")
            self.server.setAccessibleDescription(_FIXED)
        self.server.setReadOnly(bool(address))
        self.fixed.setVisible(bool(address))

    def show_failure(self, message: Message) -> None:
        """The platform said no, or nothing; the fields stay as they are."""
        self._set_busy(False)
        self.say(message)
        secret = self.password if self.tabs.currentIndex() == 0 else self.accesskey
        secret.setFocus()
        secret.selectAll()

    def say(self, message: Message) -> None:
        """Something is not as it should be."""
        self.error.show_message(message)
        self._fit()

    def show_keychain(self, *, usable: bool, offers_file: bool) -> None:
        """What "stay signed in" can mean on this computer."""
        self.keep.show_keychain(usable=usable, offers_file=offers_file)
        self._fit()

    def forget(self) -> None:
        """Signed in: empty the secrets and go."""
        self._set_busy(False)
        self.password.clear()
        self.accesskey.clear()
        self.error.hide()
        self.hide()

    def forget_all(self) -> None:
        """Signed out: empty every field; what is remembered is filled in anew."""
        for field in (self.server, self.user, self.password, self.accesskey):
            field.clear()
        self.trust.ca_file.clear()
        self.trust.pin.clear()
        self._remembered = None

    # -- inside ----------------------------------------------------------------------

    def _submit(self) -> None:
        missing = self._missing()
        if missing is not None:
            self.say(Message(f"{missing.accessibleName()} is missing.", "", ""))
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
                ca_file=self.trust.ca_file.text().strip(),
                pin_sha256=self.trust.pin.text().replace(":", "").strip().lower(),
            )
        )

    def _missing(self) -> QLineEdit | None:
        by_name = self.tabs.currentIndex() == 0
        needed = [self.server, self.user] if by_name else [self.server]
        user = self.user.text().strip() if by_name else ""
        if self._remembered != (self.server.text().strip(), user, not by_name):
            needed.append(self.password if by_name else self.accesskey)
        return next((field for field in needed if not field.text().strip()), None)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for part in (self.profiles, self.server, self.tabs, self.trust, self.keep):
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

    def _fit(self) -> None:
        """As high as the lines need that wrap; `adjustSize` does not ask for those."""
        column, body = self.layout(), self._body.layout()
        if column is None or body is None or not self.isVisible():
            return
        body.activate()
        bar = self._scroll.verticalScrollBar().sizeHint()
        self._scroll.setMinimumWidth(body.minimumSize().width() + bar.width())
        self._scroll.setMinimumHeight(_height(body, self._scroll.width()))
        column.activate()
        high = _height(column, self.width())
        over = max(0, high - (self.screen().availableSize().height() - _FRAME))
        self._scroll.setMinimumHeight(self._scroll.minimumHeight() - over)
        self.setMinimumHeight(high - over)
        self.resize(self.width(), high - over)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._cancel()
        super().closeEvent(event)


def _height(layout: QLayout, width: int) -> int:
    """What all of it needs; -1, as Qt has it, is that no line could wrap."""
    return max(layout.totalHeightForWidth(width), layout.totalSizeHint().height())
