import os
import subprocess
import sys


def test_a_machine_without_a_keychain_is_told_so():
    """No D-Bus session here: the probe answers at once and blames nobody else."""
    script = "from voipmon.store.keychain import probe; print(probe())"
    env = {k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**env, "XDG_RUNTIME_DIR": "/nonexistent"},
        timeout=30,
    )
    assert "usable=False" in done.stdout
    assert "no keychain service" in done.stdout
