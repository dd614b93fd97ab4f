"""From metered to heard and back, in the turns that playout gives."""

import numpy as np

from tests.services.test_stream import MS, make, tone
from voipmon.core.frame import AudioFrame
from voipmon.services.stream import SILENT_DB


def turns(stream, ticks, *, begin):
    """Ticks as playout counts them; the blocks pulled and their gains."""
    pulled = []
    for number in range(begin, begin + ticks):
        now = number * 20 * MS
        frame = AudioFrame(pcm=tone(number * 160), arrival_ns=now)
        stream.link.inbox.append(frame)
        if stream.has_turn(number):
            pulled.append((stream.tick_in(now + 5 * MS), stream.gain_db))
    return pulled


def test_a_metered_stream_becomes_heard_at_once_and_goes_on_without_a_step():
    stream = make(audible=False, volume_db=-3.0)
    before = turns(stream, 100, begin=0)
    stream.audible = True
    after = turns(stream, 50, begin=100)
    stream.audible = False
    last, *rest = turns(stream, 21, begin=150)
    assert {(len(block), gain) for block, gain in before} == {(320, SILENT_DB)}
    assert {(len(block), gain) for block, gain in after} == {(160, -3.0)}
    assert (len(last[0]), last[1]) == (160, SILENT_DB)  # for the mixer to fade out
    assert {len(block) for block, _ in rest} == {320}
    pulled = [block for block, _ in (*before, *after, last, *rest)]
    sound = np.concatenate(pulled[20:]).astype(float)
    assert np.max(np.abs(np.diff(sound, 2))) < 1.2 * np.max(
        np.abs(np.diff(tone(0, 800).astype(float), 2))
    )
