"""Keeps one output stream where it should be: opens, closes, retries, says how it is.

Decision: one place decides and one thread opens and closes. Because PortAudio says
nothing when the server moves a stream and raises nothing when a device dies, and its
re-initialisation is only safe with every stream closed. Instead of a stream that
repairs itself in its callback. Would change if PortAudio reported device changes.
"""

import logging
from collections.abc import Callable

from voipmon.audio import portaudio
from voipmon.audio.errors import DeviceBusy, DeviceError, FormatUnsupported, NoDevice
from voipmon.audio.output import RATE, OutputStream
from voipmon.audio.outputs import PULSE_API, Decision, Outputs, Place, decide
from voipmon.audio.ring import SampleRing
from voipmon.core.domain.facts import Device
from voipmon.core.domain.snapshot import OutputSnapshot, OutputState, Problem

_log = logging.getLogger(__name__)

RETRY_S = (0.5, 1.0, 2.0, 5.0)  # then every 5 s
HEALTHY_S = 5.0  # a stream that ran this long starts the retries anew when it ends
FOLLOW_S = 0.3  # silence before a new default is played on, to see the old one stay:
# that it went away may be told after who takes its place
LOST_BLOCKS = 5
LOST_MIN_S = 0.3  # a starved machine delays callbacks by 0.1 s without any fault
RING_FRAMES = 16_384  # two blocks of 20 ms at 192 kHz, and as much again


class OutputKeeper:
    """Owner-thread half of `services.speaker.Speaker`; `ring` is for all threads.

    Args:
        block_ms: Length of a device block [ms].
        on_finished: Called on PortAudio's thread when the stream ends by itself.

    Attributes:
        stream: What plays now, or None. Other threads may read the reference, and
            call what `OutputStream` allows.
        place: Where `stream` was opened, or sound was last played; None after a
            choice.
        status: The state, but for what changes with each block.
        underruns: Of streams that are closed by now.
        due_ns: Monotonic time of the next try while there is no stream.
        resting: Closed while nothing is to be heard; `place` and `status` hold.
    """

    def __init__(self, block_ms: int, on_finished: Callable[[], None]) -> None:
        self.ring = SampleRing(RING_FRAMES)
        self.stream: OutputStream | None = None
        self.place: Place | None = None
        self.status = OutputSnapshot(state=OutputState.STARTING)
        self.underruns = 0
        self.due_ns = 0
        self.resting = False
        self._block_ms = block_ms
        self._on_finished = on_finished
        self._name, self._host_api = "", ""
        self._attempt = 0
        self._opened_ns = 0
        self._stale = False  # PortAudio's device list may be older than the devices
        self._own: tuple[Device, ...] | None = None
        self._plugin = False  # PortAudio can play through the server
        self._server_seen = False
        self._seen = Outputs()

    def choose(self, name: str, host_api: str) -> None:
        """Take the user's choice; `turn` carries it out."""
        self._name, self._host_api = name, host_api
        self.place = None
        self.resting = False
        self.retry_now()

    def retry_now(self) -> None:
        """Forget how often it failed; the next `turn` tries."""
        self._attempt = 0
        self.due_ns = 0

    def rescan(self) -> None:
        """Have PortAudio look again; where no server tells, the stream is reopened."""
        self.retry_now()
        if self._seen.server:
            return
        self._stale = True
        if self.stream is not None:
            self.close()
            self._tell(OutputState.STARTING)

    def look(self, told: Outputs, now_ns: int) -> Outputs:
        """Return the devices there are: the server's, or PortAudio's own.

        Once a server was seen, its absence means no device: probing the cards
        themselves could take them from a server that is just starting again.

        Args:
            told: What the sound server says; empty without one.
            now_ns: Monotonic time.

        Raises:
            NoDevice: PortAudio is missing or does not start; `fail` takes it.
        """
        if told.serials != self._seen.serials or told.server != self._seen.server:
            self.retry_now()
            self._stale |= told.server != self._seen.server
        self._seen = told
        due = self.stream is None and now_ns >= self.due_ns
        if due and (self._stale or self._own is None):
            self._reload()
        if told.server and self._plugin:
            self._server_seen = True
            return told
        return Outputs(devices=() if self._server_seen else self._own or ())

    def set_block(self, block_ms: int) -> None:
        """Have blocks of another length from now on; the next `turn` opens anew."""
        if block_ms != self._block_ms:
            self._block_ms = block_ms
            self.close()

    def silence(self, told: Outputs) -> None:
        """Mute a stream whose sink went away; the one method for any thread.

        The server has moved it to another sink by now, and its owner may be busy.
        """
        stream, place = self.stream, self.place
        if stream is None or place is None or place.device.host_api != PULSE_API:
            return
        if place.left_behind(told):
            stream.mute()

    def turn(self, outputs: Outputs, now_ns: int) -> None:
        """Bring the stream to where it should be; `outputs` comes from `look`."""
        if self.stream is not None and self._broken(self.stream, now_ns):
            self.drop(now_ns, "it stopped asking for sound")
        elif self.place is not None and (self.stream is not None or self.resting):
            self._check_place(self.place, outputs, now_ns)
        step = decide(
            outputs, name=self._name, host_api=self._host_api, last=self.place
        )
        if step.play is None:
            self._pause(outputs, step, now_ns)
        elif self.stream is None:
            if now_ns >= self.due_ns and not self.resting:
                self._open(outputs.place(step.play), now_ns)
        else:
            self._stay_or_move(self.stream, outputs.place(step.play), now_ns)

    def rest(self) -> None:
        """Give the device back while nothing is to be heard; opening takes 3 ms."""
        if self.stream is not None and self.place is not None and self.place.may_rest:
            self.close(lost=True)  # it is silent: nothing to fade out
            self.resting = True

    def wake(self) -> None:
        """Have the next `turn` open the device again."""
        if self.resting:
            self.resting = False
            self._tell(OutputState.STARTING)  # a server that hangs keeps it so

    def fail(self, error: DeviceError, now_ns: int) -> None:
        """Note that not even the devices could be asked for."""
        if now_ns >= self.due_ns:
            self._look_again(now_ns)
        self.resting = False
        self._tell(OutputState.ABSENT, problem=error.to_problem())

    def drop(self, now_ns: int, why: str) -> None:
        """Close a stream whose device is gone; the first retry is scheduled."""
        if self.stream is None and not self.resting:
            return
        _log.info("output %r: %s", self.status.device, why)
        if now_ns - self._opened_ns > HEALTHY_S * 1e9:
            self._attempt = 0
        self._stale = True
        self._later(now_ns)
        problem = Problem(kind="audio.lost", detail=why)
        self._tell(OutputState.RETRYING, problem=problem)  # first: closing can hang
        self.close(lost=True)

    def close(self, *, lost: bool = False) -> None:
        """Close the stream, if there is one."""
        stream, self.stream, self.resting = self.stream, None, False
        if stream is not None:
            stream.close(lost=lost)
            self.underruns += stream.underruns

    def _broken(self, stream: OutputStream, now_ns: int) -> bool:
        limit_s = max(LOST_MIN_S, LOST_BLOCKS * stream.block / stream.rate)
        silent_s = (now_ns - stream.last_callback_ns) / 1e9
        return silent_s > limit_s or not stream.active

    def _check_place(self, place: Place, outputs: Outputs, now_ns: int) -> None:
        """Close a stream that the server has moved, or take in what changed."""
        if place.gone(outputs):
            self.drop(now_ns, "the device went away")
            self.due_ns = now_ns
        elif (self.stream and self.stream.muted) or place.left_behind(outputs):
            self.close(lost=True)
            self._tell(OutputState.STARTING)
            self.due_ns = now_ns + (0 if self._name else int(FOLLOW_S * 1e9))
        else:
            device = place.device
            device = outputs.find(device.name, device.host_api) or device
            self.place = outputs.place(device)

    def _stay_or_move(self, stream: OutputStream, place: Place, now_ns: int) -> None:
        there, wanted = stream.device, place.device
        if (there.name, there.host_api) != (wanted.name, wanted.host_api):
            self.close()
            self._open(place, now_ns)
        elif self.place is None:  # the user chose what plays already
            self.place = place
            self._tell(OutputState.RUNNING, wanted)

    def _open(self, place: Place, now_ns: int) -> None:
        try:
            if self._stale:
                self._reload()
            stream = OutputStream(
                place.device, self.ring,
                block_ms=self._block_ms, on_finished=self._on_finished,
            )  # fmt: skip
        except DeviceError as error:
            _log.info("output %r does not open: %s", place.device.name, error)
            self._stale = True
            self._later(now_ns)
            state = {
                DeviceBusy: OutputState.BUSY,
                FormatUnsupported: OutputState.REFUSED,
            }.get(type(error), OutputState.RETRYING)
            self._tell(state, place.device, error.to_problem())
            return
        _log.info("output %r runs at %d Hz", place.device.name, stream.rate)
        self.place, self._opened_ns = place, now_ns
        self.stream = stream
        self._tell(OutputState.RUNNING, place.device)

    def _pause(self, outputs: Outputs, step: Decision, now_ns: int) -> None:
        """Nothing may be played, or there is nothing to play on."""
        self.close()
        gone = self.place.device if self.place else None
        if step.offer is not None:
            words = step.offer.description or step.offer.name
            name = gone.name if gone else self._name
            self._tell(
                OutputState.PAUSED, gone or Device(name=name, host_api=""),
                Problem(kind="audio.lost", detail=f"{name} is not there"), words,
            )  # fmt: skip
            if not outputs.server and now_ns >= self.due_ns:
                self._look_again(now_ns)
            return
        if now_ns < self.due_ns:
            return
        given_up = gone is None or self._attempt >= len(RETRY_S)
        state = OutputState.ABSENT if given_up else OutputState.RETRYING
        problem = NoDevice("the system has no output device").to_problem()
        self._look_again(now_ns)
        self._tell(state, gone, problem)

    def _look_again(self, now_ns: int) -> None:
        self._stale = True
        self._later(now_ns)

    def _reload(self) -> None:
        """Have PortAudio find its devices anew; no stream is open."""
        portaudio.reload()
        self._stale = False
        self._own = portaudio.devices()
        self._plugin = portaudio.has_pulse()

    def _later(self, now_ns: int) -> None:
        step = RETRY_S[min(self._attempt, len(RETRY_S) - 1)]
        self._attempt += 1
        self.due_ns = now_ns + int(step * 1e9)

    def _tell(
        self,
        state: OutputState,
        device: Device | None = None,
        problem: Problem | None = None,
        offer: str = "",
    ) -> None:
        """Set the status; without a device the last one stays named."""
        if device is None and self.place is not None:
            device = self.place.device
        self.status = OutputSnapshot(
            library=portaudio.version(),
            state=state,
            device=device.name if device else "",
            label=(device.description or device.name) if device else "",
            chosen=self._name,
            offer=offer,
            problem=problem,
        )

    @property
    def rate(self) -> int:
        """[Hz] of the stream, or what the next one will most likely have."""
        return self.stream.rate if self.stream is not None else RATE
