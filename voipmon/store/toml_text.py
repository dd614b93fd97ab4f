"""TOML that somebody else wrote: a small text file, or a sentence why it is none.

What people or programs leave in a file's place must cost no start: endless devices,
megabytes, numbers and tables that Python's own parser gives up on.
"""

import errno
import os
import stat
import tomllib
from pathlib import Path

from voipmon.core.domain.settings_rules import Document

LARGEST = 256 * 1024  # bytes; all settings with every key changed are below 10,000
_DEEPEST = 32  # tables in tables; ours need three


class NotToml(ValueError):  # noqa: N818 - named for what it is
    """The text is not TOML; `str` says where or why."""


def read_text(path: Path) -> str:
    """Read the whole file; a mark of the byte order, as editors set it, is left out.

    Raises:
        OSError: It cannot be read, or is no file of a sensible size.
        NotToml: It is not text.
    """
    # A pipe in its place must not hold up the start until somebody writes there.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is not a file")
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(errno.EFBIG, f"it is larger than {LARGEST // 1024} kB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotToml("it is not a text file") from None


def parse(text: str) -> Document:
    """Plain values of a TOML text.

    Raises:
        NotToml: It is none.
    """
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise NotToml("its tables are too deep") from None
    except tomllib.TOMLDecodeError as error:
        raise NotToml(str(error)) from None
    except ValueError:  # sys.set_int_max_str_digits
        raise NotToml("a number in it is too long") from None
    level: list[object] = [document]
    for _ in range(_DEEPEST):
        level = [part for value in level for part in _parts(value)]
        if not level:
            return document
    raise NotToml("its tables are too deep")


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
