"""How soon after a click something is heard."""

import time

import numpy as np

from tests.support.sound_server import RATE
from tests.tour.compare import dbfs
from tests.tour.report import CheckError
from tests.tour.visitor import Visitor


def after_click_s(visitor: Visitor, key: str, clicked_ns: int) -> tuple[float, bool]:
    """How long after a click, or after somebody spoke, the first sound was played.

    Returns:
        Seconds, and whether somebody was speaking at the click (else the time
        counts from the first word after it).
    """
    assert visitor.demo is not None
    kind, _, resource_id = key.partition(":")
    window_s = (time.monotonic_ns() - clicked_ns) / 1e9 + 0.2
    asked_ns = time.monotonic_ns()
    _, sent = visitor.demo.audio(resource_id, kind=kind, seconds=window_s)
    heard = visitor.now_recorded(window_s)
    ended_ns = time.monotonic_ns()
    loud = np.flatnonzero(np.abs(sent) > 200) / 8000 - window_s
    clicked_s = (clicked_ns - asked_ns) / 1e9
    spoken = loud[loud >= clicked_s]
    played = np.flatnonzero(np.abs(heard[:, 0]) > 100) / RATE - len(heard) / RATE
    played = played[played >= (clicked_ns - ended_ns) / 1e9]
    if not len(spoken) or not len(played):
        raise CheckError("nobody spoke after the click")
    start_s = max(clicked_s, float(spoken[0]))
    first_s = float(played[0]) + (ended_ns - asked_ns) / 1e9
    return first_s - start_s, start_s - clicked_s < 0.02


def wait_for_speech(visitor: Visitor, key: str) -> None:
    """Return in the middle of a word, so that a click can be heard at once."""
    assert visitor.demo is not None
    kind, _, resource_id = key.partition(":")
    deadline = time.monotonic() + 8.0
    while time.monotonic() < deadline:
        _, sent = visitor.demo.audio(resource_id, kind=kind, seconds=0.25)
        if dbfs(sent) > -35.0:
            return
        time.sleep(0.05)
