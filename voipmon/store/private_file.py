"""Small files that their owner alone can read: there as a whole or not at all.

On Windows the user's own folder has an access list that says the same; modes mean
nothing there, and nothing but what is no secret is kept so.
"""

import contextlib
import os
import stat
from pathlib import Path

from voipmon.core.errors import VoipmonError

MODES = os.name == "posix"  # whether a file's mode says who may read it
_OTHERS = 0o077


class FileError(VoipmonError):
    """A file could not be read, written or removed."""

    kind = "store"


class FileExposed(VoipmonError):  # noqa: N818 - named for what happened
    """Somebody else could have read or changed the file; it was not read."""

    kind = "store.exposed"


class PrivateFile:
    """One text, in a folder of its own or one that is shared with its like."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, text: str) -> None:
        """Replace what is there; the folder is made, or closed to others.

        Raises:
            FileError: Not written; what was there is still there.
        """
        content, fresh = text.encode(), self._fresh
        try:
            _make_folder(self.path.parent)
            if MODES:
                self.path.parent.chmod(0o700)
            fresh.unlink(missing_ok=True)
            how = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(fresh, how, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise FileError(f"{self.path}: {error.strerror}") from error

    def read(self) -> str | None:
        """What was written last, None if nothing was.

        Raises:
            FileExposed: File or folder is open to others, or not ours.
            FileError: Not readable.
        """
        try:
            nofollow = getattr(os, "O_NOFOLLOW", 0)
            with os.fdopen(os.open(self.path, os.O_RDONLY | nofollow), "rb") as file:
                if MODES:
                    _demand_private(self.path.parent, self.path.parent.stat())
                    _demand_private(self.path, os.fstat(file.fileno()))
                return file.read().decode()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            what = getattr(error, "strerror", None) or "not a text"
            raise FileError(f"{self.path}: {what}") from error

    def wipe(self) -> None:
        """Remove it, and what a crash left of writing it; nothing, if there is none.

        Raises:
            FileError: It is still there.
        """
        try:
            for path in (self.path, self._fresh):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise FileError(f"{self.path}: {error.strerror}") from error

    @property
    def _fresh(self) -> Path:
        """What becomes the file when it is written to its end."""
        return self.path.with_name(self.path.name + ".new")


def _make_folder(folder: Path) -> None:
    """Make it and what it lies in, closed to others whatever the mask."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _demand_private(path: Path, found: os.stat_result) -> None:
    mode = stat.S_IMODE(found.st_mode)
    if found.st_uid != os.geteuid():
        raise FileExposed(f"{path} belongs to another user")
    if mode & _OTHERS:
        raise FileExposed(f"{path} has mode {mode:04o}")
