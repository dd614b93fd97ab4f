"""What delay is worth to a listener and to somebody who talks."""

from dataclasses import dataclass
from enum import StrEnum

JUMP_MS = 1500.0  # at twice the speed this would garble three seconds of speech


class Profile(StrEnum):
    """What the delay is worth: nobody answers a listener, a talker is answered."""

    LISTEN = "listen"
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """What differs between the profiles; the package's docstring says why.

    Attributes:
        window: Bins of 200 ms that the target remembers.
        forgiven: Hold-ups per window that are not waited for.
        step_ms: Delay above the fastest frame that the first hold-up beyond these
            may bring, and each further one more.
        cap_ms: Highest target above the fastest frame.
        start_ms: Least target above the fastest frame while nothing is known; it
            goes down to nothing within 10 s.
        hole_ms: Held back after two holes in 20 s, so that the frame after a hole is
            often there in time.
        band_ms: Excess or lack of delay that is left alone within speech.
        pause_band_ms: The same in a pause, where nobody hears what is cut.
        patience_ms: How long an excess below `gentle_ms` waits for a pause.
        gentle_ms: Excess up to this is removed slowly, more of it briskly.
        brisk_kept: Samples played between two removals when brisk.
        brisk_slack: Correlation given up for a longer removal when brisk.
    """

    window: int
    forgiven: int
    step_ms: float
    cap_ms: float
    start_ms: float
    hole_ms: float
    band_ms: float
    pause_band_ms: float
    patience_ms: float
    gentle_ms: float
    brisk_kept: int
    brisk_slack: float


TUNING = {
    Profile.LISTEN: Tuning(
        window=150,
        forgiven=1,
        step_ms=180.0,
        cap_ms=1000.0,
        start_ms=20.0,
        hole_ms=0.0,
        band_ms=20.0,
        pause_band_ms=5.0,
        patience_ms=1500.0,
        gentle_ms=200.0,
        brisk_kept=80,
        brisk_slack=0.0,
    ),
    Profile.TALK: Tuning(
        window=50,
        forgiven=2,
        step_ms=100.0,
        cap_ms=1000.0,
        start_ms=0.0,
        hole_ms=14.0,
        band_ms=12.0,
        pause_band_ms=5.0,
        patience_ms=0.0,
        gentle_ms=30.0,
        brisk_kept=40,
        brisk_slack=0.2,
    ),
}
