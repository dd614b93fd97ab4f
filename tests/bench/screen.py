"""A virtual display whose picture is a file in memory, and an exact hand.

Xvfb writes its frame buffer into a file (`-fbdir`); looking at it costs neither the X
server nor the program anything, and needs no hook in the program.
"""

import mmap
import os
import struct
import subprocess
import time
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tests.tour.display import Display

_COLOUR_CELL = 12  # [bytes] of an entry of the colour map in an XWD file


class Screen(Display):
    """Xvfb and openbox, looked at through the frame buffer's file."""

    def __init__(self, folder: Path, size: tuple[int, int] = (1360, 860)) -> None:
        super().__init__(size=size, framebuffer=folder)
        self._file = folder / "Xvfb_screen0"

    def __enter__(self) -> Self:
        super().__enter__()
        with self._file.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self._map[:100])
        size, width, height, line, colours = (head[i] for i in (0, 4, 5, 12, 19))
        self._pixels = np.ndarray(
            (height, line // 4),
            np.uint32,
            self._map,
            offset=size + colours * _COLOUR_CELL,
        )[:, :width]
        return self

    def look(self, left: int, top: int, width: int, height: int) -> NDArray[np.uint32]:
        """Pixels of a part of the screen as they are now: (height, width)."""
        return self._pixels[top : top + height, left : left + width] & 0xFFFFFF


class ExactHand:
    """One xdotool for the whole time: a click is a line in its pipe, not a start."""

    def __init__(self) -> None:
        self._tool = subprocess.Popen(
            ["xdotool", "-"], stdin=subprocess.PIPE, env=os.environ
        )

    def move(self, x: int, y: int) -> None:
        """Move the pointer."""
        self._say(f"mousemove {x} {y}")

    def click(self, *, ctrl: bool = False) -> int:
        """Press and release the left button; returns the monotonic time [ns]."""
        if ctrl:
            self._say("keydown ctrl")
            time.sleep(0.05)
        at = time.monotonic_ns()
        self._say("click 1")
        if ctrl:
            time.sleep(0.15)
            self._say("keyup ctrl")
        return at

    def key(self, *keys: str) -> None:
        """Press keys as xdotool names them."""
        self._say(f"key {' '.join(keys)}")

    def close(self) -> None:
        """End it."""
        self._tool.stdin.close()
        self._tool.wait(5)

    def _say(self, line: str) -> None:
        self._tool.stdin.write(line.encode() + b"\n")
        self._tool.stdin.flush()
