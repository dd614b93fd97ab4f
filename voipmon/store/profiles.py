"""Profiles as folders: which there are, what each remembers, making and removing them.

All of it are a few small files, used before the window is there or between two.
"""

import shutil
from pathlib import Path

import msgspec

from voipmon.core.domain.profile import DEFAULT, PRACTICE, Profile, fault_of
from voipmon.core.errors import VoipmonError
from voipmon.store.private_file import FileError, PrivateFile

_RECORD = "sign_in.json"


class ProfileError(VoipmonError):
    """A profile cannot be called so, or is not there."""

    kind = "store.profile"


class Profiles:
    """The profiles of one user.

    Args:
        root: Folder of all of them; need not exist.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._last = PrivateFile(root / "last")

    def names(self) -> tuple[str, ...]:
        """All that were made, in alphabetical order, the default one first."""
        try:
            found = {path.name for path in self._root.iterdir() if path.is_dir()}
        except OSError:
            found = set()
        rest = sorted(
            (n for n in found if not fault_of(n) and n != DEFAULT), key=str.casefold
        )
        return (DEFAULT, *rest)

    def folder(self, name: str) -> Path:
        """Where everything of a profile is; need not exist."""
        return self._root / name

    def last(self) -> str:
        """The profile that was used last, if it is still there."""
        try:
            name = self._last.read() or DEFAULT
        except VoipmonError:  # no secret: the default will do
            return DEFAULT
        return name if name in self.names() else DEFAULT

    def note_last(self, name: str) -> None:
        """Begin with this one next time; not worth a word if that cannot be kept."""
        try:
            self._last.write(name)
        except FileError:
            return

    def load(self, name: str) -> Profile:
        """What is remembered; nothing, if that cannot be read."""
        try:
            text = record(self.folder(name)).read()
            found = msgspec.json.decode(text or "{}", type=Profile)
        except (VoipmonError, msgspec.DecodeError):
            found = Profile()
        return msgspec.structs.replace(found, name=name)

    def make(self, name: str) -> None:
        """Make an empty one.

        Raises:
            ProfileError: It cannot be called so.
            FileError: It could not be made.
        """
        self._demand_free(name)
        save(self.folder(name), Profile(name=name))

    def rename(self, name: str, new: str) -> None:
        """Give it another name. What is in the keychain is not touched.

        Raises:
            ProfileError: It cannot be called so.
            FileError: It has still the old one.
        """
        self._demand_free(new, but=name)
        try:
            self.folder(name).rename(self.folder(new))
        except OSError as error:
            raise FileError(f"{self.folder(name)}: {error.strerror}") from error

    def remove(self, name: str) -> None:
        """Delete all of it. What is in the keychain is not touched.

        Raises:
            FileError: Some of it is still there.
        """
        try:
            if self.folder(name).exists():
                shutil.rmtree(self.folder(name))
        except OSError as error:
            raise FileError(f"{self.folder(name)}: {error.strerror}") from error

    def _demand_free(self, name: str, but: str = "") -> None:
        taken = tuple(n for n in self.names() if n != but)
        if fault := fault_of(name, taken):
            raise ProfileError(fault)


def record(folder: Path) -> PrivateFile:
    """Where a profile's folder has what is remembered of its sign-in."""
    return PrivateFile(folder / _RECORD)


def save(folder: Path, profile: Profile) -> None:
    """Remember a sign-in.

    Raises:
        FileError: Not remembered.
    """
    record(folder).write(msgspec.json.encode(profile).decode())


def practice_folder(root: Path) -> Path:
    """Folder of the practice calls: a profile that is in no list."""
    return root / PRACTICE
