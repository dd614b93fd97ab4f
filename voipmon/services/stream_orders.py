"""What a command does to one stream, on the command's thread.

A setting is written where the playout thread reads it; what must happen at an instant
of the sound is handed to that thread, which alone moves it.
"""

from voipmon.core.domain.commands import (
    GoLive,
    Retry,
    Seek,
    SetAudible,
    SetCodec,
    SetPlace,
    SetSpeed,
    SetVolume,
)
from voipmon.services.stream import Stream

StreamCommand = (
    Retry | SetVolume | SetPlace | SetAudible | SetCodec | Seek | GoLive | SetSpeed
)


def obey(stream: Stream, command: StreamCommand) -> None:
    """Carry out one command; never blocks."""
    match command:
        case Retry():
            stream.link.retry()
        case SetVolume():
            stream.volume_db, stream.muted = command.volume_db, command.muted
        case SetPlace():
            stream.azimuth_deg = command.azimuth_deg
            stream.under_db = command.under_db
        case SetCodec():
            stream.link.force_codec(command.codec)
        case SetAudible() | Seek() | GoLive() | SetSpeed():
            stream.orders.append(command)
