"""A card shows one stream and asks for changes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QToolButton, QWidget

from tests.ui.scripted import snapshot, stream
from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.facts import StreamEnded, StreamSkipped
from voipmon.core.domain.snapshot import EndCause, StreamState
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.ui.state import WindowState
from voipmon.ui.streams.card import CardSize, CardWidget


@pytest.fixture
def card(qtbot, state, theme):
    made = CardWidget(state.add(state.rows["call:c1"]), state, theme)
    qtbot.addWidget(made)
    made.resize(400, 190)
    made.show()
    return made


def show(card: CardWidget, window_state: WindowState, /, **changes: object) -> None:
    window_state.apply_snapshot(snapshot(stream(1, **changes)))
    window_state.pass_time(0.033)
    card.refresh(0.033)


def text(card: CardWidget, name: str) -> str:
    return card.findChild(QLabel, name).text()


def word(card: CardWidget, name: str) -> str:
    return card.findChild(QWidget, name).text


def test_what_is_heard(card, state):
    changes = {"quality": Quality.GOOD, "codec": Codec.ALAW}
    show(card, state, encapsulation=Encapsulation.RTP, **changes)
    assert word(card, "state_label") == "Listening"
    assert text(card, "detail_label") == "60 ms behind"
    assert word(card, "quality_label") == "Good"
    assert card.findChild(QToolButton, "codec_label").text() == "A-law · rtp"
    assert text(card, "time_label").startswith("10:0")
    assert card.accessibleName() == "Dana Lee: Listening 60 ms behind, Good"


@pytest.mark.parametrize("quality", list(Quality))
def test_quality_is_a_word(card, state, quality):
    show(card, state, quality=quality)
    assert word(card, "quality_label").casefold() == quality.value


def test_no_quality_is_claimed_while_nothing_flows(card, state):
    show(card, state, quality=Quality.GOOD, state=StreamState.CONNECTING, attempt=2)
    assert card.findChild(QWidget, "quality_label").isHidden()


def test_a_lost_card_offers_to_try_again(card, state, qtbot):
    show(card, state)
    retry = card.findChild(QPushButton, "retry_button")
    assert retry.isHidden()
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    card.refresh(0.033)
    assert not retry.isHidden()
    assert not card.findChild(QSlider, "volume_slider").isEnabled()
    with qtbot.waitSignal(card.retry_wanted):
        retry.click()


def test_volume_and_mute(card, qtbot):
    with qtbot.waitSignal(card.volume_wanted) as moved:
        card.findChild(QSlider, "volume_slider").setValue(-9)
    assert moved.args == [-9.0, False]
    mute = card.findChild(QToolButton, "mute_button")
    with qtbot.waitSignal(card.volume_wanted) as muted:
        mute.click()
    assert muted.args == [-9.0, True]
    assert mute.accessibleName() == "Unmute"


def test_a_volume_set_by_keys_is_shown_without_asking_again(card, qtbot):
    card.card.volume_db = -12.0
    with qtbot.assertNotEmitted(card.volume_wanted):
        card.show_volume()
    assert card.findChild(QSlider, "volume_slider").value() == -12


def test_leave_and_select(card, qtbot):
    with qtbot.waitSignal(card.leave_wanted):
        card.findChild(QToolButton, "leave_button").click()
    with qtbot.waitSignal(card.selected):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


def test_a_low_card_keeps_waveform_and_volume(card, state):
    show(card, state)
    full = card.minimumSizeHint().height()
    card.set_size(CardSize.COMPACT)
    assert card.minimumSizeHint().height() < full
    assert card.wave.isVisible()
    assert card.findChild(QSlider, "volume_slider").isVisible()


def test_numbers_and_sound_reach_waveform_and_meter(card, state):
    show(card, state, envelope_first=0, envelope=bytes([200, 56]))
    assert card.wave.columns[-1] == (-56, 56)
    assert card.meter.meter.accessibleName() == "Level of Dana Lee"


def test_a_skip_is_marked_in_the_waveform(card, state):
    show(card, state, envelope_first=0, envelope=bytes([200, 56]))
    state.apply_fact(StreamSkipped(stream_id=1, skipped_ms=1800))
    show(card, state, envelope_first=1, envelope=bytes([200, 56] * 5))
    assert card.wave.marks[-6:] == [False, True, True, True, False, False]


def test_the_last_minute_of_a_call_that_ended_can_be_heard_and_muted(card, state):
    over = {"state": StreamState.CLOSED, "cause": EndCause.ENDED, "kept_s": 30.0}
    show(card, state, **over)
    back = card.findChild(QToolButton, "back15_button")
    live = card.findChild(QToolButton, "live_button")
    assert back.isEnabled()
    assert not live.isEnabled()
    show(card, state, behind_s=12.0, **over)
    assert live.isEnabled()
    assert not live.isChecked()
    assert live.accessibleName() == "Stop the replay"
    assert card.findChild(QToolButton, "mute_button").isEnabled()
    assert card.words.spoken.startswith("Dana Lee: Replay ended, 12 s left")
