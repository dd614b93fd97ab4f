"""The list of outputs, with and without a sound server."""

import subprocess
import sys

import pytest

from tests.support.sound import SoundServer, needs_sound_server
from voipmon.audio import devices, portaudio

pytestmark = [pytest.mark.sound, needs_sound_server]

_LIST = """
from voipmon.audio.devices import default_output, list_outputs
for device in list_outputs():
    print(device.name, device.host_api, device.default, sep="|")
print("default", getattr(default_output(), "name", None))
"""


def listed(env: dict[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _LIST],
        env=env, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_with_a_server_these_are_its_sinks():
    with SoundServer(sinks=("headset", "speakers")) as server:
        server.set_default_sink("speakers")
        portaudio.reload()
        assert [d.name for d in devices.list_outputs()] == ["headset", "speakers"]
        found = devices.default_output()
    assert found is not None
    assert found.name == "speakers"


def test_with_no_server_and_no_card_there_is_none():
    with SoundServer() as server:
        server.kill()
        assert listed(server.env)[-1] == "default None"


def test_without_a_server_these_are_alsas_own_by_name():
    """Named in ~/.asoundrc; libpulse itself is told of a server that is not there."""
    with SoundServer(sinks=("headset", "speakers")) as server:
        home = server.directory / "alsa"
        home.mkdir()
        (home / ".asoundrc").write_text(server.alsa_device("my_headset", "headset"))
        away = {"HOME": str(home), "PULSE_SERVER": f"unix:{home}/nothing"}
        lines = listed(server.env | away)
    assert lines == ["my_headset|ALSA|True", "default my_headset"]
