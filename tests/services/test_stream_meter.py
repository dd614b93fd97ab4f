"""What is told of a stream while something else of it is heard."""

import numpy as np

from tests.services.test_stream import make, play
from voipmon.core.domain.commands import Seek


def replaying(*, back_s):
    stream = make()
    play(stream, 300)
    if back_s:
        stream.orders.append(Seek(stream_id=1, by_s=-back_s))
        stream.has_turn(300)
    play(stream, 100, begin=300)
    return stream.snapshot()


def test_meter_waveform_and_lag_are_those_of_the_live_sound():
    live, behind = replaying(back_s=0), replaying(back_s=3)
    assert behind.behind_s > 0 == live.behind_s
    for name in ("lag_ms", "quality", "envelope", "peak_dbfs", "history", "buffering"):
        assert getattr(behind, name) == getattr(live, name)


def test_nothing_is_judged_that_nobody_heard():
    stream = make(audible=False)
    play(stream, 100)
    stream.audible = True
    stream.has_turn(1)
    play(stream, 5, begin=100)
    told = stream.snapshot()
    assert told.quality is None
    assert np.frombuffer(told.envelope, np.int8).size == 2 * 105
