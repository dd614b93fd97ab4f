"""The codec decision: mu-law, A-law or 16-bit linear, found and watched per stream.

Labels lie on this platform: AudioSocket kind 0x10 and RTP payload type 96 (or 0) are
put on whatever the media channel's codec is, and 160 bytes are 20 ms of mu-law as well
as 10 ms of 16-bit linear. So the bytes themselves are judged (`content.weigh`), and
where they say nothing (digital silence that both readings share, noise of full scale)
the payload bytes per second over arrivals regular enough to be trusted.

- Undecided: evidence of payloads adds up until one codec is far enough ahead; what is
  not decided is held back, never guessed, for at most `HOLD_MS`. With ordinary speech
  or silence the first payload decides.
- Decided: each payload passes a cheap look at its decoding (loud and rough is how a
  wrong one sounds); one in 140 ms, and any of another size, is weighed in full. The
  first that contradicts is held back, with all that follow, until the doubt is
  confirmed or refuted: so a change of codec is hardly ever heard as noise, and one odd
  payload never changes a decision.

Measured on 2 min of recorded speech, replayed as 12 simulated hours at random levels
of -50 to +8 dBFS peak (clipped) with white noise of 0.1 to 300 LSB, payloads of 10, 20
and 40 ms, each codec and mu-law transcoded to L16: no payload decoded wrongly, none
held back, no change of decision. Streams beginning in silence, speech, music, DTMF, hum
or noise: mostly decided on the first payload, else within 40 ms; on a DC offset or a
full-scale square wave within 120 ms; 40 ms payloads of mu-law silence wait for sound or
200 ms. A change of codec is found within 300 ms. Not told apart: an exact 2 kHz tone in
A-law from one in mu-law (taken for mu-law until something else is heard).

Decision: description length, because one threshold in bits serves every codec, level
and packet time, and evidence of payloads simply adds up; instead of a byte-rate test
(wrong for seconds after every stall) or a smoothness score per codec (a threshold for
each); would change if a codec of more than 8 bits a sample with noise-like bytes
(encryption, compression) had to be told apart.
"""

from collections import deque
from enum import Enum, auto
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import SAMPLE_RATE
from voipmon.core.wire.content import CODECS, weigh
from voipmon.core.wire.g711 import expand_alaw, expand_ulaw
from voipmon.core.wire.names import Codec

HOLD_MS: Final = 200  # [ms] longest time that frames wait for a decision
_HOLD_NS: Final = HOLD_MS * 1_000_000
_HOLD_PAYLOADS: Final = 64  # the same bound when arrival times stand still (a lump)
_HOLD_BYTES: Final = 131_072  # and when payloads are huge: two AudioSocket messages
_DECIDE_BITS: Final = 20.0  # lead over the second: odds of 10^6
_DECIDE_ALAW_BITS: Final = 40.0  # A-law is not expected on this platform
_HINT_BITS: Final = 15.0  # what a static RTP payload type is worth, once
_DECIDE_BYTES: Final = 80  # 10 ms of mu-law: less does not decide
_SWITCH_BITS: Final = 150.0  # lead that overturns a decision
_SWITCH_BYTES: Final = 480  # in payloads of at least so many bytes together
_DOUBT_BITS: Final = 15.0  # lead of another codec that starts a doubt
_NO_OPINION: Final = 0.05  # [bit/byte] between 8 and 16 bits a sample
_CHECK_NS: Final = 130_000_000  # between full looks: seven payloads of 20 ms
_CHECK_PAYLOADS: Final = 10  # the same where arrival times stand still (a lump)
_OBJECTIONS: Final = 3  # checks in a row in which only the rate spoke, and disagreed
_RATE_ARRIVALS: Final = 15  # payloads of equal size looked at
_RATE_LEAST: Final = 5  # of them before a rate is given, and
_RATE_SPAN_NS: Final = 140_000_000  # so long a time
_L16_BYTES: Final = 320  # 20 ms of L16
_LOUD: Final = 3000.0**2  # [LSB^2] from here a rough payload is suspicious
_DEAFENING: Final = 20000.0**2  # [LSB^2] no speech is louder over a whole payload
_ROUGH: Final = 0.5  # normalised autocorrelation at one sample


class Verdict(Enum):
    """What to do with a payload."""

    HOLD = auto()  # keep it back, with those held already
    PLAY = auto()  # decode it, and those held before it, as `CodecFinder.codec`


def decode(payload: bytes, codec: Codec) -> NDArray[np.int16]:
    """Samples of `payload`; the odd last byte of L16 is left out. int16 shape (n,)."""
    if codec is Codec.ULAW:
        return expand_ulaw(payload)
    if codec is Codec.ALAW:
        return expand_alaw(payload)
    return np.frombuffer(payload, "<i2", len(payload) // 2).astype(np.int16, copy=False)


class ByteRate:
    """Payload bytes per second, from arrivals regular enough to mean something."""

    def __init__(self) -> None:
        self._arrivals: deque[int] = deque(maxlen=_RATE_ARRIVALS)
        self._size = 0

    def add(self, size: int, arrival_ns: int) -> None:
        """Note one payload of `size` bytes; another size starts afresh."""
        if size != self._size:
            self._size = size
            self._arrivals.clear()
        self._arrivals.append(arrival_ns)

    def bytes_per_sample(self) -> int | None:
        """1 at 8000 B/s, 2 at 16000 B/s (each +/-20 %), None when it cannot be told."""
        times = list(self._arrivals)
        if len(times) < _RATE_LEAST or times[-1] - times[0] < _RATE_SPAN_NS:
            return None
        gaps = [after - before for before, after in pairwise(times)]
        span = times[-1] - times[0]
        if max(gaps) > 2.5 * span / len(gaps):  # a stall, or its lump
            return None
        samples = self._size * len(gaps) * 1e9 / span / SAMPLE_RATE
        return next((n for n in (1, 2) if 0.8 * n <= samples <= 1.2 * n), None)


class CodecFinder:
    """Decides the codec of one stream; one owner.

    Attributes:
        changes: Times a decision was overturned.
    """

    def __init__(self, forced: Codec | None = None) -> None:
        self._forced = forced
        self._found: Codec | None = None
        self._rate = ByteRate()
        self._sums = [0.0, 0.0, 0.0]  # [bit] of each codec over the payloads held
        self._since_ns = 0
        self._held_payloads = 0
        self._held_bytes = 0
        self._size = 0
        self._unchecked = 0
        self._checked_ns = 0
        self._objections = 0
        self.changes = 0

    @property
    def codec(self) -> Codec | None:
        """The decision, None while there is none; the forced one if forced."""
        return self._forced or self._found

    def force(self, codec: Codec | None) -> None:
        """Take `codec` for granted from now on; None finds it again."""
        self._forced = codec
        self._settle(self._found)

    def restart(self) -> None:
        """Begin a new connection; the decision stays until contradicted."""
        self._rate = ByteRate()
        self._size = 0
        self._settle(self._found)

    def examine(
        self,
        payload: bytes,
        arrival_ns: int,
        *,
        pcm: NDArray[np.int16] | None = None,
        hint: Codec | None = None,
    ) -> Verdict:
        """Judge the next payload.

        Args:
            payload: Not empty.
            arrival_ns: Monotonic; never earlier than the one before.
            pcm: `payload` decoded as `codec`, once there is one.
            hint: What a static RTP payload type claims: weak evidence.
        """
        if self._forced is not None:
            return Verdict.PLAY
        self._rate.add(len(payload), arrival_ns)
        if self._found is None:
            return self._decide(payload, arrival_ns, hint)
        if self._held_payloads or pcm is None or self._due(payload, arrival_ns, pcm):
            return self._verify(payload, arrival_ns, self._found)
        return Verdict.PLAY

    def _decide(self, payload: bytes, arrival_ns: int, hint: Codec | None) -> Verdict:
        if hint is not None and not self._held_payloads:
            self._sums[CODECS.index(hint)] -= _HINT_BITS
        if not _is_shared_silence(payload):
            self._add(weigh(payload))
        best, second = sorted(self._sums)[:2]
        codec = CODECS[self._sums.index(best)]
        needed = _DECIDE_ALAW_BITS if codec is Codec.ALAW else _DECIDE_BITS
        weighed = self._held_bytes + len(payload) >= _DECIDE_BYTES
        if weighed and second - best >= needed:
            self._settle(codec)
            return Verdict.PLAY
        if self._may_hold(payload, arrival_ns):
            return Verdict.HOLD
        self._settle(self._fallback(len(payload)))
        return Verdict.PLAY

    def _fallback(self, size: int) -> Codec:
        """Choose without content: by the rate, else by the customary sizes."""
        width = self._rate.bytes_per_sample() or (2 if size == _L16_BYTES else 1)
        if width == 2:
            return Codec.L16
        ulaw, alaw, _ = self._sums
        return Codec.ALAW if ulaw - alaw >= _HINT_BITS else Codec.ULAW

    def _due(self, payload: bytes, arrival_ns: int, pcm: NDArray[np.int16]) -> bool:
        """Tell whether a payload of a decided stream needs the full look."""
        self._unchecked += 1
        return (
            arrival_ns - self._checked_ns >= _CHECK_NS
            or self._unchecked >= _CHECK_PAYLOADS
            or len(payload) != self._size
            or self._objections > 0
            or _sounds_wrong(pcm)
        )

    def _verify(self, payload: bytes, arrival_ns: int, found: Codec) -> Verdict:
        self._unchecked = 0
        self._checked_ns = arrival_ns
        self._size = len(payload)
        bits = weigh(payload)
        own = CODECS.index(found)
        opinion = bits[own] - min(bits)
        rate = self._rate.bytes_per_sample()
        width = 2 if found is Codec.L16 else 1
        silent = payload.count(0xFF) == len(payload)
        unclear = silent or abs(bits[2] - min(bits[:2])) < _NO_OPINION * len(payload)
        if unclear and rate == 3 - width:
            self._objections += 1
            if self._objections >= _OBJECTIONS:
                return self._change(Codec.L16 if rate == 2 else Codec.ULAW)
        else:
            self._objections = 0
        if width == 2 and silent and (rate == 2 or _is_shared_silence(payload)):
            opinion, bits = 0.0, (0.0, 0.0, 0.0)
        if not self._held_payloads and opinion < _DOUBT_BITS:
            return Verdict.PLAY
        return self._doubt(payload, arrival_ns, bits, found)

    def _doubt(
        self,
        payload: bytes,
        arrival_ns: int,
        bits: tuple[float, float, float],
        found: Codec,
    ) -> Verdict:
        self._add(bits)
        best = min(self._sums)
        lead = self._sums[CODECS.index(found)] - best
        enough = self._held_bytes + len(payload) >= _SWITCH_BYTES
        if lead >= _SWITCH_BITS and enough and self._held_payloads:
            return self._change(CODECS[self._sums.index(best)])
        if lead > 0.0 and self._may_hold(payload, arrival_ns):
            return Verdict.HOLD
        self._settle(found)
        return Verdict.PLAY

    def _change(self, codec: Codec) -> Verdict:
        self.changes += 1
        self._settle(codec)
        return Verdict.PLAY

    def _add(self, bits: tuple[float, float, float]) -> None:
        self._sums = [
            total + more for total, more in zip(self._sums, bits, strict=True)
        ]

    def _may_hold(self, payload: bytes, arrival_ns: int) -> bool:
        """Count `payload` among those held, unless they have waited long enough."""
        if not self._held_payloads:
            self._since_ns = arrival_ns
        self._held_payloads += 1
        self._held_bytes += len(payload)
        return (
            arrival_ns - self._since_ns < _HOLD_NS
            and self._held_payloads < _HOLD_PAYLOADS
            and self._held_bytes < _HOLD_BYTES
        )

    def _settle(self, codec: Codec | None) -> None:
        """Decide, and let go of what was held."""
        self._found = codec
        self._sums = [0.0, 0.0, 0.0]
        self._held_payloads = 0
        self._held_bytes = 0
        self._objections = 0


def _is_shared_silence(payload: bytes) -> bool:
    """All `FF`: zero in mu-law, minus one in L16, and no size of mu-law at 20 ms."""
    return len(payload) % _L16_BYTES == 0 and payload.count(0xFF) == len(payload)


def _sounds_wrong(pcm: NDArray[np.int16]) -> bool:
    """Tell whether samples are loud and rough, or too loud to be anything."""
    wave = pcm.astype(np.float32)
    power = float(wave @ wave)
    if power < _LOUD * len(wave):
        return False
    return (
        power > _DEAFENING * len(wave) or float(wave[1:] @ wave[:-1]) < _ROUGH * power
    )
