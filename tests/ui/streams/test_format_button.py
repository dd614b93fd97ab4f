"""The codec is shown as found, and can be overruled from a menu."""

import pytest

from tests.ui.scripted import stream
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.ui.streams.format_button import FormatButton


@pytest.fixture
def button(qtbot, qapp):
    made = FormatButton()
    qtbot.addWidget(made)
    return made


def actions(button):
    return {a.text(): a for a in button.menu().actions() if not a.isSeparator()}


def checked(button):
    return [name for name, action in actions(button).items() if action.isChecked()]


def test_it_says_what_was_found_and_that_it_was_found(button):
    button.show_format(stream(1, codec=Codec.ULAW))
    assert button.text() == "µ-law · sln"
    assert checked(button) == ["Found from the sound itself", "sln"]
    assert "µ-law" in button.accessibleName()


def test_it_says_what_was_forced(button):
    button.show_format(
        stream(1, codec=Codec.L16, codec_forced=True, encapsulation=Encapsulation.RTP)
    )
    assert button.text() == "PCM16 (forced) · rtp"
    assert checked(button) == ["PCM16", "rtp"]


def test_nothing_is_claimed_before_it_is_known(button):
    button.show_format(None)
    assert button.text() == ""
    button.show_format(stream(1, codec=None))
    assert button.text() == "finding codec · sln"


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("A-law", Codec.ALAW),
        ("µ-law", Codec.ULAW),
        ("PCM16", Codec.L16),
        ("Found from the sound itself", None),
    ],
)
def test_a_codec_can_be_chosen(button, qtbot, name, codec):
    with qtbot.waitSignal(button.codec_wanted) as wanted:
        actions(button)[name].trigger()
    assert wanted.args == [codec]


def test_an_encapsulation_can_be_chosen(button, qtbot):
    with qtbot.waitSignal(button.encapsulation_wanted) as wanted:
        actions(button)["audiosocket"].trigger()
    assert wanted.args == [Encapsulation.AUDIOSOCKET]
