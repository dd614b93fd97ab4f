"""Arrival traces as files: gzip text, there as a whole or not at all."""

import errno
import gzip
import os
from pathlib import Path


class TraceFile:
    """A place kept for a trace; whatever is at `path` is replaced when it is saved.

    Owner: the thread that calls `save` and `close`.

    Raises:
        OSError: The file cannot be made or written (folder, rights, disk full).
    """

    def __init__(self, path: Path) -> None:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        self._path = path
        self._fresh = path.with_name(path.name + ".new")
        try:
            self._raw = self._fresh.open("wb")
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(path)) from error

    def save(self, text: str) -> None:
        """Write it all and give it its name."""
        try:
            # Neither file name nor time: the trace is to be given to others.
            with gzip.GzipFile("", "wb", fileobj=self._raw, mtime=0) as packed:
                packed.write(text.encode())
            self._raw.close()
            self._fresh.replace(self._path)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from error

    def close(self) -> None:
        """Leave nothing behind that was not saved; safe to call twice."""
        self._raw.close()
        self._fresh.unlink(missing_ok=True)
