"""A profile: one server and account by name, and what is remembered of its sign-in."""

import unicodedata
from enum import StrEnum

import msgspec

DEFAULT = "Default"
PRACTICE = "Practice"  # belongs to the practice calls; nobody can sign in there
NAME_MAX = 40  # characters; with four bytes each still a file name on every system

_EXTRA = " -_."
# Names that Windows gives to devices; a folder cannot be called so there.
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}


class Keeping(StrEnum):
    """Where a sign-in outlives the program; never a password."""

    SESSION = "session"  # nowhere
    KEYCHAIN = "keychain"
    FILE = "file"


def lasts(keeping: Keeping) -> int:
    """Rank of a place: the higher, the more others could get at it."""
    return list(Keeping).index(keeping)


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of the last sign-in; no secret.

    Attributes:
        user: As typed; "" for an access key.
        by_key: The last sign-in was by access key.
        ca_file, pin_sha256: How a self-signed server is known.
        keeping: Where the token or access key is.
        left: Names of secrets that may be in the keychain and are to be wiped.
    """

    name: str = DEFAULT
    server: str = ""
    user: str = ""
    by_key: bool = False
    ca_file: str = ""
    pin_sha256: str = ""
    keeping: Keeping = Keeping.SESSION
    left: tuple[str, ...] = ()


def tidy(name: str) -> str:
    """Write a typed name in the one way it is kept: single blanks, composed letters."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def fault_of(name: str, taken: tuple[str, ...] = ()) -> str:
    """Say why a tidy name cannot be a profile's, "" if it can.

    It becomes the name of a folder, so it must be one on every system.

    Args:
        name: As `tidy` gives it.
        taken: Names of the other profiles; case is no difference.
    """
    if not name:
        return "A profile needs a name."
    if len(name) > NAME_MAX:
        return f"A profile's name has at most {NAME_MAX} characters."
    if not all(letter.isalnum() or letter in _EXTRA for letter in name):
        return "A profile's name has letters, digits, blanks, dots, - and _ only."
    if name.startswith(".") or name.endswith("."):
        return "A profile's name neither begins nor ends with a dot."
    if name.partition(".")[0].strip().casefold() in _DEVICES:
        return f'"{name}" is reserved by Windows.'
    reserved = {PRACTICE.casefold(), *(other.casefold() for other in taken)}
    if name.casefold() in reserved:
        return f'There is a profile "{name}" already.'
    return ""
