"""Waiting for the keychain without waiting: what is asked of it, and what is said.

A locked keychain asks a person, and may do so for minutes or for ever. Meanwhile the
window goes on; it says what it waits for, and offers to go on without.
"""

from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from typing import Any

from voipmon.core.domain.profile import Keeping, Profile
from voipmon.core.domain.snapshot import Problem
from voipmon.core.errors import VoipmonError
from voipmon.ui.messages import Message, message
from voipmon.ui.signin.secrets import Secrets
from voipmon.ui.widgets.message_bar import MessageStack, Notice

SAY_S = 0.5  # an unlocked keychain answers in 0.1 s: nothing to tell
LIMIT_S = 60.0  # for a person to find the window that asks, and the password

_KEY = "keychain"
_WAITING = (
    "Waiting for the keychain… It may be asking you, in a window of its own, "
    "to unlock it."
)
_UNREAD = Message(
    "The keychain did not give your remembered sign-in.",
    "You are not signed in.",
    "Sign in, or unlock the keychain and start again.",
)
_NOT_KEPT = (
    "Your sign-in was not kept: you are signed in until voipmon is closed. "
    "What you hear goes on."
)
_OLD_LEFT = (
    "You are signed in until voipmon is closed, but an earlier sign-in could not be "
    "removed from this computer. It is tried again when you sign out or start again."
)
_NOT_WIPED = (
    "You are signed out, but your sign-in may still be in the keychain. Remove the "
    'entry "voipmon" with the keychain\'s own program.'
)
_FILE_LEFT = (
    "You are signed out, but the file with your sign-in could not be removed. "
    "Remove it yourself: its name is in the details."
)

Done = Callable[[Any, VoipmonError | None], None]  # an error, or what was asked for


class Remembering:
    """At most one question at a time that the window would tell of.

    Args:
        messages: Where it is told.
    """

    def __init__(self, secrets: Secrets, messages: MessageStack) -> None:
        self.secrets = secrets
        self._messages = messages
        self._asked: Future[Any] | None = None
        self._done: Done | None = None
        self._without: Callable[[], None] | None = None
        self._since_s = 0.0
        self._finding = False

    def tick(self) -> None:
        """Look whether it has answered; GUI thread."""
        asked = self._asked
        if asked is None:
            return
        if asked.done():
            done, self._asked = self._done, None
            self._messages.clear(_KEY)
            error = asked.exception()
            if error is not None and not isinstance(error, VoipmonError):
                raise error
            if done is not None:
                done(None if error else asked.result(), error)
            return
        waited_s = monotonic() - self._since_s
        if waited_s > LIMIT_S:
            self.go_on_without()
        elif waited_s > SAY_S:
            self._messages.say(
                Notice(
                    key=_KEY,
                    text=_WAITING,
                    icon="key",
                    tone="accent",
                    action="Continue without",
                    on_action=self.go_on_without,
                    lasting=True,
                )
            )

    def find(self, found: Callable[[str, Message | None], None]) -> None:
        """Look for the remembered secret: "" and words, if there is none."""

        def done(secret: str | None, error: VoipmonError | None) -> None:
            found(secret or "", None if error is None else _unread(error))

        self._ask(self.secrets.read(), done, lambda: found("", None))
        self._finding = True

    def keep(self, profile: Profile, secret: str) -> None:
        """Keep a sign-in; only a failure is told."""
        here_only = profile.keeping is Keeping.SESSION
        had = self.secrets.profile.keeping is not Keeping.SESSION
        words = _OLD_LEFT if here_only and had else _NOT_KEPT

        def done(_: object, error: VoipmonError | None) -> None:
            if error is not None:
                self._tell(words, error)

        def without() -> None:
            if had or not here_only:
                self._tell(words)

        self._ask(self.secrets.keep(profile, secret), done, without)

    def wipe(self, then: Callable[[str], None] = lambda _told: None) -> None:
        """Forget the secret; only a failure is told.

        Args:
            then: Called afterwards with what was told.
        """

        def done(_: object, error: VoipmonError | None) -> None:
            words = ""
            if error is not None:
                in_keychain = error.kind == "store.keychain"
                words = _NOT_WIPED if in_keychain else _FILE_LEFT
                self._tell(words, error)
            then(words)

        def without() -> None:
            self._tell(_NOT_WIPED)
            then(_NOT_WIPED)

        self._ask(self.secrets.wipe(), done, without)

    def stop_finding(self) -> None:
        """The person would rather type; nothing is told."""
        if self._finding and self._asked is not None:
            self._asked.cancel()
            self._asked = None
            self._messages.clear(_KEY)

    def go_on_without(self) -> None:
        """Wait no longer; unless it has just answered, it is as if it had refused."""
        asked, without = self._asked, self._without
        if asked is None or not asked.cancel():
            return  # answered: the next tick takes it
        self._asked = None
        self._messages.clear(_KEY)
        if without is not None:
            without()

    def _ask(
        self, asked: "Future[Any]", done: Done, without: Callable[[], None]
    ) -> None:
        self.tick()  # what has been answered
        self.go_on_without()  # of what is told now, the answer takes the place
        self._asked, self._done, self._without = asked, done, without
        self._since_s = monotonic()
        self._finding = False

    def _tell(self, text: str, error: VoipmonError | None = None) -> None:
        details = "" if error is None else error.detail
        self._messages.say(Notice(key=_KEY, text=text, icon="key", details=details))


def _unread(error: VoipmonError) -> Message:
    if error.kind == "store.keychain":
        return _UNREAD
    return message(Problem(kind=error.kind, detail=error.detail))
