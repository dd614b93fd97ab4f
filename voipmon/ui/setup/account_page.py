"""Settings, page Account: who is signed in, and how long that may be kept."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from voipmon.core.domain.profile import Keeping
from voipmon.ui.setup.context import Context
from voipmon.ui.setup.form import Form

_FOLLOW_MS = 250


class AccountPage(Form):
    """Follows the sign-in while it is seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.preferences, "Account")
        self._state = context.state
        self._server = self.fact("Server", "", "account_server")
        self._user = self.fact("Signed in as", "", "account_user")
        self._button = QPushButton()
        self._button.setObjectName("account_sign_out")
        self._button.clicked.connect(context.account)
        self.widget(self._button)
        self.choice(
            "account",
            "keep_token",
            "A sign-in may be &kept",
            {
                Keeping.SESSION: "Until voipmon ends",
                Keeping.KEYCHAIN: "In the system's keychain",
                Keeping.FILE: "In the keychain, or a file",
            },
        )
        self.words("The password is never kept.")
        self.end()
        self._timer = QTimer(self)
        self._timer.setInterval(_FOLLOW_MS)
        self._timer.timeout.connect(self._follow)
        self._timer.start()
        self._follow()

    def _follow(self) -> None:
        link, signed_in = self._state.link, self._state.signed_in
        for label, words, text in (
            (self._server, "Server", link.server if signed_in else "none"),
            (self._user, "Signed in as", link.user if signed_in else "nobody"),
        ):
            shown = text or "an access key"
            if shown != label.text():
                label.setText(shown)
                label.setAccessibleName(f"{words}: {shown}")
        action = "Sign &out" if signed_in else "Sign &in…"
        if action != self._button.text():
            self._button.setText(action)
            self._button.setToolTip(action.replace("&", ""))
