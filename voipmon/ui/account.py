"""Signing in: with given credentials, with remembered ones, or by asking.

Decision: a sign-in that the platform ended is never renewed by itself / because the
platform has no renewal for a token, and an access key that it refused once it refuses
again; the password is not kept / instead of asking in vain / would change with a
renewal that the platform offers.

Decision: signing out forgets here only / because the platform has no sign-out: a
token is good until it expires, seven days after it was given.
"""

from concurrent.futures import Future

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from voipmon.core.domain.commands import CancelSignIn, SignIn, SignOut
from voipmon.core.domain.facts import (
    EngineRestarted,
    Fact,
    Session,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from voipmon.core.domain.profile import DEFAULT, Keeping, Profile
from voipmon.core.domain.snapshot import Problem
from voipmon.ui.engine_port import Engine
from voipmon.ui.messages import Message, message
from voipmon.ui.preferences import Preferences
from voipmon.ui.signin.dialog import SignInDialog
from voipmon.ui.signin.known import fixed_server, sign_in_with, suggested, usable
from voipmon.ui.signin.profile_row import OpenProfile, ProfileWish
from voipmon.ui.signin.remembering import Remembering
from voipmon.ui.theme import Theme

Given = SignIn | Future[SignIn] | None

_EXPIRED = Message(
    "Your remembered sign-in has expired or was withdrawn.",
    "You are not signed in.",
    "Sign in again.",
)


class Account(QObject):
    """Owned by the main window.

    Args:
        preferences: Suggest server and user to somebody who never signed in, or fix
            the server.
        given: Credentials to begin with; they are used once and not kept. A future
            where the server (of the practice calls) is still starting up.
        practice: The calls are practice ones: nobody knows the password, so what
            was given is kept and used again.
        remembering: Where sign-ins are kept; None keeps nothing.
        profiles: Names of all profiles.
    """

    signed_in_first_time = Signal()  # nothing was remembered of this profile before
    profile_wanted = Signal(object)  # ProfileWish; nobody is signed in any more

    def __init__(
        self,
        engine: Engine,
        preferences: Preferences,
        theme: Theme,
        *,
        window: QWidget,
        given: Given,
        practice: bool = False,
        remembering: Remembering | None = None,
        profiles: tuple[str, ...] = (DEFAULT,),
    ) -> None:
        super().__init__(window)
        self._engine = engine
        self._preferences = preferences
        self._theme = theme
        self._window = window
        self._given = given
        self._practice = practice
        self._remembering = remembering
        self._profiles = profiles
        self.parting = ""  # what is still to be told when this window has gone
        self._again: SignIn | None = None  # the practice calls'
        self._remembered: SignIn | None = None  # with the secret that was found
        self._asked: SignIn | None = None  # sent, and not answered yet
        self._typed = False  # `_asked` came from the dialog
        self._last: Profile | None = None  # this session's
        self._dialog: SignInDialog | None = None
        self._probe: Future[bool] | None = None

    # -- signing in ------------------------------------------------------------------

    def begin(self) -> None:
        """Sign in with what was given or is remembered, or ask."""
        if isinstance(self._given, SignIn):
            self._enter(self._given)
            self._given = None
        elif self._given is None:
            kept = self._remembering
            if kept is None or kept.secrets.profile.keeping is Keeping.SESSION:
                self.ask()
            elif not usable(kept.secrets.profile, self._preferences):
                kept.wipe(lambda _told: self.ask())
            else:
                kept.find(self._on_found)

    def tick(self) -> None:
        """Sign in as soon as it is known how."""
        if self._remembering is not None:
            self._remembering.tick()
        if self._probe is not None and self._probe.done():
            self._show_keychain(usable=self._probe.result())
            self._probe = None
        if not isinstance(self._given, Future) or not self._given.done():
            return
        given, self._given = self._given, None
        if given.exception() is None:
            self._enter(given.result())
        else:
            self._show_failure(message(Problem(kind="demo")))

    def sign_in(self) -> None:
        """Sign in again: to the practice calls at once, else by asking."""
        if self._again is None:
            self.ask()
        else:
            self._enter(self._again)

    def ask(self) -> None:
        """Show the dialog."""
        if self._remembering is not None and self._asked is None:
            self._remembering.stop_finding()
        if self._dialog is None:
            self._dialog = self._make_dialog()
        if not self._dialog.isVisible():
            known = self._suggested()
            self._dialog.prefill(known, remembered=self._remembered is not None)
            self._dialog.fix_server(fixed_server(self._preferences))
            self._dialog.open()

    def _make_dialog(self) -> SignInDialog:
        keeps = self._remembering is not None
        dialog = SignInDialog(self._theme, self._window, keeps=keeps)
        dialog.submitted.connect(self._on_submitted)
        dialog.cancelled.connect(self._on_cancelled)
        dialog.profiles.wanted.connect(self._on_profile)
        if self._remembering is not None:
            secrets = self._remembering.secrets
            dialog.keep.limit(self._most)
            dialog.profiles.show_profiles(self._profiles, secrets.profile.name)
            self._probe = secrets.probe()
        return dialog

    @property
    def _most(self) -> Keeping:
        return self._preferences.now.account.keep_token

    def _suggested(self) -> Profile:
        found = self._last
        if found is None and self._remembering is not None:
            found = self._remembering.secrets.profile
        return suggested(found, self._preferences)

    def _enter(self, given: SignIn) -> None:
        self._asked, self._typed = given, False
        self._engine.send(given)
        if self._practice:
            self._again = given

    def _on_found(self, secret: str, why_not: Message | None) -> None:
        if not secret or self._remembering is None:
            self.ask()
            if self._dialog is not None and why_not is not None:
                self._dialog.show_failure(why_not)
            return
        self._remembered = sign_in_with(self._remembering.secrets.profile, secret)
        self._enter(self._remembered)

    def _on_submitted(self, typed: SignIn) -> None:
        if not typed.password and not typed.accesskey and self._remembered is not None:
            kept = self._remembered
            typed = msgspec.structs.replace(
                typed, token=kept.token, accesskey=kept.accesskey
            )
        self._asked, self._typed = typed, True
        self._engine.send(typed)

    def _on_cancelled(self) -> None:
        self._asked = None
        self._engine.send(CancelSignIn())  # what is heard from before goes on

    # -- the platform's answer -------------------------------------------------------

    def on_fact(self, fact: Fact) -> None:
        """The platform's answer."""
        match fact:
            case SignedIn(session=session):
                asked, self._asked = self._asked, None
                if asked is not None:  # else a new engine took the session over
                    self._on_signed_in(asked, session)
            case SignInFailed(problem=problem):
                self._on_failure(problem)
            case EngineRestarted() if self._asked is not None:
                self._engine.send(self._asked)  # the one that died had not answered
            case SignedOut(problem=problem) if (
                problem is not None and problem.kind == "net.auth"
            ):
                self._forget_secret()

    def _on_signed_in(self, asked: SignIn, session: Session) -> None:
        before = None
        if self._remembering is not None:
            before = self._remembering.secrets.profile
        self._last = Profile(
            name=DEFAULT if before is None else before.name,
            server=session.server,
            user=asked.username,
            by_key=bool(session.accesskey),
            ca_file=session.ca_file,
            pin_sha256=session.pin_sha256,
            keeping=Keeping.SESSION if before is None else before.keeping,
        )
        dialog = self._dialog
        if dialog is None or not self._typed:
            return
        keeping = dialog.keep.keeping
        dialog.forget()
        self._last = msgspec.structs.replace(self._last, keeping=keeping)
        if self._remembering is not None and before is not None:
            secret = session.accesskey or session.token
            self._remembering.keep(self._last, secret)
            if not before.server:
                self.signed_in_first_time.emit()

    def _on_failure(self, problem: Problem) -> None:
        asked, self._asked = self._asked, None
        kept = self._remembered
        if (
            asked
            and kept
            and problem.kind == "net.auth"
            and ((asked.token, asked.accesskey) == (kept.token, kept.accesskey))
        ):
            self._forget_secret()
            self._show_failure(_EXPIRED)
        else:
            self._show_failure(message(problem))

    def _show_failure(self, words: Message) -> None:
        self.ask()
        if self._dialog is not None:
            self._dialog.show_failure(words)

    def _show_keychain(self, *, usable: bool) -> None:
        if self._dialog is not None and self._remembering is not None:
            offers_file = self._remembering.secrets.offers_file
            self._dialog.show_keychain(usable=usable, offers_file=offers_file)

    # -- signing out -----------------------------------------------------------------

    def sign_out(self) -> None:
        """Sign out, and forget the secret everywhere."""
        self._engine.send(SignOut())
        self._forget_secret()
        self._asked = None
        if self._dialog is not None:
            self._dialog.forget_all()

    def _forget_secret(self) -> None:
        self._remembered = None
        if self._remembering is not None:
            self._remembering.wipe()

    def _on_profile(self, wish: ProfileWish) -> None:
        """Leave this profile; one that is to go takes its secret along."""
        self._engine.send(SignOut())
        if self._remembering is None or isinstance(wish, OpenProfile):
            self.profile_wanted.emit(wish)
        else:
            self._remembered = None
            if self._dialog is not None:
                self._dialog.hide()  # a keychain that hangs is told in the window
            self._remembering.wipe(lambda told: self._leave(wish, told))

    def _leave(self, wish: ProfileWish, told: str) -> None:
        self.parting = told
        self.profile_wanted.emit(wish)

    def refuse(self, why: str) -> None:
        """What was wished for cannot be done; said in the dialog."""
        self._show_failure(Message(why, "", ""))
