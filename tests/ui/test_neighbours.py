"""The whole window among its neighbours: locked, asleep, closed, hidden, told of."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.ui.scripted import ScriptedEngine
from voipmon.app import build, remember
from voipmon.core.domain.commands import Leave, Refresh
from voipmon.core.domain.facts import StreamEnded
from voipmon.core.domain.settings import OnClose, OnLock
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    StreamState,
)
from voipmon.ui.desktop.closing import CloseQuestion
from voipmon.ui.desktop.pausable_engine import PausableEngine
from voipmon.ui.desktop.session import Session
from voipmon.ui.desktop.tray import Tray
from voipmon.ui.neighbours import Neighbours

LOCKED = "NOBODY CAN HEAR YOU — listening paused while this computer is locked"


class Held(Session):
    """Remembers what it was told."""

    def __init__(self):
        super().__init__()
        self.told = []

    def ready_to_sleep(self):
        self.told.append("ready")

    def seen(self):
        self.told.append("seen")


class Rig:
    def __init__(self, qtbot, tmp_path):
        self.inner = ScriptedEngine()
        self.engine = PausableEngine(self.inner)
        kept = remember(tmp_path, tmp_path / "policy.toml")
        self.window = build(self.engine, sign_in=self.inner.SIGN_IN, kept=kept)
        qtbot.addWidget(self.window)
        self.session = Held()
        self.desktop = Neighbours(
            self.window, self.engine, self.session, app_id="net.example.app"
        )
        self.left, self.shown = [], []
        self.desktop.left.connect(lambda: self.left.append(True))
        self.desktop.popups.show = self.shown.append
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        qtbot.waitUntil(lambda: self.window.calls.model.rowCount() > 0)
        self.keeper = kept.keeper

    def listen(self, qtbot):
        self.window.listening.listen("call:c1", add=False)
        qtbot.waitUntil(lambda: "listening to Dana Lee" in self.window.banner.text)


@pytest.fixture
def rig(qtbot, tmp_path):
    made = Rig(qtbot, tmp_path)
    yield made
    made.desktop.stop()
    made.window.clock.stop()
    made.keeper.close()


@pytest.fixture
def tray(monkeypatch):
    """There is one."""
    monkeypatch.setattr(Tray, "there", property(lambda _: True))


@pytest.fixture
def away(qtbot, rig):
    """Another window has the focus."""
    rig.listen(qtbot)
    rig.window.hide()
    qtbot.waitUntil(lambda: not rig.window.isActiveWindow())


def test_locked_nothing_is_heard_and_unlocked_everything(rig, qtbot):
    rig.listen(qtbot)
    rig.session.locked.emit()
    assert not rig.inner.streams
    qtbot.waitUntil(lambda: rig.window.banner.text == LOCKED)
    rig.session.unlocked.emit()
    qtbot.waitUntil(lambda: "listening to Dana Lee" in rig.window.banner.text)


def test_who_keeps_listening_when_locked_is_left_alone(rig, qtbot):
    rig.listen(qtbot)
    rig.window.preferences.change("session", on_lock=OnLock.KEEP)
    rig.session.locked.emit()
    assert rig.inner.streams
    assert not rig.inner.told(Leave)


def test_keys_in_a_locked_window_are_reported(rig, qtbot):
    rig.session.locked.emit()
    qtbot.keyClick(rig.window.windowHandle(), Qt.Key.Key_Shift)
    assert rig.session.told == ["seen"]
    rig.session.unlocked.emit()
    qtbot.keyClick(rig.window.windowHandle(), Qt.Key.Key_Shift)
    assert rig.session.told == ["seen"]


def test_the_machine_sleeps_when_all_is_closed(rig, qtbot):
    rig.listen(qtbot)
    rig.session.sleeping.emit()
    assert not rig.inner.streams
    qtbot.waitUntil(lambda: "ready" in rig.session.told)
    asked = len(rig.inner.told(Refresh))
    rig.session.woke.emit()
    assert len(rig.inner.told(Refresh)) == asked + 1
    qtbot.waitUntil(lambda: "listening to Dana Lee" in rig.window.banner.text)


def test_without_a_tray_closing_ends_it(rig, qtbot):
    rig.listen(qtbot)
    rig.window.close()
    assert not rig.window.isVisible()
    assert rig.left
    assert rig.window.findChild(CloseQuestion) is None


@pytest.mark.usefixtures("tray")
def test_closing_asks_once_and_remembers(rig, qtbot):
    rig.listen(qtbot)
    rig.window.close()
    assert rig.window.isVisible()
    rig.window.close()
    (question,) = rig.window.findChildren(CloseQuestion)
    button = question.findChild(QPushButton, "close_to_tray_button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not rig.window.isVisible())
    assert rig.window.preferences.now.session.on_close is OnClose.TRAY
    assert rig.inner.streams
    assert not rig.left
    assert rig.window.clock.interval_ms == 1000
    rig.desktop.bring_back()
    assert rig.window.isVisible()
    rig.window.close()
    assert not rig.window.isVisible()
    rig.window.quit()
    assert rig.left


@pytest.mark.usefixtures("tray")
def test_quitting_asks_nothing(rig, qtbot):
    rig.listen(qtbot)
    rig.window.quit()
    assert rig.left
    assert not rig.window.isVisible()


@pytest.mark.usefixtures("tray")
def test_the_answer_to_quit_quits(rig, qtbot):
    rig.listen(qtbot)
    rig.window.close()
    question = rig.window.findChild(CloseQuestion)
    button = question.findChild(QPushButton, "close_quit_button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(rig.left))
    assert rig.window.preferences.now.session.on_close is OnClose.QUIT


def lose(rig, cause=EndCause.LOST):
    card = rig.window.state.cards[0]
    closed = {"state": StreamState.CLOSED, "cause": cause}
    rig.inner.over[card.stream_id] = closed
    rig.inner.facts.append(StreamEnded(stream_id=card.stream_id, cause=cause))


def test_a_lost_call_is_told_only_to_who_looks_elsewhere(rig, qtbot):
    rig.listen(qtbot)
    lose(rig)
    qtbot.waitUntil(lambda: rig.window.state.cards[0].cause is EndCause.LOST)
    assert rig.shown == []


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize("wanted", [True, False])
def test_an_end_is_told_if_wanted(rig, qtbot, wanted):
    rig.window.preferences.change("notices", ended=wanted)
    lose(rig, EndCause.ENDED)
    qtbot.waitUntil(lambda: rig.window.state.cards[0].cause is EndCause.ENDED)
    assert [told.title for told in rig.shown] == ["Call ended"] * wanted


@pytest.mark.usefixtures("away")
def test_the_button_listens_again(rig, qtbot):
    lose(rig)
    qtbot.waitUntil(lambda: len(rig.shown) == 1)
    assert rig.shown[0].text.startswith("Dana Lee's call: ")
    rig.desktop.popups.chosen.emit(rig.shown[0], True)
    assert rig.window.isVisible()
    assert rig.window.state.cards[0].cause is None


@pytest.mark.usefixtures("away")
def test_a_locked_screen_names_nobody(rig, qtbot):
    rig.window.preferences.change("session", on_lock=OnLock.KEEP)
    rig.session.locked.emit()
    lose(rig)
    qtbot.waitUntil(lambda: len(rig.shown) == 1)
    assert "Dana" not in rig.shown[0].text


@pytest.mark.usefixtures("away")
def test_notifications_can_be_switched_off(rig, qtbot):
    rig.window.preferences.change("notices", enabled=False)
    lose(rig)
    qtbot.waitUntil(lambda: rig.window.state.cards[0].cause is EndCause.LOST)
    assert rig.shown == []


@pytest.mark.usefixtures("away")
def test_a_device_that_goes_is_told(rig, qtbot):
    qtbot.wait(1100)  # a hidden window looks once a second
    rig.inner.output = OutputSnapshot(state=OutputState.PAUSED, label="Headset")
    qtbot.waitUntil(lambda: len(rig.shown) == 1)
    assert rig.shown[0].title == "Headset disconnected"
