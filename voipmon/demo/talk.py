"""What is said in one room: turns of recorded speech, as a function of time.

The sample at any instant depends on the seed, the voices and who was present;
never on who listens.
"""

from collections.abc import Callable, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import FRAME_SAMPLES, SAMPLE_RATE
from voipmon.core.wire.names import Codec
from voipmon.demo import mulaw
from voipmon.demo.speech import Voice

CHUNK_FRAMES = 50  # rendered and encoded together: 1 s
CHUNKS_KEPT = 16  # [s] of ready frames; a stalled stream asks for old ones
TURNS_KEPT_S = 200  # [s] of the past that can be rendered again
PAUSE_S = (0.3, 1.5)  # between turns
OVERLAP_S = (0.15, 0.5)  # one turn in eight begins before the other ended
OVERLAP_CHANCE = 0.125
SAME_SPEAKER_CHANCE = 0.15


class Talk:
    """Endless conversation of two or more voices.

    Args:
        seed: Equal seeds give equal conversations.
        speakers: Their voices, by number.
        present: Numbers of those who can speak now, asked when a turn begins;
            None: all of them.
    """

    def __init__(
        self,
        seed: str,
        speakers: Sequence[Voice],
        present: Callable[[], Sequence[int]] | None = None,
    ) -> None:
        self.speakers = tuple(speakers)
        self._present = present
        self._random = Random(seed)
        self._next_turn = [self._random.randrange(len(v.turns)) for v in speakers]
        self._last_speaker = -1
        self._turns: list[tuple[int, NDArray[np.int16]]] = []  # start sample, sound
        self._planned = self._samples(0.2, 0.8)  # where the next turn begins
        self._chunks: dict[int, tuple[bytes, bytes]] = {}

    def pcm(self, start: int, count: int) -> NDArray[np.int16]:
        """Render `count` samples from sample `start`: int16, shape (count,).

        Before the beginning, and more than `TURNS_KEPT_S` ago, there is silence.
        """
        self._plan(start + count)
        mix = np.zeros(count, dtype=np.int32)
        for begin, sound in self._turns:
            first, last = max(begin, start), min(begin + len(sound), start + count)
            if first < last:
                mix[first - start : last - start] += sound[first - begin : last - begin]
        return np.clip(mix, -32768, 32767).astype(np.int16)

    def frame(self, number: int, codec: Codec) -> bytes:
        """Give the payload of the 20 ms frame `number`, encoded."""
        index, place = divmod(number, CHUNK_FRAMES)
        chunk = self._chunks.get(index)
        if chunk is None:
            chunk = self._render(index)
        if codec is Codec.ULAW:
            return chunk[1][place * FRAME_SAMPLES : (place + 1) * FRAME_SAMPLES]
        return chunk[0][place * 2 * FRAME_SAMPLES : (place + 1) * 2 * FRAME_SAMPLES]

    def forget_frames(self) -> None:
        """Free what is kept ready; it can be made again."""
        self._chunks.clear()

    def _render(self, index: int) -> tuple[bytes, bytes]:
        size = CHUNK_FRAMES * FRAME_SAMPLES
        pcm = self.pcm(index * size, size)
        chunk = (pcm.astype("<i2").tobytes(), mulaw.compress(pcm))
        self._chunks[index] = chunk
        while len(self._chunks) > CHUNKS_KEPT:
            del self._chunks[next(iter(self._chunks))]
        return chunk

    def _plan(self, until: int) -> None:
        """Decide turns up to sample `until`."""
        while self._planned < until:
            speaker = self._choose()
            if speaker is None:
                self._planned += SAMPLE_RATE // 2
                continue
            voice = self.speakers[speaker]
            first, last = voice.turns[self._next_turn[speaker]]
            self._next_turn[speaker] = (self._next_turn[speaker] + 1) % len(voice.turns)
            self._turns.append((self._planned, voice.pcm[first:last]))
            self._planned += last - first
            if self._random.random() < OVERLAP_CHANCE:
                self._planned -= self._samples(*OVERLAP_S)
            else:
                self._planned += self._samples(*PAUSE_S)
        oldest = until - TURNS_KEPT_S * SAMPLE_RATE
        while self._turns and self._turns[0][0] < oldest:
            del self._turns[0]

    def _choose(self) -> int | None:
        """Give who speaks next: mostly somebody else than the last."""
        here = range(len(self.speakers)) if self._present is None else self._present()
        others = [speaker for speaker in here if speaker != self._last_speaker]
        if not here:
            return None
        again = self._last_speaker in here
        if not others or (again and self._random.random() < SAME_SPEAKER_CHANCE):
            return self._last_speaker
        self._last_speaker = self._random.choice(others)
        return self._last_speaker

    def _samples(self, low_s: float, high_s: float) -> int:
        return int(self._random.uniform(low_s, high_s) * SAMPLE_RATE)


class Silence:
    """A leg before it is answered, or alone: digital silence in every codec."""

    _PAYLOADS = {  # noqa: RUF012 - read only
        Codec.L16: bytes(2 * FRAME_SAMPLES),
        Codec.ULAW: b"\xff" * FRAME_SAMPLES,
    }

    def pcm(self, start: int, count: int) -> NDArray[np.int16]:  # noqa: ARG002 - as `Talk`
        """Give zeros."""
        return np.zeros(count, dtype=np.int16)

    def frame(self, number: int, codec: Codec) -> bytes:  # noqa: ARG002 - as `Talk`
        """Give the code of zero."""
        return self._PAYLOADS[codec]
