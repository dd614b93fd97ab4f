"""The demo platform as a child of this program: `voipmon --demo`."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field


class DemoFailed(Exception):  # noqa: N818 - named for what happened
    """The demo platform did not start; its own message is on standard error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccess:
    """Where it is and how to sign in; `repr` hides the secrets."""

    url: str
    username: str
    password: str = field(repr=False)
    accesskey: str = field(repr=False)


class EmbeddedDemo:
    """A demo server that dies with this process: it reads end of file on its input.

    Threads: any, one at a time.
    """

    def __init__(self, *options: str) -> None:
        program = [sys.executable]
        if not getattr(sys, "frozen", False):
            program += ["-m", "voipmon"]
        self._process = subprocess.Popen(
            [*program, "--demo-server", "--watch-stdin", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def wait_ready(self, timeout_s: float = 20.0) -> DemoAccess:
        """Wait for the line that says where it is.

        Raises:
            DemoFailed: It ended, said something else, or took too long.
        """
        watchdog = threading.Timer(timeout_s, self._process.kill)
        watchdog.start()
        try:
            line = self._process.stdout.readline() if self._process.stdout else b""
            ready = json.loads(line)
            return DemoAccess(
                url=ready["url"],
                username=ready["username"],
                password=ready["password"],
                accesskey=ready["accesskey"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise DemoFailed("the demo platform did not start") from error
        finally:
            watchdog.cancel()
            watchdog.join()

    def stop(self, timeout_s: float = 2.0) -> None:
        """End it, by force after `timeout_s`."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
