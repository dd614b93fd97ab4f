"""The private sound server as tests use it: with a skip mark and a fixture.

The server itself is in `sound_server`, which does without pytest: the tour runs where
only the program's own packages are installed.
"""

import shutil
from collections.abc import Iterator

import pytest

from tests.support.sound_server import (
    CHANNELS,
    RATE,
    Recording,
    SoundServer,
    wait_until,
)

__all__ = [
    "CHANNELS",
    "RATE",
    "Recording",
    "SoundServer",
    "needs_sound_server",
    "sound_server",
    "wait_until",
]

needs_sound_server = pytest.mark.skipif(
    shutil.which("pulseaudio") is None or shutil.which("parecord") is None,
    reason="needs pulseaudio and pulseaudio-utils",
)


@pytest.fixture
def sound_server() -> Iterator[SoundServer]:
    """A private server with one sink named "speaker"."""
    with SoundServer() as server:
        yield server
