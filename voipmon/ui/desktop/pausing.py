"""When listening pauses: while the session is locked, or the machine sleeps. No Qt."""

from voipmon.core.domain.commands import Refresh
from voipmon.ui.desktop.pausable_engine import PausableEngine
from voipmon.ui.desktop.session import SleepMeter
from voipmon.ui.state import Pause, WindowState

SLEPT_S = 2.0  # clocks that drifted apart by more: the machine slept, told or not


class Pausing:
    """Owned by `Neighbours`; the one place that pauses and resumes.

    Args:
        engine: What is paused.
        state: Told why nothing is heard.
        meter: How long the machine slept.
    """

    def __init__(
        self, engine: PausableEngine, state: WindowState, meter: SleepMeter
    ) -> None:
        self._engine = engine
        self._state = state
        self._meter = meter
        self._locked = False
        self._asleep = False
        self._pauses_on_lock = True
        self._slept_s = 0.0

    def set_pauses_on_lock(self, wanted: bool) -> None:
        """Whether a locked session is one to which nothing is played."""
        self._pauses_on_lock = wanted
        self._settle()

    def lock(self) -> None:
        """The session is locked."""
        self._locked = True
        self._settle()

    def unlock(self) -> None:
        """It is not any more."""
        self._locked = False
        self._settle()

    @property
    def locked(self) -> bool:
        """Whether others than the supervisor may see the screen."""
        return self._locked

    def sleep(self) -> None:
        """The machine will sleep in a moment."""
        self._asleep = True
        self._settle()

    def wake(self) -> None:
        """It sleeps no more; what is on the screen is as old as the sleep was long."""
        slept_s = self._slept_s + self._meter.take_s()
        if not self._asleep and slept_s < SLEPT_S:
            return
        self._slept_s = 0.0
        self._asleep = False
        self._state.slept(slept_s)
        self._pause()  # connections that slept hold sound of before
        self._settle()
        self._engine.send(Refresh())  # the list and the devices

    def tick(self) -> None:
        """Notice a sleep that nobody announced."""
        self._slept_s += self._meter.take_s()
        if self._slept_s >= SLEPT_S:
            self.wake()
        elif not self._asleep:
            self._slept_s = 0.0

    def _settle(self) -> None:
        why = None
        if self._asleep:
            why = Pause.ASLEEP
        elif self._locked and self._pauses_on_lock:
            why = Pause.LOCKED
        if why is not None:
            self._pause()
        elif self._engine.paused:
            self._state.begin_anew("Listening goes on")
            self._engine.resume()
        self._state.pause = why

    def _pause(self) -> None:
        if self._engine.paused:
            return
        self._engine.pause()
        for card in self._state.streams():
            if not card.closed:
                card.forget()  # said of a stream that is closed now
                card.diary.write("Listening paused")
