"""A person's hand: real clicks and keys, through the X server, by xdotool."""

import os
import subprocess
import time

_STEP_S = 10.0  # longest run of one xdotool
_KEY_DELAY_MS = "4"


class Hand:
    """Clicks and types on the display that $DISPLAY names.

    Nothing secret is ever an argument of a program: text goes through a pipe.
    """

    def click(self, x: int, y: int, *, ctrl: bool = False, button: int = 1) -> int:
        """Click at a place of the screen; returns the monotonic time of it [ns]."""
        self._run("mousemove", str(x), str(y))
        keys = (["keydown", "ctrl"], ["keyup", "ctrl"]) if ctrl else ([], [])
        began = time.monotonic_ns()
        self._run(*keys[0], "click", str(button), *keys[1])
        return began

    def move(self, x: int, y: int) -> None:
        """Move the pointer."""
        self._run("mousemove", str(x), str(y))

    def key(self, *names: str) -> int:
        """Press and release keys, each like "Return" or "ctrl+a"; returns the time."""
        began = time.monotonic_ns()
        self._run("key", "--delay", _KEY_DELAY_MS, *names)
        return began

    def write(self, text: str) -> None:
        """Replace the text of the field that has the focus."""
        self.key("ctrl+a", "Delete")
        if text:
            command = ["type", "--delay", _KEY_DELAY_MS, "--file", "-"]
            self._run(*command, text=text)

    @staticmethod
    def _run(*arguments: str, text: str | None = None) -> None:
        subprocess.run(
            ["xdotool", *arguments],
            input=text,
            text=True,
            env=os.environ,
            timeout=_STEP_S,
            check=True,
            stdin=None if text is not None else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
