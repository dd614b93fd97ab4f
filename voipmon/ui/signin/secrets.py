"""What the window needs of the place where sign-ins are kept; `store.vault` is one."""

from concurrent.futures import Future
from typing import Protocol

from voipmon.core.domain.profile import Profile


class Secrets(Protocol):
    """Every call returns at once; a future that fails holds a `VoipmonError`.

    A cancelled future is one that nobody waits for: it is not carried out, or undone
    as soon as the keychain answers.
    """

    @property
    def profile(self) -> Profile:
        """What is remembered now."""

    @property
    def offers_file(self) -> bool:
        """Whether this system can keep a file from other users."""

    def probe(self) -> "Future[bool]":
        """Whether there is a keychain that could be used."""

    def read(self) -> "Future[str]":
        """The secret that the profile remembers; "" if it is gone."""

    def keep(self, profile: Profile, secret: str) -> "Future[None]":
        """Remember a sign-in, its secret where the profile says."""

    def wipe(self) -> "Future[None]":
        """Forget the secret; the address stays."""
