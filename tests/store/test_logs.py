import subprocess
import sys

SCRIPT = """
import logging, threading
from voipmon.net.urls import redact
from voipmon.store.logs import configure
configure(redact, "DEBUG")
log = logging.getLogger("voipmon.test")
log.info("GET %s", "https://x/v1.0/calls?token=s3cr3t&page_size=1")
try:
    raise ValueError("wss://x/?accesskey=s3cr3t")
except ValueError:
    log.exception("it failed")
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
raise RuntimeError("Authorization: Bearer s3cr3t")
"""


def test_no_route_into_the_log_keeps_a_secret():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "s3cr3t" not in done.stderr + done.stdout
    assert "it failed" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert "RuntimeError" in done.stderr


def test_an_unknown_level_is_said_and_the_default_used(monkeypatch):
    script = (
        "import logging; from voipmon.store.logs import configure; configure(str);"
        "print(logging.getLogger().level)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"VOIPMON_LOG_LEVEL": "loud", "PYTHONPATH": ".", "PATH": ""},
    )
    assert "unknown" in done.stderr
    assert done.stdout.strip() == "30"
