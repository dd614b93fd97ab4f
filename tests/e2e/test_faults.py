"""What goes wrong on a live call, through the real command line and real sockets."""

import json
import signal
import time
import wave

import numpy as np
import pytest

from tests.e2e.command import run, start, stats
from tests.support.demo import demo_server, wait_for


@pytest.fixture
def demo():
    with demo_server("--seed", "5", "--no-rate-limit") as server:
        yield server


@pytest.fixture
def files(tmp_path):
    return tmp_path / "call.wav", tmp_path / "stats.json"


def options(files, seconds):
    wav, report = files
    return (
        *("--no-play", "--seconds", str(seconds)),
        *("--wav", str(wav), "--stats", str(report)),
    )


def samples(path):
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def states(report):
    return [entry["state"] for entry in report["state_history"]]


def test_a_stall_is_told_and_sound_is_live_again_soon(demo, files):
    call = demo.talking_call()
    demo.fault("stall", target=call, hold=5, after=2)
    done = run(demo, "listen", "call", call, *options(files, 12))
    report = stats(files[1])
    assert done.returncode == 0, done.stderr
    assert len(samples(files[0])) == 12 * 8000
    assert "stalled" in states(report)
    assert report["stalls"] == 1
    assert sum(report["skips_ms"]) > 3500
    assert "Skipped" in done.stderr
    # Live again: the last second heard is the last second sent, less the delay.
    sent = demo.audio(call, seconds=6)[1].astype(float)
    heard = samples(files[0])[-2 * 8000 : -4000].astype(float)
    place = int(np.argmax(np.correlate(sent, heard, "valid")))
    behind_s = (len(sent) - (place + len(heard) + 4000)) / 8000
    assert behind_s < 1.5  # the time until the process had ended is in it, too


def test_a_lost_connection_is_made_again(demo, files):
    call = demo.talking_call()
    demo.fault("drop", target=call, after=1.5, times=1, seconds=3)
    done = run(demo, "listen", "call", call, *options(files, 6))
    report = stats(files[1])
    assert done.returncode == 0, done.stderr
    assert report["reconnects"] >= 1
    assert states(report)[-1] == "streaming"
    assert len(samples(files[0])) == 6 * 8000


def test_a_call_that_ends_has_a_status_of_its_own(demo, files):
    call = demo.talking_call()
    process = start(demo, "listen", "call", call, *options(files, 30))
    wait_for(demo.streams)
    time.sleep(1.0)  # something to hear
    demo.hang_up(call)
    _, err = process.communicate(timeout=15)
    report = stats(files[1])
    assert process.returncode == 6, err
    assert report["cause"] == "ended"
    assert 4000 < len(samples(files[0])) < 30 * 8000


def test_a_refused_stream_says_so(demo, files):
    call = demo.talking_call()
    demo.fault("refused-start", target=call)
    done = run(demo, "listen", "call", call, *options(files, 5))
    assert done.returncode == 7, done.stderr
    assert stats(files[1])["cause"] == "refused"


def test_a_stream_that_never_speaks_is_woken(demo, files):
    call = demo.talking_call()
    demo.fault("silent-open", target=call, times=1)
    done = run(demo, "listen", "call", call, *options(files, 4))
    assert done.returncode == 0, done.stderr
    assert np.abs(samples(files[0])).max() > 500
    # the wake-up frame is digital silence, and nothing else was ever accepted
    for stream in demo.streams():
        assert not np.any(demo.uplink(stream["id"]))


def test_an_opening_that_is_closed_at_once_is_tried_again(demo, files):
    call = demo.talking_call()
    demo.fault("closed-at-once", target=call, times=2)
    done = run(demo, "listen", "call", call, *options(files, 3))
    assert done.returncode == 0, done.stderr
    assert stats(files[1])["frames"] > 100


def test_a_token_that_ends_in_mid_session(demo, files):
    """The open stream goes on; what must be opened anew says why it cannot."""
    call = demo.talking_call()
    process = start(demo, "listen", "call", call, *options(files, 20))
    wait_for(demo.streams)
    demo.fault("status", code=401, path="/v1.0")
    time.sleep(1.0)
    assert process.poll() is None
    demo.fault("drop", target=call, times=1)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 3, err
    assert stats(files[1])["cause"] == "signed-out"


@pytest.mark.parametrize("name", ["unknown", "foreign_call", "deleted_call"])
def test_a_call_that_may_not_be_heard(demo, files, name):
    call = "00000000-0000-4000-8000-000000000000"
    if name != "unknown":
        call = demo.odd(name)
    done = run(demo, "listen", "call", call, *options(files, 5))
    assert done.returncode == 4, done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_in_order(demo, files, number):
    call = demo.talking_call()
    process = start(demo, "listen", "call", call, *options(files, 60))
    wait_for(demo.streams)
    time.sleep(1.0)
    began = time.monotonic()
    process.send_signal(number)
    _, err = process.communicate(timeout=10)
    assert time.monotonic() - began < 2.0
    assert process.returncode == 128 + number, err
    assert len(samples(files[0])) > 4000
    assert json.loads(files[1].read_text())["frames"] > 20
    wait_for(lambda: not demo.streams())


def test_a_file_that_cannot_be_written_is_one_clear_message(demo, tmp_path):
    done = run(
        demo,
        *("listen", "call", demo.talking_call(), "--no-play", "--seconds", "1"),
        *("--wav", str(tmp_path / "no" / "such" / "folder.wav")),
    )
    assert done.returncode == 8
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("fault", "params"),
    [
        ("flood", {}),
        ("oversize", {}),
        ("endless-fragments", {}),
        ("garbage", {"kind": "frames"}),
    ],
)
def test_a_hostile_peer_costs_its_stream_and_a_message(demo, files, fault, params):
    call = demo.talking_call()
    demo.fault(fault, target=call, after=0.5, **params)
    process = start(demo, "listen", "call", call, *options(files, 25))
    _, err = process.communicate(timeout=60)
    report = stats(files[1])
    assert "Traceback" not in err
    assert process.returncode in {0, 5}, err
    assert report["reconnects"] > 0 or report["cause"] == "protocol"
