"""The platform's words and our states in the supervisor's words. No Qt."""

from dataclasses import dataclass
from datetime import datetime

from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    ResourceKind,
)
from voipmon.core.wire.names import Codec, Encapsulation

MINUS = "\N{MINUS SIGN}"  # as wide as a plus, unlike the hyphen


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its icon and the token of its colour; never colour alone."""

    text: str
    icon: str
    tone: str = "text"


_CALL = {
    "dialing": Word("Dialing", "dialing", "soft"),
    "ringing": Word("Ringing", "ringing", "patchy"),
    "progressing": Word("Talking", "talking", "good"),
    "terminating": Word("Ending", "ending", "soft"),
    "canceling": Word("Ending", "ending", "soft"),
    "hangup": Word("Ended", "call-ended", "faint"),
}  # VoIPBIN call-manager, models/call: the status of a call
ENDED = _CALL["hangup"]
_RANK = {"Ringing": 0, "Dialing": 1, "Talking": 2, "Open": 3, "Empty": 4, "Ending": 5}

QUALITY = {
    Quality.GOOD: Word("Good", "good", "good"),
    Quality.PATCHY: Word("Patchy", "patchy", "patchy"),
    Quality.LATE: Word("Late", "late", "late"),
    Quality.BROKEN: Word("Broken", "broken", "broken"),
}

CODEC = {Codec.ULAW: "µ-law", Codec.ALAW: "A-law", Codec.L16: "PCM16"}
ENCAPSULATION = {
    Encapsulation.SLN: "sln",
    Encapsulation.RTP: "rtp",
    Encapsulation.AUDIOSOCKET: "audiosocket",
}


def row_word(row: RosterRow) -> Word:
    """State of a call or conference."""
    if not row.live:
        return ENDED
    if row.kind is ResourceKind.CONFERENCE:
        if row.status in {"terminating", "terminated"}:
            return _CALL["terminating"] if row.status == "terminating" else ENDED
        if row.participants:
            return Word("Open", "conference", "good")
        return Word("Empty", "conference-empty", "soft")
    return _CALL.get(row.status, Word(row.status.capitalize(), "info", "soft"))


def row_rank(row: RosterRow) -> int:
    """Order of the states in a sorted column: what wants attention first."""
    return _RANK.get(row_word(row).text, 6)


def who(row: RosterRow) -> str:
    """Whom a row is about: the agent, else the room or the other side."""
    if row.kind is ResourceKind.CONFERENCE:
        return row.name or "Unnamed conference"
    return row.agent or _party(row)[0] or row.name or "Unknown caller"


def other(row: RosterRow) -> str:
    """The other side of that person."""
    if row.kind is ResourceKind.CONFERENCE:
        return people(row.participants)
    return row.party if row.agent else _party(row)[1]


def _party(row: RosterRow) -> tuple[str, str]:
    """Name and number of the other side: "Mrs Whitfield (+15558920179)"."""
    name, bracket, number = row.party.rpartition(" (")
    if bracket and number.endswith(")"):
        return name, number[:-1]
    return row.party, ""


def people(count: int) -> str:
    """How many are in a room."""
    return {0: "nobody inside", 1: "1 person"}.get(count, f"{count} people")


def talk_of(row: RosterRow | None, kind: ResourceKind) -> str:
    """The talk itself: "Dana Lee's call", "conference War room"."""
    if kind is ResourceKind.CONFERENCE:
        return f"conference {who(row)}" if row else "the conference"
    if row is None:
        return "the call"
    if row.agent:
        return f"{row.agent}'s call"
    return f"the call with {who(row)}"


def direction(row: RosterRow) -> Word:
    """Which way the call was made."""
    if row.direction == "incoming":
        return Word("Incoming", "incoming", "soft")
    if row.direction == "outgoing":
        return Word("Outgoing", "outgoing", "soft")
    return Word("", "", "soft")


def span(seconds: float) -> str:
    """A duration as m:ss or h:mm:ss; negative ones (clock steps) as 0:00."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def row_seconds(row: RosterRow, server_now_s: float) -> float | None:
    """How long a call has been talking, or ringing, or had talked [s]."""
    begin = row.answered_s or row.started_s
    if begin is None:
        return None
    end = row.ended_s if row.ended_s is not None else server_now_s
    return max(0.0, end - begin)


def delay(ms: float) -> str:
    """How late sound is, as exact as it matters."""
    return f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.1f} s".replace(".0 s", " s")


def behind(seconds: float) -> str:
    """How long ago what is heard was said; whole seconds, a moving tenth is noise."""
    return f"{max(1, round(seconds))} s"


def place(azimuth_deg: float) -> str:
    """Where something is heard."""
    side = "left" if azimuth_deg < 0 else "right"
    how = {0: "in the middle", 90: f"far {side}"}
    near = f"slightly {side}" if abs(azimuth_deg) < 30 else side
    return how.get(round(abs(azimuth_deg)), near)


def clock_time(unix_s: float) -> str:
    """Local time of day."""
    return datetime.fromtimestamp(unix_s).astimezone().strftime("%H:%M:%S")


def gain(volume_db: float) -> str:
    """A volume with its sign; the lowest step is silence."""
    if volume_db <= -60:
        return f"{MINUS}∞ dB"
    number = round(volume_db)
    return f"{MINUS if number < 0 else '+' if number else ''}{abs(number)} dB"


def level(dbfs: float) -> str:
    """A loudness to be read out; below the meter's scale it is silence."""
    return "silent" if dbfs < -60 else f"{dbfs:.0f} dB".replace("-", MINUS)


CLOSED = {
    EndCause.LEFT: Word("Left", "close", "soft"),
    EndCause.ENDED: Word("Ended", "call-ended", "soft"),
    EndCause.REFUSED: Word("Refused", "warning", "broken"),
    EndCause.SILENT_OPEN: Word("No sound came", "volume-off", "broken"),
    EndCause.LOST: Word("Connection lost", "lost", "lost"),
    EndCause.DENIED: Word("Not allowed", "lock", "broken"),
    EndCause.GONE: Word("No longer exists", "call-ended", "soft"),
    EndCause.SIGNED_OUT: Word("Signed out", "key", "broken"),
    EndCause.PROTOCOL: Word("Unreadable stream", "broken", "broken"),
}

RETRYABLE = frozenset(
    {EndCause.REFUSED, EndCause.SILENT_OPEN, EndCause.LOST, EndCause.PROTOCOL}
)


def closed_note(cause: EndCause, kind: str = "call") -> str:
    """What an end means and what to do, for the card; "" where a word is enough."""
    return {
        EndCause.REFUSED: "The server closes this stream at once. "
        "You hear nothing from it; try again in a moment.",
        EndCause.SILENT_OPEN: "Connected several times, but no sound ever came. "
        "The call may be on hold; try again.",
        EndCause.LOST: "The connection did not come back. "
        f"You hear nothing from this {kind}.",
        EndCause.DENIED: f"You may not listen to this {kind} (ask an administrator).",
        EndCause.GONE: f"This {kind} no longer exists.",
        EndCause.SIGNED_OUT: "Your sign-in ended. Sign in again to listen.",
        EndCause.PROTOCOL: "The server sent something that is not sound. "
        "The stream was closed to be safe.",
    }.get(cause, "")


def device_name(output: OutputSnapshot) -> str:
    """Name of what plays or went away, for a sentence."""
    return output.label or output.device or output.chosen or "Headset"


def output_word(output: OutputSnapshot) -> Word:
    """The loudspeaker's state in a few words, for the toolbar."""
    name = output.label or output.device or output.chosen or "System default"
    words = {
        OutputState.OFF: Word("Sound is off", "volume-off", "soft"),
        OutputState.STARTING: Word(f"{name} · starting", "output", "soft"),
        OutputState.RUNNING: Word(name, "output", "text"),
        OutputState.PAUSED: Word("Disconnected · paused", "warning", "broken"),
        OutputState.RETRYING: Word("Retrying", "warning", "patchy"),
        OutputState.ABSENT: Word("No sound device", "warning", "broken"),
        OutputState.BUSY: Word("Device busy", "warning", "patchy"),
        OutputState.REFUSED: Word("Device refused", "warning", "broken"),
    }
    return words[output.state]


PLAYING = frozenset({OutputState.RUNNING, OutputState.STARTING})
SILENT_OUTPUT = {
    OutputState.OFF: "sound is off",
    OutputState.PAUSED: "sound device disconnected",
    OutputState.RETRYING: "sound device stopped working",
    OutputState.ABSENT: "no sound device",
    OutputState.BUSY: "sound device in use by another program",
    OutputState.REFUSED: "sound device refused",
}


def output_problem(output: OutputSnapshot) -> str:
    """What a silent loudspeaker means; "" while it plays."""
    name = device_name(output)
    texts = {
        OutputState.PAUSED: f"{name} disconnected. Listening paused, "
        "nothing is played on speakers.",
        OutputState.RETRYING: f"{name} stopped working. Nothing is played; "
        f"trying again in {max(1, round(output.retry_in_s))} s.",
        OutputState.ABSENT: "No sound device found. Everything but sound works. "
        "Connect a headset; it is used by itself.",
        OutputState.BUSY: f"Another program is using {name}. Nothing is played; "
        "close that program or choose another device.",
        OutputState.REFUSED: f"{name} cannot play this kind of sound. "
        "Nothing is played; choose another device.",
    }
    text = texts.get(output.state, "")
    if output.state is OutputState.PAUSED and output.offer:
        text += f' Use "{output.offer}"?'
    return text
