"""The thread that hears from the sound server that a headset was unplugged.

Only where there is libpulse; elsewhere PortAudio's own list is all there is.
"""

import time
from collections.abc import Callable

from voipmon.audio.outputs import Outputs
from voipmon.audio.pulse import SinkWatch
from voipmon.services.worker import Worker

SLOW_S = 5.0  # look even if no event came
AWAY_S = 0.5  # between two tries while no server answers


class SinkWatcher(Worker):
    """Reports the server's devices at once and whenever they change.

    Args:
        on_outputs: Called on this thread with what there is now; first when the
            server was asked for the first time, also if there is none.
    """

    def __init__(
        self,
        on_outputs: Callable[[Outputs], None],
        on_crash: Callable[[str, Exception], None] | None = None,
    ) -> None:
        super().__init__("sink-watch", on_crash)
        self._on_outputs = on_outputs
        self._watch = SinkWatch()

    def end(self, timeout_s: float) -> bool:
        """Stop and join, also if the sound server hangs; False: not even then."""
        self.request_stop()
        if self.join(timeout_s):
            return True
        self._watch.abandon()
        return self.join(timeout_s)

    def _run(self) -> None:
        told: Outputs | None = None
        while not self._stopping.is_set():
            now = self._watch.look()
            if now != told:
                told = now
                self._on_outputs(now)
            if not self._watch.possible:
                return
            self._sleep()

    def _sleep(self) -> None:
        """Until something changed, the slow look is due, or the end."""
        if not self._watch.connected:
            self._stopping.wait(AWAY_S)
            return
        until = time.monotonic() + SLOW_S
        while not self._stopping.is_set() and time.monotonic() < until:
            if self._watch.wait(self.POLL_S):
                return

    def _cleanup(self) -> None:
        self._watch.close()
