"""What the demo platform sent is what the loudspeaker got: real sockets, real sound.

Every encapsulation and a conference at once, each by a program of its own on a
loudspeaker of its own, for every profile of the platform.
"""

import contextlib
import wave

import numpy as np
import pytest

from tests.e2e.command import start, stats
from tests.support.demo import demo_server
from tests.support.sound import SoundServer, needs_sound_server
from tests.tour.compare import compare, gaps

SECONDS = 8
RATE = 8000  # [Hz] of what was sent
ENOUGH = 0.90  # of the windows with speech in them
WAYS = ("sln", "rtp", "audiosocket", "conference")
CODECS = {"head-ulaw": "ulaw", "head-l16": "l16", "2025": "ulaw", "2024": "ulaw"}

pytestmark = [pytest.mark.sound, needs_sound_server]


@pytest.fixture(scope="module")
def sound():
    with SoundServer(sinks=WAYS) as server:
        yield server


@pytest.fixture(scope="module", params=[*CODECS, "mixed"])
def profile(request, sound, tmp_path_factory):
    """One run of all ways through one profile: (profile, {way: Heard})."""
    folder = tmp_path_factory.mktemp("heard")
    with demo_server("--profile", request.param, "--seed", "3") as demo:
        yield request.param, _hear(sound, demo, folder)


def _hear(sound, demo, folder):
    call, room = demo.talking_call(), demo.conference()
    with contextlib.ExitStack() as stack:
        recordings = {way: stack.enter_context(sound.record(way)) for way in WAYS}
        processes = {}
        for way in WAYS:
            what = ["conference", room] if way == "conference" else ["call", call]
            encapsulation = "sln" if way == "conference" else way
            processes[way] = start(
                demo,
                *("listen", *what, "--encapsulation", encapsulation),
                *("--seconds", str(SECONDS), "--device", way),
                *("--wav", str(folder / f"{way}.wav")),
                *("--stats", str(folder / f"{way}.json")),
                env=sound.env,
            )
        errors = {way: one.communicate(timeout=60)[1] for way, one in processes.items()}
        for way, process in processes.items():
            assert process.returncode == 0, errors[way]
    results = {}
    for way in WAYS:
        kind, name = ("conference", room) if way == "conference" else ("call", call)
        # From about a second after the first sound to a second before the last.
        sent = demo.audio(name, kind=kind, seconds=SECONDS)[1][: -2 * RATE]
        pcm = recordings[way].samples()
        results[way] = (
            stats(folder / f"{way}.json"),
            sent,
            pcm,
            folder / f"{way}.wav",
        )
    return results


@pytest.mark.parametrize("way", WAYS)
def test_the_loudspeaker_gets_what_was_sent(profile, way):
    name, results = profile
    report, sent, pcm, _ = results[way]
    likeness = compare(sent, pcm)
    assert likeness.windows >= 8, "there must be speech to compare"
    assert likeness.share >= ENOUGH, str(likeness)
    assert abs(likeness.median_level_db) <= 1.0
    assert report["bad_packets"] == {}
    assert report["stalls"] == 0
    if name in CODECS:
        assert report["codec"] == CODECS[name]


@pytest.mark.parametrize("way", ["sln"])
def test_nothing_is_played_before_or_after_the_call(profile, way):
    pcm = profile[1][way][2]
    assert gaps(pcm, 0.1)[0][0] == 0.0
    assert np.abs(pcm[-2400:]).max() <= 1


def test_the_file_holds_what_was_heard_and_is_as_long_as_asked(profile):
    _, sent, _, path = profile[1]["rtp"]
    with wave.open(str(path)) as file:
        assert file.getparams()[:4] == (1, 2, 8000, SECONDS * 8000)
        pcm = np.frombuffer(file.readframes(SECONDS * 8000), "<i2")
    fine = np.repeat(pcm, 6)  # compare() wants what a sound device plays
    likeness = compare(sent, np.stack([fine, fine], axis=1))
    assert likeness.share >= ENOUGH, str(likeness)
