"""Composition of the window: started, shown, stopped; errors logged without words."""

import json
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


@pytest.mark.parametrize(
    ("percent", "own", "ratio"), [(100, "", 1.0), (150, "", 1.1), (150, "1.25", 1.25)]
)
def test_the_size_is_taken_at_the_start_as_far_as_the_screen_has_room(
    monkeypatch, tmp_path, percent, own, ratio
):
    screen = {"name": "one", "x": 0, "y": 0, "width": 1100, "height": 640}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    (tmp_path / "screens.json").write_text(json.dumps({"screens": [screen]}))
    place = f"offscreen:configfile={tmp_path / 'screens.json'}"
    monkeypatch.setenv("QT_QPA_PLATFORM", place)
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    if own:
        monkeypatch.setenv("QT_SCALE_FACTOR", own)
    text = "from voipmon import app; print(app.application({}).devicePixelRatio())"
    command = [sys.executable, "-c", text.format(percent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(done.stdout) == ratio


_REMEMBER = """
from voipmon import app
kept = app.remember()
print(kept.own.account.user, kept.own.appearance.theme)
assert kept.keeper.close()
"""


def test_what_an_older_version_kept_moves_into_the_file_and_out_of_qts(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    old = tmp_path / "voipmon" / "voipmon.conf"
    old.parent.mkdir()
    old.write_text(
        "[sign_in]\nserver=https://s\nuser=sam\n\n[window]\ntheme=dark\ngeometry=x\n"
    )
    for start in (1, 2, 3):
        command = [sys.executable, "-c", _REMEMBER]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == "sam dark\n", start
    new = tmp_path / "voipmon" / "profiles" / "Default" / "settings.toml"
    assert 'user = "sam"' in new.read_text()
    assert "sam" not in old.read_text()
    assert "geometry" in old.read_text()


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
