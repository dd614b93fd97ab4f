"""The ages and builds of VoIPBIN that the server can play.

Source: VoIPBIN api-manager, `pkg/streamhandler` and its history: RTP relay until
2024-12-12, AudioSocket since; payload type 0 until 2026-08-04, 96 since; null
times since 2026-02-04, the year 9999 before.
"""

from dataclasses import dataclass
from enum import Enum, auto

from voipmon.core.wire.names import Codec


class Times(Enum):
    """How a time that has not come is written."""

    MODERN = auto()  # absent, or null, by kind of object
    SENTINEL = auto()  # "9999-01-01 00:00:00.000000"
    MIXED = auto()  # every variant ever seen, changing from object to object


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one server does on the wire.

    Attributes:
        payload_type: RTP payload type, sent and (where checked) demanded.
        codec: Of the downlink.
        switch_s: The downlink's codec changes this often [s]; 0: never.
        genuine_rtp: RTP as Asterisk makes it (random start, SSRC, marker, RTCP).
        relay: The server of 2024: uplink RTP unchecked, mu-law in `sln`, text
            closes, at most 40 streams, a hang-up noticed by polling.
        accepts: Uplink codecs; with two, told apart by the size of a frame.
        events: Shape of event messages: "bare", "wrapped" or "both".
    """

    name: str
    payload_type: int = 96
    codec: Codec = Codec.ULAW
    switch_s: float = 0.0
    genuine_rtp: bool = False
    relay: bool = False
    accepts: frozenset[Codec] = frozenset({Codec.L16})
    times: Times = Times.MODERN
    events: str = "bare"


_ALL = (
    Profile(name="head-ulaw"),
    Profile(name="head-l16", codec=Codec.L16),
    Profile(name="2025", payload_type=0, times=Times.SENTINEL, events="wrapped"),
    Profile(
        name="2024",
        payload_type=0,
        genuine_rtp=True,
        relay=True,
        accepts=frozenset({Codec.ULAW}),
        times=Times.SENTINEL,
        events="wrapped",
    ),
    Profile(
        name="mixed",
        switch_s=4.0,
        accepts=frozenset({Codec.L16, Codec.ULAW}),
        times=Times.MIXED,
        events="both",
    ),
)
PROFILES = {profile.name: profile for profile in _ALL}
