"""The system's keychain, through keyring: slow, fallible, never on the GUI thread.

Each call may wait for a person who is asked to unlock it; who calls bounds that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from voipmon.core.errors import Retry, VoipmonError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "voipmon"
# Backends below 1 are not recommended by keyring itself: plain text, or none at all.
_RECOMMENDED = 1
_NONE = "no keychain service is running"

_T = TypeVar("_T")


class KeychainError(VoipmonError):
    """There is none, it is locked, or it refused; `detail` never holds a secret."""

    kind = "store.keychain"
    retry = Retry.ON_USER


class NoKeychain(KeychainError):  # noqa: N818 - named for what it says
    """There is none: nothing was read, kept or wiped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeychainReport:
    """Whether secrets could be kept; `backend` names what would hold them."""

    usable: bool
    backend: str
    reason: str = ""


def probe() -> KeychainReport:
    """Look which keychain would be used, without reading or writing a secret."""
    try:
        backend = _backend()
        name = f"{type(backend).__module__}.{type(backend).__name__}"
        usable = backend.priority >= _RECOMMENDED
    except Exception as error:  # noqa: BLE001 - backends raise whatever they like
        return KeychainReport(usable=False, backend="", reason=type(error).__name__)
    reason = "" if usable else _NONE
    return KeychainReport(usable=usable, backend=name, reason=reason)


def read(account: str) -> str | None:
    """Give the secret of an account, None if there is none.

    Raises:
        KeychainError: It could not be looked up.
    """
    return _ask(lambda backend: backend.get_password(SERVICE, account))


def write(account: str, secret: str) -> None:
    """Keep a secret; an older one is replaced.

    Raises:
        KeychainError: It was not kept.
    """
    _ask(lambda backend: backend.set_password(SERVICE, account, secret))


def wipe(account: str) -> None:
    """Remove a secret; nothing happens if there is none.

    Raises:
        KeychainError: It may still be there.
    """

    def remove(backend: "KeyringBackend") -> None:
        if backend.get_password(SERVICE, account) is not None:
            backend.delete_password(SERVICE, account)

    _ask(remove)


def _ask(question: "Callable[[KeyringBackend], _T]") -> _T:
    try:
        backend = _backend()
        if backend.priority >= _RECOMMENDED:
            return question(backend)
    except Exception as error:  # noqa: BLE001 - backends raise whatever they like
        # Not its text: nobody knows what a backend puts there.
        raise KeychainError(type(error).__name__) from None
    raise NoKeychain(_NONE)


def _backend() -> "KeyringBackend":
    """The best one. Of a chain its best alone: the next could be plain text."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    backend = keyring.get_keyring()
    if isinstance(backend, ChainerBackend):
        best: KeyringBackend = next(iter(backend.backends))
        return best
    return backend
