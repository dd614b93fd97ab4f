"""The system's keychain, through keyring: slow, fallible, never on the GUI thread."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KeychainReport:
    """Whether secrets could be kept; `backend` names what would hold them."""

    usable: bool
    backend: str
    reason: str = ""


def probe() -> KeychainReport:
    """Look which keychain would be used, without reading or writing a secret."""
    try:
        import keyring
        from keyring.backends import fail

        backend = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - backends raise whatever they like
        return KeychainReport(usable=False, backend="", reason=type(error).__name__)
    name = f"{type(backend).__module__}.{type(backend).__name__}"
    if isinstance(backend, fail.Keyring):
        return KeychainReport(
            usable=False, backend=name, reason="no keychain service is running"
        )
    return KeychainReport(usable=True, backend=name)
