"""Networks drawn as letters, and what each profile must make of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.core.playout.scene import (
    alike,
    frames,
    letters,
    play,
    roughness,
    sharpness,
    speech,
)
from voipmon.core.playout.engine import PlayoutEngine, Profile

VOICE = speech(17)
SENT = frames(VOICE)
ROUGH, SHARP = roughness(VOICE), sharpness(VOICE)
LISTEN, TALK = Profile.LISTEN, Profile.TALK


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What happens, and the pulls before which something is done to the engine."""

    drawing: str
    numbered: bool = False
    at: dict[int, Callable[[PlayoutEngine], None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Up to the last frame. Delays within 15 ms, what was made up within 25 ms."""

    stalls: int
    holes: int
    greatest_ms: float | None  # while something played; None: open for 200 ms
    final_ms: float
    concealed_ms: float
    skipped_ms: float = 0
    recognised: float = 0.95  # at least this share of the speech sent


def lost_at_random(share: float, n: int) -> str:
    chances = np.random.default_rng(5).random(n)
    return "".join("x" if chance < share else "P" for chance in chances) + "P"


def held_at_random(n: int) -> str:
    chances = np.random.default_rng(6).integers(0, 3, n // 2)
    return "P" * 10 + "".join("G" * held + "P" for held in chances)[:n] + "P"


def switch(to: Profile) -> Callable[[PlayoutEngine], None]:
    return lambda engine: engine.set_profile(to)


NETWORKS = {
    "clean": Network(drawing="P" * 600),
    "jitter of 40 ms": Network(drawing=held_at_random(600)),
    "a stall of 200 ms": Network(drawing="P" * 300 + "G" * 10 + "P" * 400),
    "a stall of 800 ms": Network(drawing="P" * 300 + "G" * 40 + "P" * 400),
    "a stall of 1.4 s": Network(drawing="P" * 300 + "G" * 70 + "P" * 400),
    "a stall of 5 s": Network(drawing="P" * 200 + "G" * 250 + "P" * 350),
    "a stall in a pause of the speech": Network(
        drawing="P" * 316 + "G" * 25 + "P" * 400
    ),
    "six stalls": Network(drawing="P" * 100 + ("G" * 15 + "P" * 85) * 6 + "P" * 100),
    "a sender's pause": Network(drawing="P" * 300 + "-" * 200 + "P" * 300),
    "a numbered sender's pause": Network(
        drawing="P" * 300 + "-" * 200 + "P" * 300, numbered=True
    ),
    "a hole": Network(drawing="P" * 300 + "x" + "P" * 300, numbered=True),
    "a hole of 100 ms": Network(drawing="P" * 300 + "xxxxx" + "P" * 300, numbered=True),
    "a hole ends a stall": Network(
        drawing="P" * 300 + "G" * 15 + "xx" + "P" * 400, numbered=True
    ),
    "a hole in a stall": Network(
        drawing="P" * 300 + "G" * 8 + "xx" + "G" * 8 + "P" * 400, numbered=True
    ),
    "a hole before a stall": Network(
        drawing="P" * 300 + "xx" + "G" * 15 + "P" * 400, numbered=True
    ),
    "bursts of loss": Network(
        drawing="P" * 100 + ("xxxxx" + "P" * 95) * 5, numbered=True
    ),
    "loss at random": Network(drawing=lost_at_random(0.05, 700), numbered=True),
    "loss without numbers": Network(drawing=("P" * 49 + "x") * 14),
    "a reconnect in a stall": Network(
        drawing="P" * 300 + "-" * 40 + "P" * 400, at={330: PlayoutEngine.restart}
    ),
    "talking begins in a stall": Network(
        drawing="P" * 300 + "G" * 30 + "P" * 400, at={315: switch(TALK)}
    ),
    "talking ends in a stall": Network(
        drawing="P" * 300 + "G" * 30 + "P" * 400, at={315: switch(LISTEN)}
    ),
    "lumps of 1 s": Network(drawing=("G" * 49 + "P") * 16),
    "a lump at the start": Network(drawing="G" * 40 + "P" * 500),
    "half a second": Network(drawing="P" * 26),
}
TABLE = [
    ("clean", LISTEN, Outcome(0, 0, 40, 19, 0)),
    ("clean", TALK, Outcome(0, 0, 20, 20, 0)),
    ("jitter of 40 ms", LISTEN, Outcome(0, 0, 40, 40, 0)),
    ("jitter of 40 ms", TALK, Outcome(1, 0, 48, 48, 8)),
    ("a stall of 200 ms", LISTEN, Outcome(1, 0, 160, 20, 170)),
    ("a stall of 200 ms", TALK, Outcome(1, 0, 160, 18, 180)),
    ("a stall of 800 ms", LISTEN, Outcome(1, 0, 760, 19, 770, recognised=0.89)),
    ("a stall of 800 ms", TALK, Outcome(1, 0, 760, 18, 780, recognised=0.89)),
    ("a stall of 1.4 s", LISTEN, Outcome(1, 0, 1360, 23, 1370, recognised=0.80)),
    ("a stall of 1.4 s", TALK, Outcome(1, 0, 1360, 18, 1380, recognised=0.80)),
    ("a stall of 5 s", LISTEN, Outcome(1, 0, 40, 19, 2005, 4920, recognised=0.67)),
    ("a stall of 5 s", TALK, Outcome(1, 0, 43, 23, 2000, 4917, recognised=0.67)),
    ("a stall in a pause of the speech", LISTEN, Outcome(1, 0, 460, 19, 470)),
    ("a stall in a pause of the speech", TALK, Outcome(1, 0, 460, 20, 480)),
    ("six stalls", LISTEN, Outcome(3, 0, 300, 300, 632)),
    ("six stalls", TALK, Outcome(5, 0, 308, 218, 1103, recognised=0.88)),
    ("a sender's pause", LISTEN, Outcome(1, 0, None, 20, 2010)),
    ("a sender's pause", TALK, Outcome(1, 0, None, 20, 2000)),
    ("a numbered sender's pause", LISTEN, Outcome(1, 0, None, 20, 2010)),
    ("a numbered sender's pause", TALK, Outcome(1, 0, None, 20, 2000)),
    ("a hole", LISTEN, Outcome(0, 1, 40, 19, 20)),
    ("a hole", TALK, Outcome(0, 1, 20, 20, 20)),
    ("a hole of 100 ms", LISTEN, Outcome(1, 1, 40, 19, 100)),
    ("a hole of 100 ms", TALK, Outcome(1, 1, 20, 20, 100)),
    ("a hole ends a stall", LISTEN, Outcome(1, 1, 300, 20, 350)),
    ("a hole ends a stall", TALK, Outcome(1, 1, 300, 18, 360)),
    ("a hole in a stall", LISTEN, Outcome(1, 1, 320, 20, 370)),
    ("a hole in a stall", TALK, Outcome(1, 1, 320, 18, 380)),
    ("a hole before a stall", LISTEN, Outcome(1, 1, 260, 20, 310)),
    ("a hole before a stall", TALK, Outcome(1, 1, 260, 18, 320)),
    ("bursts of loss", LISTEN, Outcome(5, 5, 40, 19, 500)),
    ("bursts of loss", TALK, Outcome(5, 5, 20, 20, 500)),
    ("loss at random", LISTEN, Outcome(17, 39, 40, 19, 880, recognised=0.92)),
    ("loss at random", TALK, Outcome(5, 39, 20, 20, 880, recognised=0.92)),
    ("loss without numbers", LISTEN, Outcome(11, 0, 40, 20, 220)),
    ("loss without numbers", TALK, Outcome(12, 0, 52, 20, 151)),
    ("a reconnect in a stall", LISTEN, Outcome(1, 0, 40, 20, 570)),
    ("a reconnect in a stall", TALK, Outcome(1, 0, 20, 20, 580)),
    ("talking begins in a stall", LISTEN, Outcome(1, 0, 560, 18, 570)),
    ("talking begins in a stall", TALK, Outcome(1, 0, 560, 18, 580)),
    ("talking ends in a stall", LISTEN, Outcome(1, 0, 560, 20, 570)),
    ("talking ends in a stall", TALK, Outcome(1, 0, 560, 20, 580)),
    ("lumps of 1 s", LISTEN, Outcome(7, 0, 980, 980, 3104, recognised=0.71)),
    ("lumps of 1 s", TALK, Outcome(12, 0, 992, 992, 5572, recognised=0.34)),
    ("a lump at the start", LISTEN, Outcome(0, 0, 38, 22, 0, recognised=0.84)),
    ("a lump at the start", TALK, Outcome(0, 0, 18, 18, 0, recognised=0.87)),
    ("half a second", LISTEN, Outcome(0, 0, 40, 40, 0)),
    ("half a second", TALK, Outcome(0, 0, 20, 20, 0)),
]


@pytest.mark.parametrize(
    ("name", "profile", "out"),
    [pytest.param(*row, id=f"{row[0]}, {row[1]}") for row in TABLE],
)
def test_scenario(name, profile, out):
    network = NETWORKS[name]
    times = letters(network.drawing)
    heard = play(
        SENT,
        times,
        sequences=list(range(len(times))) if network.numbered else None,
        engine=PlayoutEngine(profile=profile),
        at=network.at,
    )
    until = [s for s in heard.stats[: len(network.drawing)] if s.playing]
    last = until[-1]
    assert (last.stalls, last.holes) == (out.stalls, out.holes)
    if out.greatest_ms is not None:
        assert max(s.delay_ms for s in until) == pytest.approx(out.greatest_ms, abs=15)
    assert last.delay_ms == pytest.approx(out.final_ms, abs=15)
    assert last.concealed_ms == pytest.approx(out.concealed_ms, abs=25)
    assert last.skipped_ms == pytest.approx(out.skipped_ms, abs=150)
    assert last.late == last.duplicates == 0
    assert alike(VOICE[: 160 * len(times)], heard.sound) >= out.recognised
    assert roughness(heard.sound) <= 1.05 * ROUGH
    begun = np.flatnonzero(heard.sound)[0] + 320  # how it begins: see test_engine
    assert sharpness(heard.sound[begun:]) <= 1.3 * SHARP


def test_the_table_has_each_network_in_both_profiles():
    assert {row[:2] for row in TABLE} == {(n, p) for n in NETWORKS for p in Profile}
