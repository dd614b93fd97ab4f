"""What hearing costs a block of 20 ms: pulling, levelling, placing, mixing, limiting.

One thread in virtual time, no device: every stream gets a frame of speech a tick, and
what is timed is the playout thread's own work up to the samples for a 48 kHz device.
"""

import time

import numpy as np

from tests.bench.figure import Figure, at_most
from tests.services.test_stream import make
from voipmon.core.domain.commands import SetHearing
from voipmon.core.frame import FRAME_SAMPLES, AudioFrame
from voipmon.demo.speech import voices
from voipmon.services.playout import TICK_NS, Playout

_EARS_LIMIT_MS = 1.0  # of the 20 that there are
_TICK_LIMIT_MS = 8.0  # 40 % of a core for the whole engine
_METERED = 96
_PLACES = (0.0, -90.0, -30.0, 30.0)
_RATE = 48_000


def tick(audible: int, metered: int, ticks: int) -> tuple[float, float]:
    """Median of a whole tick and of the two ears' part of it [ms]."""
    playout = Playout(None)
    ears = playout.ears
    ears.hearing = SetHearing(levelling=True)
    streams = [
        make(
            stream_id=number,
            audible=number < audible,
            azimuth_deg=_PLACES[number % len(_PLACES)],
            under_db=12.0 if number else 0.0,
        )
        for number in range(audible + metered)
    ]
    for stream in streams:
        playout.add(stream)
    said = [voice.pcm for voice in voices().values()]
    whole, own = [], []
    for number in range(ticks):
        now_ns = (number + 1) * TICK_NS
        for stream in streams:
            first = (number * FRAME_SAMPLES + 9973 * stream.request.stream_id) % 800_000
            pcm = said[stream.request.stream_id % len(said)]
            frame = AudioFrame(
                pcm=pcm[first : first + FRAME_SAMPLES], arrival_ns=now_ns - TICK_NS // 4
            )
            stream.link.inbox.append(frame)
        began = time.perf_counter()
        mixed = playout._tick(now_ns, 60.0)
        ears.to_device(mixed, _RATE)
        whole.append(time.perf_counter() - began)
        own.append(_ears(playout, streams[:audible]))
    return 1e3 * float(np.median(whole)), 1e3 * float(np.median(own))


def _ears(playout: Playout, heard: list) -> float:
    """Time [s] of the two ears alone, for a block that is mixed once more."""
    ears, blocks = playout.ears, np.full((len(heard), FRAME_SAMPLES), 3000, np.int16)
    began = time.perf_counter()
    ears.to_device(ears.mix(heard, blocks), _RATE)
    return time.perf_counter() - began


def measure(*, quick: bool) -> list[Figure]:
    """Cost of one and of four heard streams, alone and beside 96 metered ones."""
    ticks = 500 if quick else 3000
    figures = []
    for audible, metered in ((1, 0), (4, 0), (4, _METERED)):
        whole_ms, ears_ms = tick(audible, metered, ticks)
        what = f"20 ms of {audible} heard" + (f", {metered} metered" if metered else "")
        figures += [
            at_most(f"{what}: placed and mixed", ears_ms, _EARS_LIMIT_MS, "ms"),
            at_most(f"{what}: playout thread", whole_ms, _TICK_LIMIT_MS, "ms"),
        ]
    return figures
