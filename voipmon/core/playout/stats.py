"""What a playout engine is told and what it tells."""

from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """What the delay is worth: nobody answers a listener, a talker is answered."""

    LISTEN = "listen"
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """What differs between the profiles.

    Attributes:
        window: Bins of 200 ms that the target remembers.
        band_ms: Excess or lack of delay that is left alone.
        patience_ms: How long an excess under 60 ms waits for a pause in the speech.
        cap_ms: Highest target above the fastest frame.
    """

    window: int
    band_ms: float
    patience_ms: float
    cap_ms: float


TUNING = {
    Profile.LISTEN: Tuning(window=150, band_ms=20.0, patience_ms=1500.0, cap_ms=300.0),
    Profile.TALK: Tuning(window=50, band_ms=12.0, patience_ms=0.0, cap_ms=300.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayoutStats:
    """One engine at one instant; counts since its beginning.

    Attributes:
        delay_ms: From the arrival of a frame that was not held up to its sound being
            pulled: what playout itself adds.
        buffer_ms: Sound that waits.
        target_ms: What `delay_ms` is steered to.
        holes: Gaps in the sequence numbers.
        stalls: Times that sound was due and had not arrived.
        concealed_ms: Made-up sound; at most 2 s of each stall, after which it is no
            longer concealment but silence.
        squeezed_ms, stretched_ms: Removed and inserted to steer the delay.
        skipped_ms: Jumped over to be live again.
        late: Frames that arrived after their place had been played.
        duplicates: Frames that came twice, dropped.
        drift_ppm: Sender's clock against the puller's, positive when it is fast; 0
            until 20 s are known.
        playing: False before the first sound and while nothing arrives.
    """

    delay_ms: float = 0.0
    buffer_ms: float = 0.0
    target_ms: float = 0.0
    holes: int = 0
    stalls: int = 0
    concealed_ms: float = 0.0
    squeezed_ms: float = 0.0
    stretched_ms: float = 0.0
    skipped_ms: float = 0.0
    late: int = 0
    duplicates: int = 0
    drift_ppm: float = 0.0
    playing: bool = False
