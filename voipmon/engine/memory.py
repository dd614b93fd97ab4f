"""What a new engine must be told to take over from one that died.

Pure bookkeeping over the commands sent and the facts received; memory only, since
the session holds a secret.
"""

import msgspec

from voipmon.core.domain.commands import (
    MASTER,
    Command,
    Leave,
    Listen,
    Resume,
    Retry,
    SelectOutput,
    SetAudible,
    SetBlock,
    SetCodec,
    SetHearing,
    SetPlace,
    SetSpeed,
    SetVolume,
    SignOut,
)
from voipmon.core.domain.facts import Fact, Session, SignedIn, SignedOut, StreamEnded


class Memory:
    """Owned by `EngineClient`, called under its lock."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._streams: dict[int, Listen] = {}
        self._ended: dict[int, Listen] = {}  # may be tried again
        self._settings: dict[type, Command | None] = dict.fromkeys(
            (SelectOutput, SetBlock, SetVolume, SetHearing)
        )  # of everything, not of a stream; in the order in which they are repeated

    def note_command(self, command: Command) -> None:
        """Remember what a command would have left behind."""
        match command:
            case Listen():
                if command.replace:
                    self._streams.clear()
                    self._ended.clear()
                self._streams[command.stream_id] = command
            case Leave(stream_id=stream_id):
                self._streams.pop(stream_id, None)
                self._ended.pop(stream_id, None)
            case Retry(stream_id=stream_id) if stream_id in self._ended:
                self._streams[stream_id] = self._ended.pop(stream_id)
            case SetVolume(stream_id=stream_id) if stream_id == MASTER:
                self._settings[SetVolume] = command
            case SetVolume() | SetPlace() | SetAudible() | SetCodec() | SetSpeed():
                self._change(command)
            case SelectOutput() | SetBlock() | SetHearing():
                self._settings[type(command)] = command
            case SignOut():
                self._session = None
                self._streams.clear()
                self._ended.clear()

    def _change(
        self, command: SetVolume | SetPlace | SetAudible | SetCodec | SetSpeed
    ) -> None:
        """Open the stream next time as it is now; fields of one name mean the same."""
        listen = self._streams.get(command.stream_id)
        if listen is not None:
            now = msgspec.structs.asdict(command)
            kept = {name: now[name] for name in now.keys() & listen.__struct_fields__}
            changed = msgspec.structs.replace(listen, **kept)
            self._streams[command.stream_id] = changed

    def note_fact(self, fact: Fact) -> None:
        """Remember the session, forget streams that ended."""
        match fact:
            case SignedIn(session=session):
                self._session = session
            case SignedOut():
                self._session = None
            case StreamEnded(stream_id=stream_id):
                if ended := self._streams.pop(stream_id, None):
                    self._ended[stream_id] = ended

    @property
    def streams(self) -> dict[int, Listen]:
        """Streams that are open or on their way, as they would be opened now."""
        return dict(self._streams)

    @property
    def ended(self) -> tuple[int, ...]:
        """Streams that ended and were not left: what they kept can be replayed."""
        return tuple(self._ended)

    def replay(self) -> tuple[Command, ...]:
        """Commands that bring a fresh engine to where the last one was."""
        commands = [told for told in self._settings.values() if told is not None]
        if self._session is not None:
            commands.append(Resume(session=self._session))
        commands += [
            msgspec.structs.replace(listen, replace=False)
            for listen in self._streams.values()
        ]
        return tuple(commands)
