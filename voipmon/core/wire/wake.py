"""The one thing a listening socket can ever send as audio: 20 ms of digital silence.

About one opening in twenty leaves Asterisk's AudioSocket channel waiting for input
before it delivers any; one frame of silence frees it (measured with Asterisk's
development branch of 2026-08). Always signed 16-bit little-endian: the bridge's
uplink is linear whatever codec it delivers.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from voipmon.core.frame import FRAME_SAMPLES
from voipmon.core.wire.audiosocket import AUDIO, AudioSocketMessage
from voipmon.core.wire.names import Encapsulation
from voipmon.core.wire.rtp import RtpPacket

_SILENCE: Final = bytes(2 * FRAME_SAMPLES)

WAKE: Final[Mapping[Encapsulation, bytes]] = MappingProxyType(
    {
        Encapsulation.SLN: _SILENCE,
        Encapsulation.AUDIOSOCKET: AudioSocketMessage(kind=AUDIO, body=_SILENCE).pack(),
        Encapsulation.RTP: RtpPacket(
            payload_type=96,  # the only one the bridge accepts since 2026-08
            sequence=1,
            timestamp=FRAME_SAMPLES,
            ssrc=0,
            payload=_SILENCE,
        ).pack(),
    }
)
