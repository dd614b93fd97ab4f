"""A stream to a real sound server: what comes out, and what goes wrong."""

import os
import threading
import time

import numpy as np
import pytest

from tests.support.sound import SoundServer, needs_sound_server, wait_until
from tests.support.tone import (
    HZ,
    Player,
    frequency,
    is_tone,
    level_db,
    longest_gap_ms,
    sounding,
)
from voipmon.audio import output, portaudio
from voipmon.audio.errors import DeviceError, NoDevice
from voipmon.audio.output import OutputStream
from voipmon.audio.outputs import PULSE_API
from voipmon.audio.ring import SampleRing
from voipmon.core.domain.facts import Device

pytestmark = [pytest.mark.sound, needs_sound_server]


@pytest.fixture(scope="module")
def server():
    with SoundServer(sinks=("headset", "speakers")) as server:
        portaudio.reload()
        yield server


def sink(name: str) -> Device:
    return Device(name=name, host_api=PULSE_API)


class Output:
    """A stream as `Player` wants it; a context manager."""

    def __init__(self, device: Device, **options) -> None:
        self.ring = SampleRing(16_384)
        self.finished = threading.Event()
        self.stream = OutputStream(
            device, self.ring, on_finished=self.finished.set, **options
        )
        self.rate = self.stream.rate

    def wanted(self) -> int:
        return max(0, 2 * self.stream.block - self.ring.fill)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()


def five_seconds(server: SoundServer) -> tuple[np.ndarray, int, float]:
    """Return what was heard, the underruns, and the delay told meanwhile [ms]."""
    with server.record("headset") as recording:
        with Output(sink("headset")) as out, Player(out):
            wait_until(lambda: out.stream.callbacks > 260, 15, "callbacks")
            delay_ms = out.stream.latency_ms(time.monotonic_ns())
            holes = out.stream.underruns
        recording.more(0.2)
        return sounding(recording.samples()), holes, delay_ms


def test_five_seconds_of_tone_arrive_whole_and_at_their_level(server):
    for _ in range(3):  # a starved test machine may fail to feed it, and it says so
        pcm, holes, delay_ms = five_seconds(server)
        if not holes:
            break
    assert holes == 0
    assert len(pcm) > 5 * 48_000
    middle = pcm[4800:-4800]
    assert frequency(middle) == pytest.approx(HZ, abs=0.5)
    assert level_db(middle) == pytest.approx(0.0, abs=0.1)
    assert longest_gap_ms(middle) < 5.0
    assert 0 < delay_ms < 400


def test_plays_on_the_sink_it_names_and_leaves_the_environment_alone(server):
    before = os.environ.get("PULSE_SINK")
    with server.record("speakers") as other, server.record("headset") as default:
        with Output(sink("speakers")) as out, Player(out):
            wait_until(lambda: len(sounding(other.samples())) > 9600, 10, "a tone")
        assert not default.samples().any()
    assert os.environ.get("PULSE_SINK") == before


def test_starts_and_ends_without_a_click(server):
    with server.record("headset") as recording:
        with Output(sink("headset")) as out, Player(out):
            wait_until(lambda: out.stream.callbacks > 20, 10, "callbacks")
        recording.more(0.3)
        pcm = recording.samples().astype(np.int32)
    steepest = 2 * np.pi * HZ / 48_000 * 8000
    assert np.abs(np.diff(pcm[:, 0])).max() < 1.2 * steepest


def test_blocks_of_10_ms_halve_the_delay(server):
    delays = {}
    for block_ms in (20, 10):
        with Output(sink("headset"), block_ms=block_ms) as out, Player(out):
            assert out.stream.block == 48 * block_ms
            wait_until(lambda out=out: out.stream.callbacks > 30, 10, "callbacks")
            looks = [out.stream.latency_ms(time.monotonic_ns()) for _ in range(50)]
            delays[block_ms] = min(looks)
    assert delays[10] < 0.8 * delays[20]


def test_a_refused_rate_falls_back_to_the_devices_own(server, monkeypatch):
    monkeypatch.setattr(output, "RATE", 3_000_000)
    with Output(sink("headset")) as out:
        assert out.rate == 44_100
        assert out.stream.block == 882


def test_a_mono_device_gets_the_mean_of_both_channels(server, monkeypatch):
    found = [
        (index, info | {"max_output_channels": 1}, api)
        for index, info, api in portaudio.query()
    ]
    monkeypatch.setattr(portaudio, "query", lambda: found)
    with (
        server.record("headset") as recording,
        Output(sink("headset")) as out,
        Player(out),
    ):
        wait_until(lambda: is_tone(recording.samples()), 10, "the tone")


def test_a_device_that_is_not_there_is_told_in_words(server):
    with pytest.raises(NoDevice, match=r"Loudspeaker \(ALSA\) is not there"):
        Output(Device(name="Loudspeaker", host_api="ALSA"))


def test_the_only_sink_unplugged_is_noticed_and_nothing_is_printed(capfd):
    with SoundServer(sinks=("only",)) as server:
        portaudio.reload()
        with Output(sink("only")) as out, Player(out):
            wait_until(lambda: out.stream.callbacks > 5, 10, "callbacks")
            server.unload_sink("only")
            assert out.finished.wait(2)
            assert out.stream.ended
            assert not out.stream.active
        capfd.readouterr()  # PortAudio's own words while the stream died
        with pytest.raises(DeviceError):
            Output(sink("only"))
        server.kill()
        with pytest.raises(DeviceError):
            Output(sink("only"))
        portaudio.reload()
        with pytest.raises(NoDevice):
            Output(sink("only"))
    portaudio.reload()
    assert capfd.readouterr().err == ""
