"""The user's settings as a TOML file that people may edit.

Only what is not as usual stands in it. Writing touches what was changed: comments,
unknown names and what somebody edited meanwhile stay.
"""

import logging
import re
import shutil
import time
import tomllib
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import msgspec

from voipmon.core.domain.settings import VERSION, Settings
from voipmon.core.domain.settings_rules import Document, read, values
from voipmon.core.domain.settings_steps import upgrade, version_of
from voipmon.store.private_file import MODES, FileError, PrivateFile
from voipmon.store.toml_text import NotToml, parse, read_text

_log = logging.getLogger(__name__)

_Changes = dict[tuple[str, str], Any]  # by page and name; None takes out

_HEAD = "# Settings of voipmon: what is not here is as usual.\n"
_NEWER = (
    "{name} was written by a newer version of voipmon. What this version knows of it "
    "is used; what you change now is not kept."
)
_UNREAD = (
    "{name} cannot be read ({why}), so the usual settings are used. "
    "What you change now is not kept."
)
_BROKEN = (
    "{name}{where}: this cannot be understood, so the usual settings are used. "
    "When the next change is kept, the file stays as {name}.bad and the time."
)


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What the file said; `complaints` are sentences for the user."""

    settings: Settings
    complaints: tuple[str, ...] = ()


class SettingsFile:
    """One profile's file. `load` first; then one thread at a time may call `write`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = Settings()  # what the file is known to say
        self._bad: tuple[str, ...] = ()  # values to take out, by name
        self._closed = ""  # why nothing may be written

    def load(self, older: Mapping[str, str] | None = None) -> Loaded:
        """Read the file.

        Args:
            older: What Qt's store of earlier versions holds; used if there is no file.
        """
        try:
            document = parse(read_text(self._path))
        except FileNotFoundError:
            return self._take_older(older or {})
        except OSError as error:
            why = error.strerror or type(error).__name__
            self._closed = _UNREAD.format(name=self._path.name, why=why)
            return Loaded(settings=Settings(), complaints=(self._closed,))
        except NotToml as error:
            words = _BROKEN.format(name=self._path.name, where=_where(error))
            return Loaded(settings=Settings(), complaints=(words,))
        return self._take(document)

    def _take(self, document: Document) -> Loaded:
        name = self._path.name
        version = version_of(document)
        complaints: list[str] = []
        if version is None:
            complaints.append(f"{name}, version: is no such number; {VERSION} is used.")
            self._bad = ("version",)
            version = VERSION
        if version > VERSION:
            self._closed = _NEWER.format(name=name)
            complaints.append(self._closed)
        found = read(upgrade(document, version))
        if found.unknown:
            _log.debug("%s: unknown, kept: %s", name, ", ".join(found.unknown))
        self._known = found.settings
        self._bad += tuple(found.faults)
        complaints += found.complaints(name)
        return Loaded(settings=found.settings, complaints=tuple(complaints))

    def _take_older(self, older: Mapping[str, str]) -> Loaded:
        if not older:
            return Loaded(settings=Settings())
        return Loaded(settings=read(upgrade(dict(older), 0)).settings)

    @property
    def exists(self) -> bool:
        """Whether there is a file."""
        return self._path.exists()

    def write(self, settings: Settings) -> None:
        """Bring the file to these settings: the whole new one, or the old one stays.

        Raises:
            FileError: Not written; its text is for the user.
        """
        if self._closed:
            raise FileError(self._closed)
        text, broken = self._present()
        if broken or self._bad:
            self._keep_aside()
        before, after = _by_name(self._known), _by_name(settings)
        changes = {
            (page, name): after.get((page, name))
            for page, name in sorted({*before, *after})
            if before.get((page, name)) != after.get((page, name))
        }
        PrivateFile(self._path).write(_edited(text, self._bad, changes))
        self._known, self._bad = settings, ()

    def _present(self) -> tuple[str, bool]:
        """The file's text as it is now, and whether it was broken and is to be new.

        Raises:
            FileError: It cannot be read, or is a newer version's.
        """
        try:
            text = read_text(self._path)
            plain = parse(text)
        except FileNotFoundError:
            return _HEAD, False
        except OSError as error:
            raise FileError(f"{self._path}: {error.strerror}") from error
        except NotToml:
            self._known = Settings()  # nothing of it is left: write all
            return _HEAD, True
        version = version_of(plain) or VERSION
        if version > VERSION:
            self._closed = _NEWER.format(name=self._path.name)
            raise FileError(self._closed)
        if version < VERSION:
            import tomlkit

            text = tomlkit.dumps(upgrade(plain, version))
        return text, False

    def _keep_aside(self) -> None:
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        aside = self._path.with_name(f"{self._path.name}.bad-{stamp}")
        try:
            shutil.copyfile(self._path, aside)
            if MODES:
                aside.chmod(0o600)
        except OSError as error:
            raise FileError(f"{aside}: {error.strerror}") from error


def _by_name(settings: Settings) -> _Changes:
    return {(page, name): value for page, name, value in values(settings)}


def _edited(text: str, bad: tuple[str, ...], changes: _Changes) -> str:
    """`text` with values taken out and changed.

    What the editor makes of it is compared with the same done to plain values: with
    dotted names at the top of a file, tomlkit 0.15 mixes up tables. Comments are lost
    then, values are not.
    """
    import tomlkit

    plain = tomllib.loads(text)
    _change(plain, bad, changes)
    try:
        document = tomlkit.parse(text)
        _change(document, bad, changes)
        edited = document.as_string()
        if tomllib.loads(edited) == plain:
            return edited
    except Exception as error:  # noqa: BLE001 - whatever it is, there is another way
        _log.debug("tomlkit: %s", type(error).__name__)
    return _HEAD + tomlkit.dumps(plain)


def _change(
    document: MutableMapping[str, Any], bad: tuple[str, ...], changes: _Changes
) -> None:
    for where in bad:
        page, _, name = where.partition(".")
        if not name:
            document.pop(page, None)
        elif isinstance(document.get(page), MutableMapping):
            document[page].pop(name, None)
    document["version"] = VERSION
    for (page, name), value in changes.items():
        if not isinstance(document.get(page), MutableMapping):
            document[page] = {}
        if value is None:
            document[page].pop(name, None)
        else:
            document[page][name] = value


def _where(error: NotToml) -> str:
    found = re.search(r"line \d+|end(?= of document)", str(error))
    return f", {found.group()}" if found else f" ({error})"
