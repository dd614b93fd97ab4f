"""The library: absent, quiet, looked at again."""

import os
import subprocess
import sys

import pytest

from tests.support.sound import SoundServer, needs_sound_server
from voipmon.audio import portaudio

_WITHOUT = """
import ctypes.util
ctypes.util.find_library = lambda name: None
from voipmon.audio.devices import list_outputs
from voipmon.audio.errors import NoDevice
import voipmon.services.speaker
try:
    list_outputs()
except NoDevice as error:
    print(error)
"""


def test_without_the_library_everything_imports_and_the_error_has_words():
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT], capture_output=True, text=True, check=True
    )
    if "PortAudio library cannot be loaded" not in done.stdout:
        pytest.skip("this sounddevice brings its own PortAudio")
    assert done.stderr == ""


def test_standard_error_is_silent_inside_and_back_afterwards(capfd):
    with portaudio.quiet_stderr():
        os.write(2, b"ALSA lib chatter")
    with pytest.raises(KeyError), portaudio.quiet_stderr():  # noqa: PT012 - its order
        os.write(2, b"more chatter")
        raise KeyError
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"


@pytest.mark.sound
@needs_sound_server
def test_finds_the_server_when_asked_to_look_again():
    with SoundServer() as server:
        portaudio.reload()
        assert portaudio.has_pulse()
        assert [d.name for d in portaudio.devices() if d.default] == ["default"]
        server.kill()
        portaudio.reload()
        assert not portaudio.has_pulse()
    portaudio.reload()
