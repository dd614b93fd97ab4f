"""The whole window over a scripted engine."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QSlider, QToolButton, QWidget

from tests.ui.finding import heard, part
from tests.ui.scripted import ScriptedEngine
from voipmon.core.domain.commands import (
    Leave,
    Listen,
    Refresh,
    Retry,
    SelectOutput,
)
from voipmon.core.domain.facts import EngineRestarted, StreamEnded
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    Problem,
    StreamState,
)
from voipmon.ui.clock import CALM_MS, FRAME_MS, HIDDEN_MS

# -- in memory -----------------------------------------------------------------------


def test_a_window_has_names_for_everything(window):
    assert QAccessible.queryAccessibleInterface(window.banner) is not None
    assert window.banner.accessibleName() == window.banner.text
    for widget in (*window.findChildren(QToolButton), *window.findChildren(QSlider)):
        if widget.objectName().startswith("qt_") or not widget.objectName():
            continue
        name = widget.accessibleName() or getattr(widget, "text", str)()
        assert name, widget.objectName()


def test_secrets_are_nowhere_in_the_window(window, engine):
    words = {window.windowTitle()}
    for widget in window.findChildren(QWidget):
        words |= {widget.objectName(), widget.accessibleName(), widget.toolTip()}
    text = " ".join(words)
    assert engine.SIGN_IN.password not in text
    assert "tok-4711" not in text


def test_arrows_do_not_listen(window, engine, qtbot):
    qtbot.keyClick(window.calls.view, Qt.Key.Key_Down)
    qtbot.keyClick(window.calls.view, Qt.Key.Key_Down)
    assert not engine.told(Listen)


def test_escape_cancels_connecting_at_once(window, engine, qtbot):
    engine.over[1] = {"state": StreamState.CONNECTING}
    window.listening.listen("call:c1", add=False)
    assert "(cancel: Esc)" in window.banner.text
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert engine.told(Leave) == [Leave(stream_id=1)]


def test_f5_tries_a_lost_call_again_and_refreshes_otherwise(window, engine, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert engine.told(Refresh)
    window.listening.listen("call:c1", add=False)
    engine.over[1] = {"state": StreamState.CLOSED, "cause": EndCause.LOST}
    engine.facts.append(StreamEnded(stream_id=1, cause=EndCause.LOST))
    qtbot.waitUntil(lambda: window.state.cards[0].closed)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert engine.told(Retry) == [Retry(stream_id=1)]


def test_the_end_of_a_call_is_told_and_its_card_stays(window, engine, qtbot):
    window.listening.listen("call:c1", add=False)
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    engine.over[1] = {"state": StreamState.CLOSED, "cause": EndCause.ENDED}
    engine.facts.append(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    qtbot.waitUntil(lambda: "call ended after 10:0" in window.banner.text)
    assert window.cards.widget_of(window.state.cards[0]) is not None


def test_a_new_sign_in_opens_again_what_the_old_ones_end_closed(window, engine, qtbot):
    window.listening.listen("call:c1", add=False)
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    engine.over[1] = {"state": StreamState.CLOSED, "cause": EndCause.SIGNED_OUT}
    engine.facts.append(StreamEnded(stream_id=1, cause=EndCause.SIGNED_OUT))
    qtbot.waitUntil(lambda: "your sign-in ended" in window.banner.text)
    engine.over.clear()
    engine.sign_in()
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    assert engine.told(Retry) == [Retry(stream_id=1)]


def test_a_dead_engine_is_seen_within_a_second_and_a_new_one_told(
    window, engine, qtbot
):
    window.listening.listen("call:c1", add=False)
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    engine.alive, engine.silent = False, True
    qtbot.waitUntil(lambda: "the sound engine stopped" in window.banner.text)
    engine.alive, engine.silent = True, False
    died = Problem(kind="engine.died", detail="exit status -9")
    engine.facts.append(EngineRestarted(restarts=1, problem=died))
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    assert any("sound engine closed" in text for text in window.messages.texts)


def test_a_lost_headset_offers_another(window, engine, qtbot):
    engine.output = OutputSnapshot(
        state=OutputState.PAUSED, device="Headset", offer="Laptop speakers"
    )
    qtbot.waitUntil(lambda: bool(window.messages.texts))
    button = part(window, QPushButton, "message_action")
    assert button.text() == 'Use "Laptop speakers"'
    button.click()
    assert engine.told(SelectOutput) == [SelectOutput(name="lap", host_api="pulse")]
    assert window.preferences.now.devices.output_name == "lap", "after a start, too"
    engine.output = OutputSnapshot(state=OutputState.RUNNING, device="Laptop speakers")
    qtbot.waitUntil(lambda: not window.messages.texts)


def test_f6_goes_round(window, qtbot):
    window.calls.view.setFocus()
    seen = set()
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.add(window.focusWidget().objectName())
    assert seen == {"quality_tab", "mute_all", "calls_table"}


def test_hidden_it_neither_draws_nor_forgets(window, engine, qtbot):
    assert window.clock.interval_ms == CALM_MS, "nothing is listened to"
    window.listening.listen("call:c1", add=False)
    assert window.clock.interval_ms == FRAME_MS
    window.hide()
    assert window.clock.interval_ms == HIDDEN_MS
    window.show()
    assert window.clock.interval_ms == FRAME_MS


def test_the_smallest_size_holds_four_cards(window, qtbot):
    window.resize(1024, 640)
    for number in range(1, 5):
        window.listening.listen(f"call:c{number}", add=True)
    qtbot.waitUntil(lambda: heard(window, "Tom Becker + 3 more"))
    qtbot.wait(50)
    for number in range(1, 5):
        card = part(window, QWidget, f"card_{number}")
        bottom = card.mapTo(window, QPoint(0, card.height())).y()
        assert bottom <= window.height()


def test_closing_stops_the_clock_and_remembers_the_place(window, engine):
    window.close()
    assert window.clock.interval_ms == 0


def test_an_engine_without_news_is_asked_all_the_same(qtbot, tmp_path):
    from voipmon.app import build, remember

    silent = ScriptedEngine()
    silent.silent = True
    silent.alive = False
    made = build(silent, kept=remember(tmp_path))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.findChild(QWidget, "sign_in_dialog") is not None)
    assert made.banner.text == "NOT SIGNED IN — no calls are shown"
    made.clock.stop()


def test_the_waveform_has_no_hole_where_nobody_looked(window, engine, qtbot):
    window.calls.view.listen_wanted.emit("call:c1", False)
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    wave = window.cards.widget_of(window.state.cards[0]).wave
    qtbot.waitUntil(lambda: wave.columns[-1] is not None)
    window.hide()
    for _ in range(20):
        window.clock.tick.emit(1.0, False)
    window.show()
    window.clock.tick.emit(0.03, True)
    assert None not in wave.columns[-40:]


def test_tab_goes_from_the_top_through_the_list_to_the_cards(window, engine, qtbot):
    window.calls.view.listen_wanted.emit("call:c1", False)
    window.calls.view.listen_wanted.emit("call:c2", True)
    window.calls.view.listen_wanted.emit("call:c3", False)  # in place of the second
    window.notices.say("Something to answer.")
    seen: list[str] = []
    widget = window.toolbar
    while widget.nextInFocusChain() is not window.toolbar:
        widget = widget.nextInFocusChain()
        seen.append(widget.objectName())
    wanted = [
        "refresh_button",
        "account_button",
        "message_close",
        "search_edit",
        "calls_table",
        "card_1",
        "leave_button",
        "card_2",
        "quality_copy",
        "quality_tab",
    ]
    assert [name for name in dict.fromkeys(seen) if name in wanted] == wanted


def test_names_and_roles_for_a_reader(window, qtbot):
    window.calls.view.listen_wanted.emit("call:c1", False)
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    card = window.cards.widget_of(window.state.cards[0])
    account = part(window, QToolButton, "account_button")
    for widget, role, name in (
        (window.banner, QAccessible.Role.AlertMessage, window.banner.text),
        (account, QAccessible.Role.Button, "Sign out"),
        (
            card.wave,
            QAccessible.Role.Graphic,
            "Waveform of Dana Lee, last ten seconds",
        ),
        (card.meter.meter, QAccessible.Role.ProgressBar, "Level of Dana Lee"),
        (
            card.findChild(QWidget, "who_label"),
            QAccessible.Role.StaticText,
            "Dana Lee +1 415 555 0142",
        ),
    ):
        seen = QAccessible.queryAccessibleInterface(widget)
        assert seen.role() is role
        assert seen.text(QAccessible.Text.Name) == name
