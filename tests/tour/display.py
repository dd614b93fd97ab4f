"""A display that exists only in memory, with a window manager, for us alone."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

SIZE = (1360, 860)
_START_S = 15.0
_SHOT_S = 15.0


class Display:
    """Xvfb and openbox; $DISPLAY points there while the context is open.

    Args:
        size: Of the screen [px].
        framebuffer: Folder in which Xvfb keeps its picture as a file, or None.
    """

    def __init__(
        self, size: tuple[int, int] = SIZE, framebuffer: Path | None = None
    ) -> None:
        self.size = size
        self._framebuffer = framebuffer
        self._processes: list[subprocess.Popen[bytes]] = []
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> Self:
        read, write = os.pipe()
        width, height = self.size
        kept = () if self._framebuffer is None else ("-fbdir", str(self._framebuffer))
        try:
            self._start(
                ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp", "-noreset",
                 "-screen", "0", f"{width}x{height}x24", "-dpi", "96", *kept],
                pass_fds=(write,),
            )  # fmt: skip
            os.close(write)
            self._set(DISPLAY=f":{_number(read)}", WAYLAND_DISPLAY=None)
            self._start(["openbox", "--sm-disable"])
            self._wait_for_manager()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(3.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def shoot(self, path: Path) -> None:
        """Save what the whole display shows."""
        subprocess.run(
            ["import", "-window", "root", str(path)],
            check=True,
            timeout=_SHOT_S,
            stdin=subprocess.DEVNULL,
        )

    def _start(self, command: list[str], pass_fds: tuple[int, ...] = ()) -> None:
        self._processes.append(
            subprocess.Popen(
                _tied_to_us(command),
                pass_fds=pass_fds,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def _set(self, **values: str | None) -> None:
        for name, value in values.items():
            self._before[name] = os.environ.get(name)
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    @staticmethod
    def _wait_for_manager() -> None:
        """Until the window manager has announced itself on the root window."""
        deadline = time.monotonic() + _START_S
        command = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
        while True:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if "window id" in done.stdout:
                return
            if time.monotonic() > deadline:
                raise RuntimeError("openbox did not start")
            time.sleep(0.05)


def _tied_to_us(command: list[str]) -> list[str]:
    """Let the kernel end the process should this one be killed (by setpriv)."""
    if shutil.which("setpriv") is None:
        return command
    return ["setpriv", "--pdeathsig", "TERM", *command]


def _number(read: int) -> str:
    """The free display that Xvfb chose, as it tells through its pipe."""
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    if not number:
        raise RuntimeError("Xvfb did not start")
    return number
