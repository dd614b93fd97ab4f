"""Composition of the window: started, shown, stopped; errors logged without words."""

import logging
import signal
import subprocess
import sys
import time

import psutil
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.support.demo import wait_for
from tests.ui.scripted import ScriptedEngine
from voipmon import app
from voipmon.ui.main_window import MainWindow


def windows() -> list[MainWindow]:
    found = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    return [window for window in found if window.state.practice]


def test_run_starts_the_engine_and_stops_it_after_the_window(
    qapp, tmp_path, monkeypatch
):
    engine = ScriptedEngine()
    seen: list[str] = []
    shown: list[bool] = []

    def look() -> None:
        for window in windows():
            if window.isVisible() and shown:
                seen.append(window.banner.text)
                window.close()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(200)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards
    status = app.run(
        lambda: engine,
        demo=True,
        sign_in=engine.SIGN_IN,
        kept=app.remember(tmp_path, tmp_path / "policy.toml"),
        shown=lambda: shown.append(any(w.isVisible() for w in windows())),
    )
    timer.stop()
    assert status == 0
    assert engine.stopped
    assert shown == [True]
    assert seen[0].startswith("PRACTICE — ")
    kept = [path.read_text() for path in tmp_path.iterdir()]
    assert kept
    assert not any("correct horse" in text for text in kept)


def test_a_bug_is_logged_by_its_place_not_by_its_words(caplog):
    def bug() -> None:
        raise ValueError("my password is hunter2")

    with pytest.raises(ValueError, match="hunter2") as caught:
        bug()
    with caplog.at_level(logging.ERROR):
        app.log_and_go_on(caught.type, caught.value, caught.tb)
    assert "ValueError" in caplog.text
    assert "test_app.py" in caplog.text
    assert "hunter2" not in caplog.text


def test_one_application_for_all(qapp):
    assert app.application() is qapp


def test_a_signal_ends_window_engine_and_demo_in_order():
    program = subprocess.Popen([sys.executable, "-m", "voipmon", "--demo"])
    family = psutil.Process(program.pid)
    children = wait_for(lambda: len(found := family.children()) >= 2 and found)
    wait_for(lambda: _listens(children))
    began = time.monotonic()
    program.send_signal(signal.SIGTERM)
    assert program.wait(10) == 0
    assert time.monotonic() - began < 4.0
    assert not any(child.is_running() for child in children)


def _listens(children: list[psutil.Process]) -> bool:
    """Whether the window is signed in: its engine talks to its demo platform."""
    return any(child.net_connections("tcp") for child in children)
