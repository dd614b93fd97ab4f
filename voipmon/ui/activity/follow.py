"""Writes the log: follows facts, cards, the output and the list. No Qt."""

from dataclasses import dataclass

from voipmon.core.domain.facts import (
    DevicesChanged,
    EngineRestarted,
    Fact,
    SignedIn,
    SignedOut,
    SignInFailed,
    Trouble,
)
from voipmon.core.domain.snapshot import OutputState
from voipmon.ui import wording
from voipmon.ui.activity.log import Log
from voipmon.ui.card import Card
from voipmon.ui.messages import message
from voipmon.ui.state import WindowState


@dataclass(slots=True)
class _Known:
    """A stream as the log has told of it."""

    who: str
    ready: bool
    told: int = 0  # entries of its diary


class Follow:
    """Compares the state with what was written last."""

    def __init__(self, state: WindowState, log: Log) -> None:
        self._state = state
        self._log = log
        self._known: dict[int, _Known] = {}
        self._devices: dict[str, str] | None = None
        self._output: tuple[OutputState, str] = (OutputState.STARTING, "")
        self._stale = False
        self._dead = False

    def on_fact(self, fact: Fact) -> None:
        """Some facts are lines of their own."""
        write = self._log.write
        match fact:
            case SignedIn(session=session):
                user = f" as {session.user}" if session.user else ""
                write(f"Signed in{user}", tone="good")
            case SignInFailed(problem=problem):
                write(f"Not signed in. {message(problem).what}", tone="broken")
            case SignedOut(problem=None):
                write("Signed out")
            case SignedOut(problem=problem) if problem is not None:
                write(f"Signed out. {message(problem).what}", tone="broken")
            case EngineRestarted(problem=problem):
                write(message(problem).what, tone="broken")
            case Trouble(problem=problem):
                write(message(problem).what, tone="patchy")
            case DevicesChanged():
                self._follow_devices(fact)

    def forget(self) -> None:
        """Write no name of a call that was open before."""
        self._known.clear()

    def tick(self) -> None:
        """Write what is different; cheap while nothing is."""
        self._follow_streams()
        self._follow_output()
        self._follow_list()

    def _follow_streams(self) -> None:
        streams = self._state.streams()
        write = self._log.write
        for stream_id in self._known.keys() - {card.stream_id for card in streams}:
            gone = self._known.pop(stream_id)
            write("No longer kept ready" if gone.ready else "Left", who=gone.who)
        for card in streams:
            known = self._known.get(card.stream_id)
            if known is None:
                known = self._known[card.stream_id] = _Known(_who(card), card.ready)
                write(
                    "Kept ready, not heard" if card.ready else "Opened", who=known.who
                )
            elif known.ready is not card.ready:
                known.ready = card.ready
                write(
                    "Left, kept ready" if card.ready else "Heard, it was kept ready",
                    who=known.who,
                )
            fresh = card.diary.count - known.told
            if fresh > 0:
                known.told = card.diary.count
                for entry in list(card.diary.entries)[-fresh:]:
                    write(entry.text, who=known.who, tone=entry.tone, at_s=entry.at_s)

    def _follow_output(self) -> None:
        output = self._state.output
        now = (output.state, wording.device_name(output))
        if now == self._output or output.state is OutputState.STARTING:
            return
        self._output = now
        if output.state is OutputState.RUNNING:
            self._log.write(f"Sound is played on {now[1]}")
        elif output.state is OutputState.OFF:
            self._log.write("Sound is off")
        else:
            problem = wording.SILENT_OUTPUT[output.state]
            self._log.write(f"Nothing is played: {problem}", tone="broken")

    def _follow_list(self) -> None:
        state = self._state
        if state.engine_dead is not self._dead:
            self._dead = state.engine_dead
            if self._dead:
                self._log.write("The sound engine does not answer", tone="broken")
        stale = state.stale and not state.engine_dead
        if stale is not self._stale:
            self._stale = stale
            if stale:
                self._log.write("The list may be out of date", tone="patchy")
            elif state.signed_in:
                self._log.write("The list is up to date again")

    def _follow_devices(self, fact: DevicesChanged) -> None:
        now = {d.name: d.description or d.name for d in fact.devices}
        before, self._devices = self._devices, now
        if before is None:
            return
        for name in now.keys() - before.keys():
            self._log.write(f"{now[name]} was connected")
        for name in before.keys() - now.keys():
            self._log.write(f"{before[name]} was disconnected", tone="patchy")


def _who(card: Card) -> str:
    return wording.who(card.row) if card.row else card.kind.value
