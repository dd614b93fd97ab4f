"""Settings reach the engine and the window, at the start and at every change."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from tests.ui.scripted import ScriptedEngine
from voipmon.app import build, remember
from voipmon.core.domain.commands import (
    MASTER,
    Ear,
    SelectOutput,
    SetBlock,
    SetHearing,
    SetVolume,
)
from voipmon.core.domain.settings import ThemeChoice
from voipmon.ui.main_window import MainWindow


@pytest.fixture
def start(qtbot, tmp_path):
    """Starts the window over a settings file and a policy; a second start goes on."""

    @contextmanager
    def begin(settings: str = "", policy: str = "") -> Iterator[MainWindow]:
        for name, text in (("settings.toml", settings), ("policy.toml", policy)):
            if text:
                (tmp_path / name).write_text(text)
        engine = ScriptedEngine()
        kept = remember(tmp_path, tmp_path / "policy.toml")
        window = build(engine, sign_in=engine.SIGN_IN, kept=kept)
        window.engine_told = engine.told
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.calls.model.rowCount() > 0)
        yield window
        window.close()
        assert kept.keeper.close()

    return begin


def test_hearing_is_told_at_the_start_and_when_it_changes(start):
    with start('[listening]\near = "left"\nceiling_dbfs = -9\n') as window:
        first = SetHearing(ear=Ear.LEFT, levelling=True, ceiling_dbfs=-9.0)
        assert window.engine_told(SetHearing) == [first]
        window.preferences.change("listening", mono=True, levelling=False)
        window.preferences.change("listening", taps=4)
        assert window.engine_told(SetHearing)[1:] == [
            SetHearing(mono=True, ear=Ear.LEFT, ceiling_dbfs=-9.0)
        ]


def test_the_output_is_chosen_again_at_the_next_start(start):
    with start() as window:
        assert not window.engine_told(SelectOutput)
        window.toolbar.output_wanted.emit("lap", "pulse")
        window.toolbar.output_wanted.emit("lap", "pulse")  # "go on" after it was lost
        chosen = SelectOutput(name="lap", host_api="pulse")
        assert window.engine_told(SelectOutput) == [chosen, chosen]
    with start() as window:
        assert window.engine_told(SelectOutput) == [chosen]


def test_an_output_that_is_locked_cannot_be_chosen(start, qtbot):
    policy = '[devices]\noutput_name = "desk"\noutput_api = "pulse"\n'
    with start(policy=policy) as window:
        fixed = SelectOutput(name="desk", host_api="pulse")
        window.toolbar.output_wanted.emit("lap", "pulse")
        assert window.engine_told(SelectOutput) == [fixed]
        qtbot.waitUntil(lambda: "set by your administrator" in shown(window))


def test_a_theme_that_is_locked_stays_and_the_menu_says_so(start, qtbot):
    with start(policy='[appearance]\ntheme = "dark"\n') as window:
        light = window.findChild(QAction, "theme_light")
        light.trigger()
        assert window.theme.tokens.dark
        assert not light.isChecked()
        assert window.findChild(QAction, "theme_dark").isChecked()
        qtbot.waitUntil(lambda: "colours are set by your" in shown(window))


def test_the_block_is_told_when_it_is_not_the_usual_one(start):
    with start() as window:
        assert not window.engine_told(SetBlock)
        window.preferences.change("devices", block_ms=10)
        assert window.engine_told(SetBlock) == [SetBlock(block_ms=10)]
    with start() as window:
        assert window.engine_told(SetBlock) == [SetBlock(block_ms=10)]


def test_the_master_volume_is_the_same_at_the_next_start(start, qtbot):
    with start() as window:
        window.toolbar.master.setValue(-12)
        qtbot.waitUntil(lambda: window.preferences.now.listening.master_db == -12)
    with start() as window:
        assert window.toolbar.master.value() == -12
        assert window.state.master_db == -12
        volumes = window.engine_told(SetVolume)
        assert volumes == [SetVolume(stream_id=MASTER, volume_db=-12.0)]


def test_theme_and_rows_follow(start):
    with start('[appearance]\ntheme = "dark"\n') as window:
        assert window.theme.tokens.dark
        ground = window.calls.search.palette().color(QPalette.ColorRole.Base)
        assert ground == window.theme.tokens.colour("surface")  # from the first moment
        window.toolbar.theme_wanted.emit(ThemeChoice.LIGHT)
        assert not window.theme.tokens.dark
        high = window.calls.view.rowHeight(0)
        window.preferences.change("appearance", row_height=28)
        assert window.calls.view.rowHeight(0) < high


def test_what_was_wrong_with_the_files_is_said_once(start, qtbot):
    settings, policy = "[listening]\ntaps = 99\nmono = 3\n", "[notices]\nsound = 1\n"
    with start(settings, policy) as window:
        qtbot.waitUntil(lambda: "policy.toml, notices.sound: 1 is" in shown(window))
        assert "(2 more under Details)" in shown(window)


def shown(window: MainWindow) -> str:
    labels = window.messages.findChildren(QLabel, "message_text")
    return " ".join(label.text() for label in labels)


def test_columns_sorting_splitters_and_tab_are_as_they_were_left(start, qtbot):
    with start() as window:
        view = window.calls.view
        view.horizontalHeader().moveSection(6, 1)
        view.sortByColumn(1, view.horizontalHeader().sortIndicatorOrder())
        splitter = window.calls.parentWidget()
        splitter.moveSplitter(620, 1)
        tab = window.findChild(QWidget, "quality_tab")
        tab.click()
        left = splitter.sizes()
    with start() as window:
        header = window.calls.view.horizontalHeader()
        assert header.visualIndex(6) == 1
        assert header.sortIndicatorSection() == 1
        assert window.calls.parentWidget().sizes() == left
        assert window.bottom.open_name == "quality_tab"
        assert window.preferences.now.layout.across == tuple(left)


def test_nothing_is_written_for_a_window_that_was_only_looked_at(start, tmp_path):
    with start():
        pass
    assert not Path(tmp_path / "settings.toml").exists()


def test_in_mono_or_for_one_ear_nothing_has_a_place(window):
    assert window.state.placed
    window.preferences.change("listening", mono=True)
    assert not window.state.placed
    window.preferences.change("listening", mono=False, ear="left")
    assert not window.state.placed
    window.preferences.change("listening", ear="both")
    assert window.state.placed
