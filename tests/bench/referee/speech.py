"""Reference speech: read, looped to the length of a trace, and where it speaks."""

from pathlib import Path

import numpy as np
import soundfile

from tests.bench.referee.trace import Ints, Mask, Pcm, Trace
from voipmon.core.frame import FRAME_SAMPLES, SAMPLE_RATE

REFERENCE = Path(__file__).with_name("speech") / "reference.flac"
_ACTIVE_DB = 33.0  # below the loud blocks that is still speech


def read_speech(path: Path) -> Pcm:
    """Read a file that libsndfile knows.

    Raises:
        ValueError: It is not 8 kHz mono.
        RuntimeError: It cannot be read.
    """
    pcm, rate = soundfile.read(path, dtype="int16")
    if rate != SAMPLE_RATE or pcm.ndim != 1:
        raise ValueError(f"{path}: need {SAMPLE_RATE} Hz mono")
    samples: Pcm = pcm
    return samples


def stream_for(trace: Trace, speech: Pcm) -> Pcm:
    """What the sender captured over the whole trace: the speech looped, muted parts."""
    n = trace.frames * FRAME_SAMPLES
    pcm = np.tile(speech, -(-n // len(speech)))[:n].copy()
    for first, last in trace.meta.get("mute", []):
        pcm[first * FRAME_SAMPLES : last * FRAME_SAMPLES] = 0
    return pcm


def activity(pcm: Pcm, hop: int = 80) -> Mask:
    """Where somebody speaks, per sample.

    Blocks of `hop` samples within 33 dB of the loud ones (95th percentile), gaps
    shorter than 40 ms closed.
    """
    n = len(pcm) // hop
    square = pcm[: n * hop].astype(float).reshape(n, hop) ** 2
    rms = np.sqrt(square.mean(1) + 1e-9)
    active = close_gaps(rms > np.percentile(rms, 95) * 10 ** (-_ACTIVE_DB / 20), 4)
    out = np.zeros(len(pcm), bool)
    out[: n * hop] = np.repeat(active, hop)
    return out


def runs(mask: Mask) -> tuple[Ints, Ints]:
    """Starts and lengths of the runs of True."""
    step = np.diff(np.concatenate([[0], np.asarray(mask, np.int8), [0]]))
    starts = np.flatnonzero(step == 1)
    return starts, np.flatnonzero(step == -1) - starts


def close_gaps(mask: Mask, limit: int) -> Mask:
    """Fill runs of False that are shorter than `limit` and between runs of True."""
    closed = np.array(mask, bool)
    for start, length in zip(*runs(~closed), strict=True):
        if length < limit and start > 0 and start + length < len(closed):
            closed[start : start + length] = True
    return closed
