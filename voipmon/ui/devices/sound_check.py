"""Asks the engine for test sounds and keeps what became of the last one."""

from collections.abc import Callable

from voipmon.core.domain.commands import Command, Ear, PlayTestSound
from voipmon.core.domain.facts import Chimed, ChimePhase, EngineRestarted, Fact, Resync
from voipmon.ui.devices import words
from voipmon.ui.state import WindowState
from voipmon.ui.wording import Word, device_name


class SoundCheck:
    """One per window; GUI thread only.

    Args:
        send: To the engine.
        unmute: Ends the muting of everything.
    """

    def __init__(
        self,
        state: WindowState,
        send: Callable[[Command], None],
        unmute: Callable[[], None],
    ) -> None:
        self._state = state
        self._send = send
        self._unmute = unmute
        self._number = 0
        self._ear: Ear | None = None  # of the last one, until it is forgotten
        self._phase: ChimePhase | None = None
        self._place = ("", "")  # device of the last one, for the engine and a person
        self._played = ""  # device to which one was handed whole

    @property
    def played(self) -> bool:
        """A test sound was handed whole to the device that plays now."""
        return bool(self._played) and self._played == self._state.output.device

    @property
    def whole(self) -> bool:
        """So was the last one."""
        return self._phase is ChimePhase.PLAYED

    @property
    def muted(self) -> bool:
        """It was asked for, and is not played because everything is muted."""
        refused = self._phase in {ChimePhase.REFUSED, ChimePhase.BROKEN_OFF}
        return refused and self._state.master_muted

    def play(self, ear: Ear) -> None:
        """Play it from its beginning."""
        self._number += 1
        self._ear, self._phase, self._place = ear, None, ("", "")
        if self._state.master_muted:
            self._phase = ChimePhase.REFUSED
        else:
            self._send(PlayTestSound(number=self._number, ear=ear))

    def unmute(self) -> None:
        """Let everything be heard again; the test is asked for anew."""
        self._unmute()
        self._ear = None

    def forget(self) -> None:
        """Another output was chosen: what was heard before says nothing of it."""
        self._number += 1
        self._ear, self._phase, self._played = None, None, ""

    def on_fact(self, fact: Fact) -> None:
        """The engine's answer."""
        match fact:
            case Chimed(number=number, phase=phase) if number == self._number:
                self._phase = phase
                if not self._place[0]:  # before it could move elsewhere
                    output = self._state.output
                    self._place = output.device, device_name(output)
                if phase is ChimePhase.PLAYED:
                    self._played = self._place[0]
            case EngineRestarted() if self._phase in {None, ChimePhase.PLAYING}:
                self._phase = ChimePhase.BROKEN_OFF
            case Resync() if self._phase in {None, ChimePhase.PLAYING}:
                self._ear = None  # what became of it will not be told

    def word(self) -> Word | None:
        """What became of the last one; None before the first."""
        if self._ear is None:
            return None
        return words.verdict(self._state, self._ear, self._phase, self._place[1])
