"""The words of the media wire: encapsulations and codecs.

Source: VoIPBIN api-manager, `pkg/streamhandler` (2026-08), and its wire as measured
against Asterisk 20.15 and the development branch of 2026-08.
"""

from enum import StrEnum


class Encapsulation(StrEnum):
    """How one binary message wraps its audio; the value is the URL parameter."""

    SLN = "sln"
    RTP = "rtp"
    AUDIOSOCKET = "audiosocket"


class Codec(StrEnum):
    """What the payload bytes mean; found from rate and content, never from labels."""

    ULAW = "ulaw"
    ALAW = "alaw"
    L16 = "l16"  # signed 16-bit little-endian
