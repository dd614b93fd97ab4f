"""What the sound server tells, and how soon."""

import threading
import time

import pytest

from tests.support.sound import SoundServer, needs_sound_server, wait_until
from voipmon.audio.outputs import PULSE_API
from voipmon.audio.pulse import SinkWatch

pytestmark = [pytest.mark.sound, needs_sound_server]


@pytest.fixture
def server():
    with SoundServer(sinks=("headset", "speakers")) as server:
        yield server


@pytest.fixture
def watch():
    watch = SinkWatch()
    yield watch
    watch.close()


def names(watch: SinkWatch) -> dict[str, bool]:
    return {d.name: d.default for d in watch.look().devices}


def test_names_the_sinks_as_the_server_does(server, watch):
    seen = watch.look()
    assert seen.server
    assert {d.host_api for d in seen.devices} == {PULSE_API}
    assert {d.name: d.description for d in seen.devices} == {
        "headset": "The headset",
        "speakers": "The speakers",
    }
    assert names(watch) == {"headset": True, "speakers": False}
    server.set_default_sink("speakers")
    assert names(watch) == {"headset": False, "speakers": True}


def test_hears_of_plugging_within_a_tenth_of_a_second(server, watch):
    watch.look()
    while watch.wait(0.1):
        watch.look()  # events of the start
    for change in (
        lambda: server.unload_sink("headset"),
        lambda: server.load_sink("headset", "A new one"),
        lambda: server.set_default_sink("speakers"),
    ):
        before = watch.look()
        after = []

        def listen(after=after, before=before):
            deadline = time.monotonic() + 3
            while time.monotonic() < deadline:
                if watch.wait(0.5) and watch.look() != before:
                    after.append(time.monotonic())
                    return

        thread = threading.Thread(target=listen)
        thread.start()
        change()
        done = time.monotonic()
        thread.join()
        assert after
        assert after[0] - done < 0.1


def test_a_replugged_sink_has_another_number(server, watch):
    before = watch.look().serials["speakers"]
    server.unload_sink("speakers")
    server.load_sink("speakers")
    assert watch.look().serials["speakers"] != before


@pytest.mark.parametrize(
    ("properties", "bluetooth", "hands_free"),
    [
        ("device.bus=bluetooth bluetooth.protocol=a2dp_sink", True, False),
        ("device.bus=bluetooth bluetooth.protocol=headset_head_unit", True, True),
        ("device.api=bluez5 api.bluez5.profile=a2dp-sink", True, False),
        ("device.api=bluez5 api.bluez5.profile=headset-head-unit", True, True),
        ("device.bus=usb bluetooth.protocol=headset_head_unit", False, False),
    ],
)
def test_what_is_on_bluetooth_and_in_which_profile(
    server, watch, properties, bluetooth, hands_free
):
    server.load_sink("ears", "Ears", properties)
    seen = {d.name: (d.bluetooth, d.hands_free) for d in watch.look().devices}
    assert seen["ears"] == (bluetooth, hands_free)
    assert seen["headset"] == (False, False)


def test_a_server_without_sinks_is_still_a_server():
    with SoundServer(sinks=()):
        watch = SinkWatch()
        seen = watch.look()
        watch.close()
    assert seen.server
    assert seen.devices == ()


def test_the_dummy_sink_is_no_device(server, watch):
    server.pactl("load-module", "module-always-sink")
    server.unload_sink("headset")
    server.unload_sink("speakers")
    wait_until(lambda: server.sink_names() == ["auto_null"], 3, "the dummy")
    assert names(watch) == {}


def test_a_server_that_ends_is_noticed_and_one_that_starts_is_found(server, watch):
    watch.look()
    server.kill()
    wait_until(lambda: watch.wait(0.1), 3, "the end")
    assert not watch.look().server
    assert not watch.connected
    with pytest.raises(ValueError, match="not connected"):
        watch.wait(0.1)
    server.start()
    assert watch.look().server


def test_a_server_that_hangs_can_be_given_up(server):
    watch = SinkWatch()
    watch.look()
    server.freeze(True)
    seen = []
    thread = threading.Thread(target=lambda: seen.append(watch.look()))
    thread.start()
    try:
        thread.join(0.5)
        assert thread.is_alive()
        watch.abandon()
        thread.join(3)
        assert not thread.is_alive()
    finally:
        server.freeze(False)
        thread.join(3)
    assert not seen[0].server
