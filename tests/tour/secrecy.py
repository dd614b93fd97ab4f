"""Do secrets show up where others can read them? Arguments, logs, temporary files."""

import os
import threading
from pathlib import Path
from typing import Self

_EVERY_S = 0.2


class Watch:
    """Reads all processes' arguments all the time, and files when asked.

    Args:
        folder: Searched by `search`; every program of the tour writes there.
        secrets: By their names; more can be added.
    """

    def __init__(self, folder: Path, secrets: dict[str, str]) -> None:
        self._folder = folder
        self._secrets = dict(secrets)
        self._found: set[str] = set()
        self._processes: set[int] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="secrecy")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def add(self, name: str, secret: str) -> None:
        """One more that must not be found from now on."""
        if secret:
            self._secrets = {**self._secrets, name: secret}

    def search(self) -> tuple[list[str], str]:
        """What was found, and what was looked through."""
        files = [path for path in self._folder.rglob("*") if path.is_file()]
        size = 0
        for path in files:
            data = path.read_bytes()
            size += len(data)
            for name, secret in self._secrets.items():
                if secret.encode() in data:
                    self._found.add(f"{name} in {path.relative_to(self._folder)}")
        scope = (
            f"{', '.join(self._secrets)} looked for in {len(files)} files "
            f"({size // 1024} kB) and the arguments of {len(self._processes)} processes"
        )
        return sorted(self._found), scope

    def _run(self) -> None:
        while not self._ended.wait(_EVERY_S):
            for entry in os.scandir("/proc"):
                if entry.name.isdigit():
                    self._look(int(entry.name))

    def _look(self, pid: int) -> None:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            return
        self._processes.add(pid)
        for name, secret in self._secrets.items():
            if secret.encode() in command:
                program = command.split(b"\0")[0].decode(errors="replace")
                self._found.add(f"{name} in the arguments of {program}")
