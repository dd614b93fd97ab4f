"""One run of `voipmon-cli listen`: what was sent and what was heard of it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tests.services.test_monitor import Reader
from tests.support.demo import Demo
from tests.support.heard import RATE, Track, clicks
from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.facts import SignedIn
from voipmon.services.monitor import Monitor


@dataclass(frozen=True)
class Heard:
    """One run of `listen`: its report, what was sent, and where it was heard."""

    report: dict
    sent: np.ndarray  # int16, from the first frame of the stream on
    pcm: np.ndarray  # what the loudspeaker got, 8 kHz
    where: Track

    def stall(self, begin_s, hold_s, until_s):
        """What became of a stall that began at a time of the stream; see `Stall`."""
        before = self.where.after(begin_s - 3).before(begin_s).delay_ms
        usual = float(np.median(before))
        part = self.where.after(begin_s + 0.1).before(until_s)
        above = part.delay_ms - usual
        live = part.at / RATE - usual / 1000 - begin_s - hold_s
        return Stall(1000 * hold_s - above[0], live, above)

    def clicks_after(self, begin_s):
        """When it clicks in what is heard after a time of the stream."""
        begin = self.where.after(begin_s).at[0] / RATE
        return [at for at in clicks(self.sent, self.pcm, self.where) if at > begin]


@dataclass(frozen=True)
class Stall:
    """The sound after a stall.

    Attributes:
        missing_ms: Of speech, when it was heard again.
        live_s: Since the end of the stall, of each window found.
        above_ms: Its delay above the usual one.
    """

    missing_ms: float
    live_s: np.ndarray
    above_ms: np.ndarray

    def above_after(self, seconds):
        """Delay above the usual so long after the stall [ms]."""
        late = self.live_s >= seconds
        assert late.any(), "no speech after the stall"
        return self.above_ms[late]


@contextlib.contextmanager
def signed_in(demo: Demo) -> Iterator[Reader]:
    """A monitor of our own that plays, signed in to the demo platform."""
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
