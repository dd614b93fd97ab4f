"""The unit of sound inside voipmon, and its constants."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 8000  # [Hz] every stream, after decoding and rate conversion
PTIME_MS = 20  # [ms] nominal packet time
FRAME_SAMPLES = SAMPLE_RATE * PTIME_MS // 1000  # 160


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFrame:
    """Decoded sound of one packet, at the rate of the wire.

    Attributes:
        pcm: int16, shape (n,), mono; never written to after creation.
        rate: [Hz] 8000 but for AudioSocket kinds 0x11-0x18.
        sequence: RTP sequence number 0..65535 as on the wire, or None where the
            encapsulation has none.
        arrival_ns: Monotonic time at which the message was read off the socket.
    """

    pcm: NDArray[np.int16]
    arrival_ns: int
    sequence: int | None = None
    rate: int = SAMPLE_RATE
