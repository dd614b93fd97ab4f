"""The check of the test sound, and what it asks of the engine."""

import pytest

from voipmon.ui.devices.sound_check import SoundCheck


@pytest.fixture
def sent():
    return []


@pytest.fixture
def check(state, sent):
    def unmute():
        state.master_muted = False

    return SoundCheck(state, sent.append, unmute)
