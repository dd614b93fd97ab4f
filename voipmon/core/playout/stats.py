"""What a playout engine tells."""

from dataclasses import dataclass


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
