"""Signing in: with given credentials, or by asking; the dialog is made when needed."""

from concurrent.futures import Future

from PySide6.QtWidgets import QWidget

from voipmon.core.domain.commands import SignIn, SignOut
from voipmon.core.domain.facts import Fact, SignedIn, SignInFailed
from voipmon.core.domain.snapshot import Problem
from voipmon.ui.engine_port import Engine
from voipmon.ui.messages import message
from voipmon.ui.preferences import Preferences
from voipmon.ui.signin.dialog import SignInDialog
from voipmon.ui.theme import Theme

Given = SignIn | Future[SignIn] | None


class Account:
    """Owned by the main window.

    Args:
        given: Credentials to begin with; they are used once and not kept. A future
            where the server (of the practice calls) is still starting up.
        practice: The calls are practice ones: nobody knows the password, so what
            was given is kept and used again.
    """

    def __init__(
        self,
        engine: Engine,
        preferences: Preferences,
        theme: Theme,
        *,
        window: QWidget,
        given: Given,
        practice: bool = False,
    ) -> None:
        self._engine = engine
        self._preferences = preferences
        self._theme = theme
        self._window = window
        self._given = given
        self._practice = practice
        self._again: SignIn | None = None
        self._last: tuple[str, str] | None = None  # server and user, this session's
        self._dialog: SignInDialog | None = None

    def begin(self) -> None:
        """Sign in with what was given, or ask."""
        if self._given is None:
            self.ask()
        elif isinstance(self._given, SignIn):
            self._enter(self._given)
            self._given = None

    def tick(self) -> None:
        """Sign in as soon as it is known how."""
        if not isinstance(self._given, Future) or not self._given.done():
            return
        given, self._given = self._given, None
        if given.exception() is None:
            self._enter(given.result())
        else:
            self._show_failure(Problem(kind="demo"))

    def sign_in(self) -> None:
        """Sign in again: to the practice calls at once, else by asking."""
        if self._again is None:
            self.ask()
        else:
            self._engine.send(self._again)

    def _enter(self, given: SignIn) -> None:
        self._engine.send(given)
        if self._practice:
            self._again = given

    def _show_failure(self, problem: Problem) -> None:
        self.ask()
        if self._dialog is not None:
            self._dialog.show_failure(message(problem))

    def ask(self) -> None:
        """Show the dialog."""
        if self._dialog is None:
            self._dialog = SignInDialog(self._theme, self._window)
            self._dialog.submitted.connect(self._engine.send)
            self._dialog.cancelled.connect(lambda: self._engine.send(SignOut()))
        if not self._dialog.isVisible():
            kept = self._preferences.now.account
            self._dialog.prefill(*(self._last or (kept.server, kept.user)))
            self._dialog.open()

    def on_fact(self, fact: Fact) -> None:
        """The platform's answer."""
        match fact:
            case SignedIn(session=session):
                self._last = session.server, session.user
                if self._dialog is not None and self._dialog.isVisible():
                    self._dialog.forget()
                    self._preferences.change(
                        "account", server=session.server, user=session.user
                    )
            case SignInFailed(problem=problem):
                self._show_failure(problem)
