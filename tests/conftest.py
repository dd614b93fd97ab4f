"""What every test gets: no thread or warning left behind, and no home directory.

A test that logs at WARNING or above must say so by asking for `caplog`; one that
leaves a thread running fails, also when it passed.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No deadline: two busy cores make any figure wrong. The same examples every time,
# so that a red run can be repeated; HYPOTHESIS_PROFILE=search looks for new ones.
_COMMON = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
    "database": None,
    "print_blob": True,
}
settings.register_profile("fixed", derandomize=True, **_COMMON)
settings.register_profile("search", derandomize=False, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

# Widgets are drawn into memory; what needs a real display starts its own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

THREAD_GRACE_S = 2.0  # an ended server's pool threads may take a moment

# The programs that tests start must neither find nor change a person's settings.
_SECRETS = (
    "VOIPMON_SERVER",
    "VOIPMON_TOKEN",
    "VOIPMON_ACCESSKEY",
    "VOIPMON_USERNAME",
    "VOIPMON_PASSWORD",
    "VOIPMON_LOG_LEVEL",
)


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for settings, state and cache that nobody else uses."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for name in ("CONFIG", "STATE", "DATA", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        for name in _SECRETS:
            patch.delenv(name, raising=False)
        yield home


@pytest.fixture(autouse=True)
def _no_thread_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test after which a thread that it started goes on.

    Threads of fixtures with a wider scope are not the test's.
    """
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + THREAD_GRACE_S
    while left := _strangers(before):
        if time.monotonic() > end:
            names = ", ".join(sorted(thread.name for thread in left))
            pytest.fail(f"threads still running after the test: {names}")
        left[0].join(0.05)


def _strangers(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.daemon
    ]


class _Loud(logging.Handler):
    """Keeps what was logged at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_warning_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs at WARNING or above without asking for `caplog`."""
    if "caplog" in request.fixturenames:
        yield
        return
    loud = _Loud()
    logging.getLogger().addHandler(loud)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(loud)
    if loud.lines:
        pytest.fail("logged without being asked for:\n" + "\n".join(loud.lines))
