"""The loudspeaker's supervisor: the only thread that opens and closes it.

Device loss is ours to find: PortAudio raises nothing when a device dies and says
nothing when the sound server moves a stream. Rules of what may play where are in
`audio.outputs`, opening and retries in `audio.keeper`.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

import msgspec

from voipmon.audio.errors import DeviceError, NoDevice
from voipmon.audio.keeper import OutputKeeper
from voipmon.audio.output import OutputStream
from voipmon.audio.outputs import Outputs
from voipmon.audio.ring import SampleRing
from voipmon.core.domain.facts import Device
from voipmon.core.domain.snapshot import OutputSnapshot
from voipmon.services.sink_watch import SinkWatcher
from voipmon.services.worker import Worker

CHECK_S = 0.1  # between two looks at a running stream
RELEASE_S = 5.0  # of nothing to be heard; PulseAudio itself lets a sink sleep after 5 s
RESTING_S = 1.0  # between two looks while the device is given back
SLEPT_S = 3.0  # a wait that took this much too long: the machine was suspended
ANSWER_S = 1.0  # a sound server that takes longer hangs
AHEAD_BLOCKS = 2  # how far the playout thread writes ahead,
LEFT_S = 0.032  # and when: so long before the device would starve, and no sooner
MAKING_S = 0.008  # to make a block, until it is known: two blocks ahead at 20 ms
_AFTER_S = 0.0005  # after a block is due, to find it taken
_LEAST_NAP_S = 0.002  # while it is overdue


def _boot_ns() -> int:
    """Time that goes on while the machine sleeps, where the system has such a clock."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    return time.monotonic_ns()


class Speaker(Worker):
    """Keeps sound coming out of the right device, and says how that goes.

    Having no device is a normal state: `running` is False and the playout thread
    paces itself. Playout thread: `running`, `rate`, `ring`, `wanted`, `latency_ms`,
    `rest`, `wake`, `waking`, and it writes `making_s`, the longest that it lately took
    to make a block [s].
    Any thread: `select`, `refresh`, `snapshot`, and Worker's own.

    Args:
        on_devices: Called on this thread with the devices, first at the start and
            then whenever they changed.
        block_ms: Length of a device block, 20 or 10 [ms].
        on_crash: As `Worker`.
    """

    def __init__(
        self,
        *,
        on_devices: Callable[[tuple[Device, ...]], None],
        block_ms: int = 20,
        on_crash: Callable[[str, Exception], None] | None = None,
    ) -> None:
        super().__init__("speaker", on_crash)
        self._on_devices = on_devices
        self._wake = threading.Event()
        self._keeper = OutputKeeper(block_ms, on_finished=self._wake.set)
        self._watcher = SinkWatcher(self._on_outputs, on_crash)
        self._told: Outputs | None = None  # replaced whole by the watcher
        self._choices: deque[tuple[str, str]] = deque(maxlen=1)  # newest wins
        self._block_ms = block_ms
        self._refresh = False
        self.making_s = MAKING_S
        self._resting_ns = 0  # monotonic time since when nothing is written; 0: it is
        self.waking = False  # about to open the device that was given back
        self._listed: tuple[Device, ...] | None = None

    @property
    def ring(self) -> SampleRing:
        """Where the playout thread writes; the same one for ever."""
        return self._keeper.ring

    @property
    def running(self) -> bool:
        """Whether what is written to the ring will be played."""
        stream = self._keeper.stream
        return stream is not None and not stream.muted

    @property
    def rate(self) -> int:
        """[Hz] of the device; may differ after it was opened anew."""
        return self._keeper.rate

    def wanted(self) -> int:
        """Frames to write now to be two blocks ahead; 0 while nothing plays."""
        stream = self._keeper.stream
        if stream is None or stream.muted or self._early_s(stream) > 0:
            return 0
        return max(0, AHEAD_BLOCKS * stream.block - self.ring.fill)

    def nap_s(self) -> float:
        """How long to sleep before `wanted` is worth another look [s].

        Until the device's next block was taken, if it comes in time; half a block at
        most, because devices may also take them in pairs.
        """
        stream = self._keeper.stream
        if stream is None:
            return _LEAST_NAP_S
        period_s = stream.block / stream.rate
        if self.ring.fill < AHEAD_BLOCKS * stream.block:
            return min(max(self._early_s(stream), 0.0), period_s / 2)
        since_s = (time.monotonic_ns() - stream.last_callback_ns) / 1e9
        return min(max(period_s - since_s + _AFTER_S, _LEAST_NAP_S), period_s / 2)

    def _early_s(self, stream: OutputStream) -> float:
        """How long a block may wait yet, so that orders still reach it [s]."""
        since_s = (time.monotonic_ns() - stream.last_callback_ns) / 1e9
        due_s = max(0.0, stream.block / stream.rate - since_s)
        return self.ring.fill / stream.rate + due_s - LEFT_S - self.making_s

    def latency_ms(self) -> float:
        """Time until a frame that is written now is played; 0 while nothing plays."""
        stream = self._keeper.stream
        return stream.latency_ms(time.monotonic_ns()) if stream is not None else 0.0

    def rest(self) -> None:
        """Nothing will be written until `wake`: the device may be given back."""
        self._resting_ns = time.monotonic_ns()

    def wake(self) -> None:
        """Something will be written: have the device open again."""
        self.waking = True  # first: the turn that sees the rest ended ends this
        self._resting_ns = 0
        self._wake.set()

    def select(self, name: str, host_api: str = "") -> None:
        """Choose the output by name; "" follows the system's default.

        A description will do as the name, if it is only one device's. Choosing again
        is how a user says to go on after the device went away.
        """
        self._choices.append((name, host_api))
        self._wake.set()

    def set_block(self, block_ms: int) -> None:
        """Open the device with blocks of so many milliseconds, 20 or 10."""
        self._block_ms = block_ms
        self._wake.set()

    def refresh(self) -> None:
        """Look for devices now."""
        self._refresh = True
        self._wake.set()

    def snapshot(self) -> OutputSnapshot:
        """Return how it is now."""
        keeper = self._keeper
        stream, status = keeper.stream, keeper.status
        wait_s = max(0.0, (keeper.due_ns - time.monotonic_ns()) / 1e9)
        return msgspec.structs.replace(
            status,
            latency_ms=self.latency_ms(),
            underruns=keeper.underruns + (stream.underruns if stream else 0),
            retry_in_s=wait_s if status.problem is not None else 0.0,
            resting=keeper.resting,
        )

    def request_stop(self) -> None:
        """Ask for the end; any thread, any number of times."""
        super().request_stop()
        self._watcher.request_stop()
        self._wake.set()

    def _run(self) -> None:
        self._watcher.start()
        patience_ns = time.monotonic_ns() + int(2e9 * ANSWER_S)
        while not self._stopping.is_set():
            slept = self._rest()
            now_ns = time.monotonic_ns()
            if slept:
                self._keeper.drop(now_ns, "the machine slept")
                self._keeper.retry_now()
            if self._told is not None:
                self._turn(self._told, now_ns)
            elif now_ns > patience_ns:
                self._keeper.fail(NoDevice("the sound server does not answer"), now_ns)
                self.waking = False

    def _rest(self) -> bool:
        """Wait for a reason to look; True if the machine slept meanwhile."""
        keeper = self._keeper
        wait_s = CHECK_S if keeper.stream is not None else self.POLL_S
        if keeper.resting:
            wait_s = RESTING_S
        before_ns = _boot_ns()
        self._wake.wait(wait_s)
        self._wake.clear()
        return (_boot_ns() - before_ns) / 1e9 > wait_s + SLEPT_S

    def _turn(self, told: Outputs, now_ns: int) -> None:
        keeper, resting_ns = self._keeper, self._resting_ns
        keeper.set_block(self._block_ms)
        if not resting_ns:
            keeper.wake()
        elif now_ns - resting_ns > RELEASE_S * 1e9:
            keeper.rest()
        if self._choices:
            keeper.choose(*self._choices.pop())
        if self._refresh:
            self._refresh = False
            keeper.rescan()
        try:
            outputs = keeper.look(told, now_ns)
        except DeviceError as error:
            keeper.fail(error, now_ns)
            outputs = Outputs()
        else:
            keeper.turn(outputs, now_ns)
        if not resting_ns:
            self.waking = False
        if outputs.devices != self._listed:
            self._listed = outputs.devices
            self._on_devices(outputs.devices)

    def _on_outputs(self, outputs: Outputs) -> None:
        """Take the server's news; on the watcher's thread."""
        self._keeper.silence(outputs)
        self._told = outputs
        self._wake.set()

    def _cleanup(self) -> None:
        self._watcher.request_stop()
        self._keeper.close()
        self._watcher.end(ANSWER_S)
