"""A session bus of its own with a real keychain on it, unlocked, for a test.

with keychain_session(tmp_path) as session:
    subprocess.run(..., env=session.env)
    session.freeze()   # from now on it answers nobody, as one that waits for a person
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import secretstorage
from jeepney.io.blocking import open_dbus_connection
from keyring.backends import SecretService

_NEEDED = ("dbus-daemon", "gnome-keyring-daemon")


@dataclass(slots=True)
class KeychainSession:
    """Where the bus is, and a hold on the keychain."""

    env: dict[str, str]
    daemon: int  # process id

    def lock(self) -> None:
        """As after the screen was locked: every secret needs the password again."""
        with contextlib.closing(
            open_dbus_connection(self.env["DBUS_SESSION_BUS_ADDRESS"])
        ) as bus:
            secretstorage.get_default_collection(bus).lock()

    def freeze(self) -> None:
        os.kill(self.daemon, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.daemon, signal.SIGCONT)


@contextlib.contextmanager
def keychain_session(folder: Path) -> Iterator[KeychainSession]:
    """Start both; `folder` holds what the keychain writes."""
    for program in _NEEDED:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    env = {k: v for k, v in os.environ.items() if k != "DISPLAY"}
    env |= {"HOME": str(folder), "XDG_RUNTIME_DIR": str(runtime)}
    env |= {"XDG_DATA_HOME": str(folder / "data")}
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=env,
    )
    assert bus.stdout is not None
    daemon = None
    try:
        env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        daemon = subprocess.Popen(
            [
                "gnome-keyring-daemon",
                "--unlock",
                "--foreground",
                "--components=secrets",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=env,
        )
        assert daemon.stdin is not None
        assert daemon.stdout is not None
        daemon.stdin.write("correct horse")
        daemon.stdin.close()
        daemon.stdout.readline()  # GNOME_KEYRING_CONTROL=...: it is there
        yield KeychainSession(env, daemon.pid)
    finally:
        for process in (daemon, bus):
            if process is not None:
                process.kill()
                process.wait(5)
                assert process.stdout is not None
                process.stdout.close()


def stored_secret() -> str | None:
    """What the session's keychain holds of voipmon, None for nothing."""
    try:
        found = SecretService.Keyring().get_credential("voipmon", None)
    except secretstorage.ItemNotFoundException:  # removed while it was read
        return None
    return None if found is None else found.password
