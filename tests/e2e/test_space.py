"""What each ear gets, recorded from the loudspeaker: place, level, guard.

One listener with two ears for all tests; what was sent is the demo platform's word.
"""

import contextlib
from itertools import count

import numpy as np
import pytest

from tests.e2e.test_playout import judge, new_calls
from tests.services.test_monitor import Reader
from tests.support.demo import demo_server, wait_for
from tests.support.heard import clicks
from tests.support.sound import RATE, SoundServer, needs_sound_server
from tests.tour.compare import PHASES, compare, mono
from voipmon.core.domain.commands import (
    Ear,
    Leave,
    Listen,
    SetHearing,
    SetPlace,
    SignIn,
)
from voipmon.core.domain.facts import SignedIn
from voipmon.core.domain.snapshot import ResourceKind, StreamState
from voipmon.services.monitor import Monitor

pytestmark = [pytest.mark.sound, needs_sound_server]

CEILING = 32768 * 10 ** (-6 / 20)
_numbers = count(1)


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "3", "--no-rate-limit") as server:
        yield server


@pytest.fixture(scope="module")
def sound():
    with SoundServer() as server:
        yield server


@pytest.fixture(scope="module")
def listener(demo, sound):
    monitor = Monitor(play=True)
    monitor.start()
    try:
        monitor.send(
            SignIn(server=demo.url, username=demo.username, password=demo.password)
        )
        reader = Reader(monitor)
        reader.until(lambda r: r.fact(SignedIn))
        yield reader
    finally:
        assert monitor.stop()


@pytest.fixture
def recording(sound, listener):
    listener.monitor.send(SetHearing())
    with sound.record("speaker") as before:  # the last test's call dies away
        wait_for(lambda: not before.more(0.1).any())
    with sound.record("speaker") as made:
        yield made


@contextlib.contextmanager
def stream(listener, call, **more):
    """Listen to a call meanwhile; its id, once it sounds."""
    number = next(_numbers)
    listener.monitor.send(
        Listen(stream_id=number, kind=ResourceKind.CALL, resource_id=call, **more)
    )
    try:
        listener.until(lambda r: r.state(number) is StreamState.STREAMING)
        listener.until(lambda r: r.stream(number).rms_dbfs > -40)
        yield number
    finally:
        listener.monitor.send(Leave(stream_id=number))


def start_call(demo, **sound):
    """A call that sounds so, once both talk."""
    call = demo.start_call(ring=0.02, queue=0.02, agent_ring=0.02, talk=120, **sound)
    wait_for(lambda: call in {c["id"] for c in demo.calls() if c["room"]})
    return call


def rms_db(sound):
    return 20 * np.log10(np.sqrt(np.mean(np.square(sound.astype(np.float64)))))


def speech_db(sound):
    """Level of the speech in one ear: of what is not 16 dB below it."""
    blocks = sound[: len(sound) // 960 * 960].astype(np.float64).reshape(-1, 960)
    power, least = np.mean(blocks**2, axis=1), 0.0
    for _ in range(20):
        least = power[power > least].mean() * 10**-1.6
    return 10 * np.log10(power[power > least].mean() / 32768**2)


def left_later_us(sound):
    """By how much the left ear hears it later, by cross-correlation [us]."""
    left, right = (ear.astype(np.float64) for ear in sound.T)
    size = 2 * len(sound)
    cross = np.fft.rfft(left, size) * np.conj(np.fft.rfft(right, size))
    product = np.fft.fftshift(np.fft.irfft(cross, size))
    middle = slice(size // 2 - 48, size // 2 + 49)  # 1 ms both ways
    near = product[middle]
    top = int(np.argmax(near))
    before, at, after = near[top - 1 : top + 2]
    exact = top + (before - after) / (2 * (before - 2 * at + after))
    return (exact - 48) * 1e6 / RATE


@pytest.mark.parametrize(("azimuth", "later_us"), [(-90, -656), (0, 0), (30, 261)])
def test_a_call_is_heard_from_its_place(demo, listener, recording, azimuth, later_us):
    with stream(listener, demo.talking_call(), azimuth_deg=azimuth) as number:
        assert listener.look().stream(number).azimuth_deg == azimuth
        heard = recording.more(2.0)
    assert left_later_us(heard) == pytest.approx(later_us, abs=30)
    left_louder_db = rms_db(heard[:, 0]) - rms_db(heard[:, 1])
    if azimuth:
        assert 0.5 < -np.sign(azimuth) * left_louder_db < 8
    else:
        np.testing.assert_array_equal(heard[:, 0], heard[:, 1])


@pytest.mark.long
def test_the_nearer_ear_loses_nothing_and_the_others_are_12_db_lower(
    demo, listener, recording
):
    call = demo.talking_call()
    levels = []
    with stream(listener, call, azimuth_deg=30.0) as number:
        for under_db in (0.0, 12.0):
            listener.monitor.send(
                SetPlace(stream_id=number, azimuth_deg=30.0, under_db=under_db)
            )
            recording.more(0.5)
            heard = recording.more(4.0)
            sent = demo.audio(call, seconds=6)[1]
            likeness = compare(sent, heard[:, ::-1])  # by the right ear
            assert likeness.windows >= 4
            assert likeness.worst > 0.95
            levels.append(likeness.median_level_db)
    assert levels == pytest.approx([0.0, -12.0], abs=0.3)


@pytest.mark.long
def test_three_calls_are_heard_at_once_each_in_its_place(demo, listener, recording):
    calls = new_calls(demo, 3)
    with contextlib.ExitStack() as stack:
        for call, azimuth, under_db in zip(
            calls, (0.0, -90.0, 90.0), (0.0, 12.0, 12.0), strict=True
        ):
            stack.enter_context(
                stream(listener, call, azimuth_deg=azimuth, under_db=under_db)
            )
        recording.more(5.0)  # delays settle by stretching, which parts() cannot follow
        heard = recording.more(5.0)
    sent = [demo.audio(call, seconds=8)[1].astype(np.float64) for call in calls]
    (left_at, left_db), (right_at, right_db) = (
        parts(sent, mono(ears)[::PHASES]) for ears in (heard, heard[:, ::-1])
    )
    assert [left_db[0], right_db[0]] == pytest.approx([0.0, 0.0], abs=1.0)
    assert [left_db[1], right_db[2]] == pytest.approx([-12.0, -12.0], abs=3.0)
    assert right_db[1] < left_db[1] - 0.3
    assert left_db[2] < right_db[2] - 0.3
    assert left_at[0] == right_at[0]
    assert 4 <= right_at[1] - left_at[1] <= 6  # 656 us in samples of 125 us
    assert 4 <= left_at[2] - right_at[2] <= 6


def parts(sent, ear):
    """Where each known speech is in what an ear got [samples], and its level [dB]."""
    piece = ear[RATE // PHASES :].astype(np.float64)  # 4 s
    places = []
    for one in sent:
        size = 1 << (len(one) + len(piece)).bit_length()
        cross = np.fft.rfft(one, size) * np.conj(np.fft.rfft(piece, size))
        product = np.fft.irfft(cross, size)[: len(one) - len(piece)]
        places.append(int(np.argmax(product)))
    said = [one[at : at + len(piece)] for one, at in zip(sent, places, strict=True)]
    gains = np.linalg.lstsq(np.stack(said, axis=1), piece, rcond=None)[0]
    return [-at for at in places], (20 * np.log10(np.abs(gains))).tolist()


@pytest.mark.parametrize(
    ("hearing", "silent"),
    [
        (SetHearing(mono=True), None),
        (SetHearing(ear=Ear.RIGHT), 0),
        pytest.param(SetHearing(ear=Ear.LEFT), 1, marks=pytest.mark.long),
    ],
)
def test_mono_and_one_ear(demo, listener, recording, hearing, silent):
    listener.monitor.send(hearing)
    with stream(listener, demo.talking_call(), azimuth_deg=-90.0):
        heard = recording.more(1.5)
    if silent is None:
        np.testing.assert_array_equal(heard[:, 0], heard[:, 1])
        assert heard.any()
    else:
        assert not heard[:, silent].any()
        assert rms_db(heard[:, 1 - silent]) > 40


@pytest.mark.long
def test_two_calls_20_db_apart_are_levelled_and_the_meters_are_not(
    demo, listener, recording
):
    listener.monitor.send(SetHearing(levelling=True))
    levels, meters, gains = [], [], []
    for level_db in (-14.0, 6.0):
        with stream(listener, start_call(demo, level_db=level_db)) as number:
            listener.until(
                lambda r, n=number: abs(r.stream(n).levelling_db or 0) > 6, seconds=30
            )
            recording.more(3.0)
            peaks = []
            heard = recording.more(6.0)
            listener.until(
                lambda r, n=number, p=peaks: (
                    p.append(r.stream(n).rms_dbfs) or len(p) > 60
                )
            )
            levels.append(speech_db(heard[:, 0]))
            meters.append(max(peaks))
            gains.append(listener.stream(number).levelling_db)
    assert abs(levels[0] - levels[1]) < 3
    assert levels == pytest.approx([-23.0, -23.0], abs=3)
    assert meters[1] - meters[0] > 12
    assert gains[0] > 6
    assert gains[1] < -3


@pytest.mark.parametrize(
    "ceiling_dbfs", [-6.0, pytest.param(-15.0, marks=pytest.mark.long)]
)
def test_shouting_never_reaches_the_device_above_the_ceiling(
    demo, listener, recording, ceiling_dbfs
):
    listener.monitor.send(SetHearing(ceiling_dbfs=ceiling_dbfs))
    with stream(listener, start_call(demo, level_db=40.0), azimuth_deg=-30.0):
        listener.until(lambda r: r.now.output.limiting_db > 3)
        heard = recording.more(3.0)
    most = 32768 * 10 ** (ceiling_dbfs / 20)
    assert 0.95 * most < np.abs(recording.samples()).max() <= most
    assert left_later_us(heard) == pytest.approx(-261, abs=30)


@pytest.mark.parametrize("hz", [2100.0, pytest.param(1100.0, marks=pytest.mark.long)])
def test_a_fax_is_lowered_by_20_db(demo, listener, recording, hz):
    with stream(listener, start_call(demo, tone_hz=hz, level_db=14.0)):
        listener.until(lambda r: r.now.output.shock_db == 20.0)
        heard = recording.more(3.0)[:, 0]
    blocks = heard.astype(np.float64).reshape(-1, 960)
    levels = 10 * np.log10(np.mean(blocks**2, axis=1) / 32768**2 + 1e-12)
    # sent at -6 dBFS; loud for no more than 80 ms of each whistle of 4 s
    assert np.median(levels[levels > -60]) == pytest.approx(-26, abs=1)
    assert np.count_nonzero(levels > -20) <= 2 * 6
    assert np.abs(heard).max() <= CEILING


@pytest.mark.long
def test_no_setting_clicks(demo, listener, recording):
    (call,) = new_calls(demo, 1)
    with stream(listener, call) as number:
        streams = {one["resource"]: one["first_sample"] for one in demo.streams()}
        send = listener.monitor.send
        for step in range(3):
            for change in (
                SetPlace(stream_id=number, azimuth_deg=-90.0, under_db=12.0),
                SetPlace(stream_id=number, azimuth_deg=90.0),
                SetHearing(mono=True),
                SetHearing(levelling=True),
                SetHearing(ear=Ear.LEFT),
                SetPlace(stream_id=number, azimuth_deg=30.0 * step),
                SetHearing(),
                SetPlace(stream_id=number),
            ):
                send(change)
                recording.more(0.45)
        recording.more(1.0)
    heard = judge(demo, call, streams[call], listener, recording)
    assert clicks(heard.sent, heard.pcm, heard.where) == [], heard.report
    assert heard.where.repeated_ms() <= 20
