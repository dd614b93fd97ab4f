"""Real faults of the demo platform, through a real engine, seen in the real window."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QListWidget, QToolButton, QWidget

from tests.support.demo import Demo, demo_server
from tests.support.sound import sound_server
from tests.ui.finding import cell, part
from voipmon.app import build, remember
from voipmon.core.domain.commands import SignIn
from voipmon.engine.client import EngineClient
from voipmon.ui.main_window import MainWindow
from voipmon.ui.quality.curves import Curves
from voipmon.ui.widgets.waveform import Waveform

__all__ = ["sound_server"]

WITHIN_MS = 25_000
SHORT_S, LONG_S = 1.4, 3.0  # caught up by squeezing; by a jump


@pytest.fixture
def demo() -> Iterator[Demo]:
    with demo_server("--seed", "5") as server:
        yield server


@pytest.fixture
def live(qtbot, there, demo, sound_server, tmp_path) -> Iterator[MainWindow]:
    """The window with its own engine, signed in to the demo platform."""
    engine = EngineClient()
    engine.start()
    request = SignIn(server=demo.url, username=demo.username, password=demo.password)
    made = build(engine, sign_in=request, kept=remember(tmp_path))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.clock.stop()
    engine.stop()


def text(window: MainWindow, name: str) -> str:
    return part(window, QLabel, name).text()


@pytest.mark.window
def test_what_the_link_does_is_told_on_card_tab_diary_and_clipboard(
    live, demo, hand, qtbot
):
    call = demo.talking_call()
    key = f"call:{call}"

    def wait(condition: object) -> None:
        qtbot.waitUntil(condition, timeout=WITHIN_MS)

    def happened(words: str) -> bool:
        shown = part(live, QListWidget, "quality_diary")
        return any(words in shown.item(row).text() for row in range(shown.count()))

    wait(lambda: key in live.state.rows)
    hand.click(live.calls.view.viewport(), cell(live, key))
    hand.click(part(live, QToolButton, "quality_tab"))
    wait(lambda: part(live, QWidget, "quality_label").text == "Good")
    wait(lambda: " filled in · no stalls" in text(live, "figures_label"))
    wait(lambda: ": Good · 0." in text(live, "quality_headline"))
    assert not part(live, QLabel, "note_label").isVisible()

    demo.fault("stall", target=call, hold=SHORT_S, seconds=SHORT_S)
    wait(lambda: happened("Sound arrives again after"))
    wait(lambda: happened("Late: "))
    assert happened("Patchy: ")

    demo.fault("stall", target=call, hold=LONG_S, seconds=LONG_S)
    wait(lambda: text(live, "note_label").startswith("Skipped "))
    wait(lambda: part(live, QWidget, "quality_label").text == "Broken")
    wait(lambda: happened("Skipped "))
    assert True in part(live, Waveform, "waveform").marks
    wait(lambda: text(live, "note_label").endswith(", 1 s ago"))
    curves = live.findChild(Curves, "quality_curves")
    wait(lambda: len(curves.curves["skip"].getData()[0]) == 2)
    assert len(curves.curves["stall"].getData()[0]) >= 2
    assert np.nanmax(curves.curves["Filled in"].getData()[1]) > 500

    hand.key("ctrl+c")
    wait(lambda: "Quality: Broken: " in QGuiApplication.clipboard().text())
    copied = QGuiApplication.clipboard().text()
    assert "to get back to live" in copied
    skipped_s = [float(line.split()[-1]) for line in copied.splitlines()[-1:]]
    assert skipped_s[0] > 1.5
    row = live.state.rows[key]
    for secret in (demo.username, demo.password, row.agent, row.party):
        assert secret not in copied
