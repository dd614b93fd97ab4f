"""A scripted engine, a window over it, and the real display for tests that need it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.window import ON_SCREEN, Hand, run_there, screen
from tests.ui.scripted import ScriptedEngine, signed_in
from voipmon.app import application, build, remember
from voipmon.ui.main_window import MainWindow
from voipmon.ui.state import WindowState
from voipmon.ui.theme import Theme

__all__ = ["screen"]


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Send tests marked `window` to the display, unless we are there."""
    marked = pyfuncitem.get_closest_marker("window") is not None
    if not marked or os.environ.get(ON_SCREEN):
        return None
    run_there(pyfuncitem, pyfuncitem.funcargs["there"])
    return True


@pytest.fixture
def there(request: pytest.FixtureRequest) -> dict[str, str] | None:
    """The display's environment; None in the process that runs on it."""
    if os.environ.get(ON_SCREEN):
        return None
    return request.getfixturevalue("screen")


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The program's own QApplication."""
    return application()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def state() -> WindowState:
    """Signed in, with a list and no card."""
    made = WindowState()
    signed_in(made)
    return made


@pytest.fixture
def window(
    qtbot: QtBot, engine: ScriptedEngine, tmp_path: Path
) -> Iterator[MainWindow]:
    """The whole window, shown, signed in, with a list.

    It keeps no call ready, so that each stream is one that a test asked for.
    """
    kept = remember(tmp_path, tmp_path / "policy.toml")
    made = build(engine, sign_in=engine.SIGN_IN, kept=kept)
    made.preferences.change("listening", taps=0)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: made.calls.model.rowCount() > 0)
    yield made
    made.clock.stop()
    kept.keeper.close()  # it would wait for further changes before it writes


@pytest.fixture
def hand(there: dict[str, str] | None, qapp: QApplication) -> Hand:
    """Real clicks and keys; for tests marked `window`."""
    return Hand(qapp)
