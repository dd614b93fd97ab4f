"""The bounded way from the media loop to playout, and the lump that is thrown away.

Written by the media loop's thread; `items` is popped by the playout thread alone.
"""

from collections import deque

from voipmon.core.domain.arrivals import MS
from voipmon.core.frame import AudioFrame
from voipmon.services.link_status import RESTARTED, Mark

# A stream that was stuck delivers its whole backlog at once when the wake frame frees
# it (measured: within 1 ms, Asterisk's development branch of 2026-08).
_LUMP_LONGEST = 60 * MS  # after its first frame everything is live again
_LUMP_GAP = 10 * MS  # a live frame comes about 20 ms after the one before
_LUMP_FRAMES = 2  # more than that at once is backlog


class Inbox:
    """Frames in order, `RESTARTED` before those of each further connection.

    Attributes:
        items: For the playout thread.
        overflow: Frames dropped, oldest first, because nobody took them.
        discarded: Frames of lumps.
    """

    def __init__(self, limit: int) -> None:
        self.items: deque[AudioFrame | Mark] = deque()
        self.overflow = 0
        self.discarded = 0
        self._limit = limit
        self._lump = False  # one may come, or is coming
        self._lump_ns = 0  # arrival of its first frame, 0 before
        self._old_ns = 0  # arrival of its last frame; what is not newer is dropped

    def restart(self) -> None:
        """A new connection."""
        self._lump = False
        self._append(RESTARTED)

    def expect_lump(self) -> None:
        """A wake frame was sent."""
        self._lump, self._lump_ns = True, 0

    def put(self, frames: list[AudioFrame], now: int) -> float:
        """Hand over what one turn brought; return its duration [ms]."""
        if self._lump:
            self._watch_lump(len(frames), now)
        sound_ms = 0.0
        for frame in frames:
            sound_ms += len(frame.pcm) * 1000 / frame.rate
            if frame.arrival_ns <= self._old_ns:
                self.discarded += 1
            else:
                self._append(frame)
        return sound_ms

    def _watch_lump(self, count: int, now: int) -> None:
        if not self._lump_ns:
            self._lump_ns = now
        elif now - self._lump_ns >= _LUMP_LONGEST or (
            now - self._old_ns >= _LUMP_GAP and count <= _LUMP_FRAMES
        ):
            self._lump = False
            return
        self._old_ns = now

    def _append(self, item: AudioFrame | Mark) -> None:
        self.items.append(item)
        marked = False
        while len(self.items) + marked > self._limit:
            try:
                oldest = self.items.popleft()
            except IndexError:  # playout took them all meanwhile
                break
            if oldest is RESTARTED:
                marked = True  # what it announced is still to come
            else:
                self.overflow += 1
        if marked:
            self.items.appendleft(RESTARTED)
