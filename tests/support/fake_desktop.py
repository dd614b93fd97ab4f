"""The desktop's services, as far as the program asks for them, on buses of their own.

    with private_desktop() as desktop:
        ...  # DBUS_SESSION_BUS_ADDRESS and DBUS_SYSTEM_BUS_ADDRESS point there
        desktop.lock(True)
        assert desktop.braked  # somebody delays the next sleep

The buses are real `dbus-daemon`s that start nothing by themselves; the services run in
a process of their own (`desktop_services`), which takes one JSON list a line and
answers with one JSON value.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.desktop_services import LOGIN

ROOT = Path(__file__).resolve().parents[2]
_CONFIG = """<busconfig><type>session</type><listen>unix:path={path}</listen>
<policy context="default"><allow send_destination="*"/><allow own="*"/>
<allow receive_sender="*"/></policy></busconfig>"""


class FakeDesktop:
    """The fakes seen from the test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, what: str, *values: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([what, *values]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def serve(self, service: str, there: bool = True) -> None:
        """Have a service appear, or vanish."""
        self.ask("serve", service, there)

    def lock(self, locked: bool) -> None:
        """LockedHint of the session."""
        self.ask("lock", locked)

    def request(self, member: str) -> None:
        """Ask the session to "Lock" or "Unlock"."""
        self.ask("request", member)

    def saver(self, active: bool) -> None:
        self.ask("saver", active)

    def sleep(self, begins: bool) -> None:
        """PrepareForSleep."""
        self.ask("sleep", begins)

    @property
    def braked(self) -> bool:
        """Whether somebody holds an inhibitor lock."""
        return bool(self.ask("braked"))

    def notices(self) -> list[Any]:
        """Arguments of every Notify."""
        return list(self.ask("notices"))

    def press(self, number: int, action: str) -> None:
        """Press a notification's button."""
        self.ask("press", number, action)

    def trays(self) -> list[str]:
        """Services of the tray's items."""
        return list(self.ask("trays"))

    def item(self, service: str) -> dict[str, Any]:
        """Properties of a tray item that are words."""
        return dict(self.ask("item", service))

    def menu(self, service: str) -> dict[str, int]:
        """Its menu: words and numbers of the entries."""
        return dict(self.ask("menu", service))

    def choose(self, service: str, number: int) -> None:
        """Click an entry of its menu."""
        self.ask("choose", service, number)


@contextlib.contextmanager
def private_desktop(
    *services: str, env: dict[str, str] | None = None
) -> Iterator[FakeDesktop]:
    """Start both buses and the fakes.

    Args:
        services: Those that run from the start; by default login1 alone.
        env: Environment to be pointed to the buses; None is this process' own.
    """
    if shutil.which("dbus-daemon") is None:
        import pytest  # the tour has none, and asks before

        pytest.skip("dbus-daemon is not installed")
    where = os.environ if env is None else env
    names = ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS", "XDG_SESSION_ID")
    before = {name: where.get(name) for name in names}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bus-")))
        for name in names[:2]:
            where[name] = _bus(stack, folder / name[5:11].lower())
        where["XDG_SESSION_ID"] = "1"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.desktop_services"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=dict(where),
        )
        stack.callback(_end, process)
        desktop = FakeDesktop(process)
        for service in services or (LOGIN,):
            desktop.serve(service)
        try:
            yield desktop
        finally:
            for name, value in before.items():
                where.pop(name, None)
                if value is not None:
                    where[name] = value


def _bus(stack: contextlib.ExitStack, path: Path) -> str:
    config = path.with_suffix(".conf")
    config.write_text(_CONFIG.format(path=path))
    daemon = subprocess.Popen(
        ["dbus-daemon", "--nofork", "--print-address", f"--config-file={config}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # may not have as many files open as it wants
        text=True,
    )
    stack.callback(_end, daemon)
    assert daemon.stdout is not None
    return daemon.stdout.readline().strip()


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait(5)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
