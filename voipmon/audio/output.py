"""One open output stream of PortAudio, fed from a `SampleRing`.

Opened, closed and looked after by one thread, `services.speaker`'s; PortAudio's own
thread runs the callback, which copies, counts and returns.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from voipmon.audio import portaudio
from voipmon.audio.errors import INVALID_SAMPLE_RATE, NoDevice, from_portaudio
from voipmon.audio.feed import Feed
from voipmon.audio.outputs import PULSE_API
from voipmon.audio.ring import CHANNELS, SampleRing
from voipmon.core.domain.facts import Device

RATE = 48_000  # [Hz] first choice; what sound servers run at
MAX_DAC_DELAY_S = 1.0  # more than this is a driver's fancy, not a delay
QUIET_S = 0.2  # longest waits for the fade-out, and for its being played
_PULSE_SINK = "PULSE_SINK"  # libpulse: the sink of streams that name none


@contextlib.contextmanager
def _environment(name: str, value: str | None) -> Iterator[None]:
    """Set a variable for a moment; None removes it. The C library sees it, too."""
    before = os.environ.get(name)
    try:
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before


class OutputStream:
    """A running stream; see the module for who may call what.

    Args:
        device: By name and host API, as `devices.list_outputs` gives it.
        ring: Read by the callback; cleared before the stream starts.
        block_ms: Length of one callback [ms].
        on_finished: Called on PortAudio's thread when the stream ends by itself.

    Raises:
        DeviceError: It does not open; nothing is left behind.

    Attributes:
        rate: [Hz] the device runs at.
        block: [frames] of one callback.
        callbacks: Their number since the start.
        last_callback_ns: Monotonic time of the last one, or of the opening.
        ended: It ended by itself: the device is gone.
    """

    def __init__(
        self,
        device: Device,
        ring: SampleRing,
        *,
        block_ms: int = 20,
        on_finished: Callable[[], None] | None = None,
    ) -> None:
        self.device = device
        self.callbacks = 0
        self.ended = False
        self.last_callback_ns = time.monotonic_ns()
        self._ring = ring
        self._block_ms = block_ms
        self._on_finished = on_finished
        self._closing = False
        self._silent = threading.Event()  # muted, and the fade-out was handed over
        self._over = threading.Event()  # ended by itself
        self._dac_end_ns = 0
        self._scratch = np.zeros((0, CHANNELS), np.int16)
        sd = portaudio.library()
        ring.clear()
        sink = device.name if device.host_api == PULSE_API else None
        try:
            with portaudio.quiet_stderr(), _environment(_PULSE_SINK, sink):
                self._open(sd)
        except (sd.PortAudioError, ValueError) as error:
            raise from_portaudio(error) from error

    @property
    def underruns(self) -> int:
        """Blocks that found too little sound."""
        return self._feed.underruns

    @property
    def muted(self) -> bool:
        """Whether nothing of the ring is played any more."""
        return self._feed.muted

    @property
    def active(self) -> bool:
        """PortAudio's opinion; it may call a hanging device active."""
        return not self.ended and bool(self._stream.active)

    def mute(self) -> None:
        """Fade to silence from the next block on and stay there; any thread."""
        self._feed.muted = True

    def latency_ms(self, now_ns: int) -> float:
        """Time until a frame that is written now is played [ms]; any thread."""
        for _ in range(3):  # the callback may move both between the two looks
            end_ns = self._dac_end_ns
            fill = self._ring.fill
            if end_ns == self._dac_end_ns:
                break
        waiting_ms = 1e3 * fill / self.rate
        if not end_ns:
            return waiting_ms + self._latency_ms
        return max(0.0, waiting_ms + (end_ns - now_ns) / 1e6)

    def close(self, *, lost: bool = False) -> None:
        """End the stream; the opening thread only.

        Args:
            lost: The device is gone: no fade-out, nothing is waited for.
        """
        if not lost and self.active:
            self._end_softly()
        self._closing = True
        with portaudio.quiet_stderr():
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)

    def _end_softly(self) -> None:
        """Fade out and let the device play it: PortAudio's own stop cuts it off.

        Measured with PortAudio 19.6 over ALSA's pulse plugin: 30 ms are lost.
        """
        self.mute()
        if self._silent.wait(QUIET_S):
            rest_s = (self._dac_end_ns - time.monotonic_ns()) / 1e9
            self._over.wait(min(max(rest_s, 0.0), QUIET_S))

    def _open(self, sd: Any) -> None:
        index, info = self._find()
        self._channels = min(CHANNELS, int(info["max_output_channels"]))
        try:
            self._open_at(sd, index, RATE)
        except sd.PortAudioError as error:
            own = int(info["default_samplerate"])
            if INVALID_SAMPLE_RATE not in error.args or own == RATE:
                raise
            self._open_at(sd, index, own)

    def _find(self) -> tuple[int, dict[str, Any]]:
        """Turn name and host API into this moment's index."""
        if self.device.host_api == PULSE_API:
            wanted = (portaudio.PULSE, "ALSA")
        else:
            wanted = (self.device.name, self.device.host_api)
        for index, info, api in portaudio.query():
            if (info["name"], api) == wanted:
                return index, info
        raise NoDevice(f"{wanted[0]} ({wanted[1]}) is not there")

    def _open_at(self, sd: Any, index: int, rate: int) -> None:
        self.rate = rate
        self.block = rate * self._block_ms // 1000
        self._feed = Feed(self._ring, rate)
        self._scratch = np.zeros((4 * self.block, CHANNELS), np.int16)
        stream = sd.RawOutputStream(
            samplerate=rate, blocksize=self.block, device=index, latency="low",
            channels=self._channels, dtype="int16",
            callback=self._callback, finished_callback=self._finished,
        )  # fmt: skip
        self._stream = stream
        self._latency_ms = 1e3 * float(stream.latency)
        try:
            stream.start()
        except sd.PortAudioError:
            self._closing = True
            stream.close(ignore_errors=True)
            raise

    def _callback(self, outdata: Any, frames: int, times: Any, _status: Any) -> None:
        """Hand out one block. Real time: see `Feed`."""
        now_ns = time.monotonic_ns()
        out = np.frombuffer(outdata, np.int16).reshape(frames, self._channels)
        if self._channels == CHANNELS:
            self._feed.fill(out)
        else:
            self._fill_mono(out, frames)
        delay_s = times.outputBufferDacTime - times.currentTime
        if not 0.0 < delay_s < MAX_DAC_DELAY_S:
            delay_s = self._latency_ms / 1e3
        self._dac_end_ns = now_ns + int(1e9 * (delay_s + frames / self.rate))
        self.last_callback_ns = now_ns
        self.callbacks += 1
        if self._feed.muted and self._feed.quiet:
            self._silent.set()

    def _fill_mono(self, out: Any, frames: int) -> None:
        """Both channels' mean, for a headset in its telephone profile."""
        stereo = self._scratch[:frames]
        self._feed.fill(stereo)
        out[:] = 0
        out[: len(stereo), 0] = stereo.sum(axis=1) // CHANNELS

    def _finished(self) -> None:
        if self._closing:
            return
        self.ended = True
        self._over.set()
        if self._on_finished is not None:
            self._on_finished()
