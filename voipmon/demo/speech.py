"""The recorded voices: where their files are and what is in them."""

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from voipmon.core.frame import SAMPLE_RATE

# Who talks with whom, agent first; neighbours differ, so that two calls heard at
# once can be told apart.
PAIRS = (
    ("allison", "carlo"),
    ("june", "armelle"),
    ("paola", "carlo"),
    ("armelle", "june"),
    ("allison", "armelle"),
    ("carlo", "paola"),
)
PARTY = ("allison", "carlo", "june", "paola")  # a conference, in order of arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One person's recordings.

    Attributes:
        pcm: int16, shape (n,), 8 kHz, about -20 dBFS rms while speaking.
        turns: Sample ranges [first, last) of 2 to 8 s, each a turn of conversation.
    """

    name: str
    language: str
    pcm: NDArray[np.int16]
    turns: tuple[tuple[int, int], ...]


def folder() -> Path:
    """Give the folder of the speech files, of a wheel or of a checkout.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for root in (package / "resources", package.parent / "resources"):
        if (root / "speech" / "voices.json").is_file():
            return root / "speech"
    raise FileNotFoundError(f"no resources/speech beside {package}")


@cache
def voices() -> dict[str, Voice]:
    """Load every voice, once."""
    root = folder()
    index = json.loads((root / "voices.json").read_text(encoding="utf-8"))
    return {name: _load(root, name, entry) for name, entry in index.items()}


def amplified(voice: Voice, gain_db: float) -> Voice:
    """Give the voice louder or, below 0 dB, quieter; cut off at full scale."""
    if not gain_db:
        return voice
    louder = np.rint(voice.pcm * 10 ** (gain_db / 20))
    return replace(voice, pcm=np.clip(louder, -32768, 32767).astype(np.int16))


def whistle(hz: float) -> Voice:
    """Give a machine's voice: 4 s of a tone of -20 dBFS rms, as the voices speak."""
    phase = 2 * np.pi * hz * np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    pcm = np.rint(0.1 * np.sqrt(2) * 32768 * np.sin(phase)).astype(np.int16)
    return Voice(name="whistle", language="", pcm=pcm, turns=((0, len(pcm)),))


def _load(root: Path, name: str, entry: dict[str, object]) -> Voice:
    pcm, rate = soundfile.read(root / f"{name}.flac", dtype="int16")
    if rate != SAMPLE_RATE or pcm.ndim != 1:
        raise ValueError(f"{name}.flac is not {SAMPLE_RATE} Hz mono")
    turns = entry["turns"]
    if not isinstance(turns, list):
        raise TypeError(f"voices.json: {name} has no turns")
    pcm.setflags(write=False)
    return Voice(
        name=name,
        language=str(entry["language"]),
        pcm=pcm,
        turns=tuple((int(first), int(last)) for first, last in turns),
    )
