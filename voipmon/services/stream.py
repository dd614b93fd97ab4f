"""One listened stream: from its inbox to samples, live or heard again.

Owner: the playout thread, which alone calls `tick_in`, `tick_out` and `second`.
Settings (`volume_db`, `muted`, its place) are plain attributes written by the command
thread; `snapshot` may be called by one other thread.
"""

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from voipmon.core.domain.commands import GoLive, Listen, Seek, SetAudible, SetSpeed
from voipmon.core.domain.snapshot import StreamSnapshot
from voipmon.core.dsp.fade import to_int16
from voipmon.core.dsp.levelling import Leveller
from voipmon.core.dsp.shock import ToneGuard
from voipmon.core.frame import FRAME_SAMPLES, SAMPLE_RATE
from voipmon.core.playout.engine import PlayoutEngine
from voipmon.core.playout.intake import Intake
from voipmon.core.replay.replay import Replay
from voipmon.services.link import Mark, MediaLink
from voipmon.services.stream_meter import StreamMeter

SILENT_DB = -90.0  # [dB] at or below: not mixed at all
METERED_BLOCKS = 2  # pulled at once for a stream that is not heard: half the work
DYING_BLOCKS = 10  # 200 ms from the noise of the line to silence, at a stream's end
METERED_EVERY = 3  # [snapshots] between two looks at a stream that is not heard

Order = SetAudible | Seek | GoLive | SetSpeed
Tap = Callable[[NDArray[np.int16], int], None]
# Arrival [monotonic ns], sequence number, samples at 8 kHz; none of them before the
# first of a new connection: (0, None, 0).
ArrivalTap = Callable[[int, int | None, int], None]


class Stream:
    """A `MediaLink` with a playout engine behind it.

    Args:
        request: What was asked for.
        link: Its connection, already owned by the media loop.
    """

    def __init__(self, request: Listen, link: MediaLink) -> None:
        self.request = request
        self.link = link
        self.volume_db = request.volume_db
        self.muted = request.muted
        self.azimuth_deg = request.azimuth_deg
        self.under_db = request.under_db
        self.leveller = Leveller()
        self.guard = ToneGuard()
        self.levelling_db: float | None = None  # written by the playout thread
        self.audible = request.audible  # what is wanted; written by any thread
        self.heard = request.audible  # what is, since the last turn
        self._fading = False  # heard for one more block
        self.leaving = False  # set by the playout thread: one last block, fading
        self.tap: Tap | None = None  # gets each pulled block and its time
        # for the playout thread: what is to be heard from when
        self.orders: deque[Order] = deque(maxlen=32)
        self.arrival_tap: ArrivalTap | None = None  # gets what playout is given
        self.skips: deque[float] = deque(maxlen=100)  # [ms], for the monitor
        self._engine = PlayoutEngine(heard=request.audible)
        self._intake = Intake()
        self._meter = StreamMeter(link, self._engine)
        self._over = False  # it has ended, and all of it was played
        self._died = 0  # blocks since then, `DYING_BLOCKS` at most
        self._replay = Replay()
        self._replay.set_pace(request.speed, skip_silence=request.skip_silence)
        self._back_s = 0.0  # where it is heard from, once it is
        self._shown: StreamSnapshot | None = None
        self._shown_again = 0  # how often still

    @property
    def gain_db(self) -> float:
        """What the mixer applies, `SILENT_DB` when not heard."""
        heard = self.audible and not self.muted and not self.leaving
        return self.volume_db if heard else SILENT_DB

    # -- playout thread --------------------------------------------------------------

    def has_turn(self, tick: int) -> bool:
        """Whether `tick_in` is due; metered streams take turns, half of them each.

        Here a stream becomes heard or metered: before its block is pulled. Whose sound
        ends gets one last block, which the mixer fades out.
        """
        self._obey()
        if self.audible is not self.heard and (self.audible or self._fading):
            self.heard, self._fading = self.audible, False
            self._engine.set_heard(self.heard)
            self._meter.judge_anew()
            if self.heard:
                self._replay.start(self._back_s)
            else:
                self._replay.stop()
        else:
            self._fading = self.heard and not self.audible
        if self.heard:
            return True
        return (self.request.stream_id + tick) % METERED_BLOCKS == 0

    def tick_in(self, now_ns: int) -> NDArray[np.int16]:
        """Take what arrived, return what is next: int16, shape (160,).

        A stream that is only metered gives its blocks two at a time, shape (320,).
        """
        inbox = self.link.inbox
        tap, arrival_tap = self.tap, self.arrival_tap  # another thread takes them off
        while inbox:
            item = inbox.popleft()
            if isinstance(item, Mark):
                self._engine.restart()
                self._intake.restart()
                if arrival_tap is not None:
                    arrival_tap(0, None, 0)
                continue
            self._meter.last_frame_ns = item.arrival_ns
            pcm = self._intake.accept(item)
            self._engine.put(pcm, item.sequence, item.arrival_ns)
            if arrival_tap is not None:
                arrival_tap(item.arrival_ns, item.sequence, len(pcm))
        block = self._engine.pull(
            FRAME_SAMPLES * (1 if self.heard else METERED_BLOCKS), now_ns
        )
        self._over = self.link.ended and not self._engine.stats.playing
        self._replay.keep(block, over=self._over)
        if tap is not None:
            tap(block, now_ns)
        if skipped := self._engine.take_skips():
            self.skips.append(skipped)
        return block

    def tick_out(
        self, *, peak: float, rms: float, column: Sequence[int], device_ms: float | None
    ) -> None:
        """Note the block's level [dBFS] and envelope (min, max), device delay [ms].

        No delay (None) means that a device should play and does not.
        """
        self._meter.note(peak=peak, rms=rms, column=column, device_ms=device_ms)
        self.leveller.block(rms)

    def sound(self, live: NDArray[np.int16]) -> NDArray[np.int16]:
        """What is heard instead of the block just pulled, or that block; (160,)."""
        replayed = self._replay.play(live)
        return self._until_silent(live) if replayed is None else replayed

    def _until_silent(self, live: NDArray[np.int16]) -> NDArray[np.int16]:
        """`live`, but what playout makes up after the stream's end dies away.

        The noise of a line that is no more would tell that something is still heard.
        """
        was = self._died
        self._died = min(DYING_BLOCKS, was + 1) if self._over else 0
        if not self._died:
            return live
        begin, end = 1 - was / DYING_BLOCKS, 1 - self._died / DYING_BLOCKS
        left = np.linspace(begin, end, len(live), dtype=np.float32)
        return to_int16(live.astype(np.float32) * left)

    def second(self) -> None:
        """Close one second of history."""
        self._meter.second(heard=self.heard)

    def forget(self) -> None:
        """Overwrite the sound that was kept."""
        self._replay.wipe()

    def _obey(self) -> None:
        """Carry out what was ordered since the last turn."""
        while self.orders:
            match self.orders.popleft():
                case SetAudible(audible=audible, back_s=back_s):
                    self.audible, self._back_s = audible, back_s
                    if audible and self.heard and back_s > 0:
                        self._replay.seek(by_s=-back_s)
                case Seek(by_s=by_s, at_s=at_s) if self.heard:
                    self._replay.seek(by_s=by_s, at_s=at_s)
                case GoLive():
                    self._replay.go_live()
                case SetSpeed(speed=speed, skip_silence=skip_silence):
                    self._replay.set_pace(speed, skip_silence=skip_silence)

    # -- reader of snapshots ---------------------------------------------------------

    def snapshot(self) -> StreamSnapshot:
        """How things are; advances the cursors, so for one reader.

        A stream that is not heard has no card, only a meter in a table that moves
        ten times a second: it is looked at every third time, and is told as it was
        then in between.
        """
        heard = self.heard
        if self._shown is not None and self._shown_again > 0 and not heard:
            self._shown_again -= 1
            return self._shown
        shown = self._look()
        self._shown = None if heard else shown
        self._shown_again = METERED_EVERY - 1
        return shown

    def _look(self) -> StreamSnapshot:
        replay, behind = self._replay, self._replay.behind
        return StreamSnapshot(
            stream_id=self.request.stream_id,
            kind=self.request.kind,
            resource_id=self.request.resource_id,
            encapsulation=self.request.encapsulation,
            volume_db=self.volume_db,
            muted=self.muted,
            azimuth_deg=self.azimuth_deg,
            under_db=self.under_db,
            levelling_db=self.levelling_db if self.heard else None,
            behind_s=behind / SAMPLE_RATE,
            speed=replay.speed,
            kept_s=replay.kept / SAMPLE_RATE,
            now_s=replay.now / SAMPLE_RATE,
            heard_s=max(replay.now - behind, 0) / SAMPLE_RATE,
            skipped_s=replay.skipped / SAMPLE_RATE,
            **self._meter.look(heard=self.heard),
        )

    def report(self) -> dict[str, object]:
        """Final figures for the command line's `--stats`."""
        return self._meter.report()
