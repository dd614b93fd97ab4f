"""Thousands of random clicks and keys: nothing breaks, hangs, leaks or is said wrong.

`VOIPMON_RANDOM_SEED=7 VOIPMON_RANDOM_STEPS=2000 pytest tests/ui/test_random.py -m long`
goes the way of one seed again.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.demo import ROOT, Demo, demo_server
from tests.support.sound_server import SoundServer

_DEMO = ("--calls", "30", "--no-rate-limit")
_SEED = os.environ.get("VOIPMON_RANDOM_SEED")
_STEPS = int(os.environ.get("VOIPMON_RANDOM_STEPS", "2500"))
_SEEDS = [int(_SEED)] if _SEED else [11, 12, 13, 14]
_PAUSE_S = 0.7  # between two things that happen on the platform
_MORE = 30  # widgets: messages, menus and fields that were opened first since


def _trouble(demo: Demo, sound: SoundServer, chance: random.Random) -> None:
    """One thing that happens to calls, streams or the sound."""
    call = chance.choice(demo.calls() or [{"id": None}])["id"]
    match chance.randrange(12):
        case 0 | 1 | 2:
            demo.start_call(
                ring=0.5, queue=0.5, agent_ring=0.5, talk=chance.random() * 20
            )
        case 3 | 4 if call:
            demo.hang_up(call)
        case 5:
            demo.fault("drop", target=call, seconds=1)
        case 6:
            demo.fault("stall", target=call, seconds=3)
        case 7:
            demo.fault("refused-start", seconds=1)
        case 8:
            demo.fault("silent-open", seconds=2)
        case 9:
            demo.fault("status", code=503, seconds=1)
        case 10:
            demo.fault("jitter", ms=60, seconds=4)
        case 11 if "second" in sound.sink_names():
            sound.unload_sink("second")
        case 11:
            sound.load_sink("second")


@contextlib.contextmanager
def _weather(demo: Demo, sound: SoundServer, seed: int) -> Iterator[None]:
    """Things happen all the time."""
    over, chance = threading.Event(), random.Random(seed)

    def happen() -> None:
        while not over.wait(_PAUSE_S):
            with contextlib.suppress(AssertionError):  # it ended meanwhile
                _trouble(demo, sound, chance)

    thread = threading.Thread(target=happen, name="weather")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        demo.clear_faults()


def _roam(
    screen: dict[str, str], sound: SoundServer, demo: Demo, folder: Path,
    *, seed: int, steps: int, timeout_s: float,
) -> dict[str, Any]:  # fmt: skip
    """Let the hand do so many steps; gives what was found."""
    setup = {
        "seed": seed,
        "steps": steps,
        "folder": str(folder),
        "sign_in": {
            "server": demo.url,
            "username": demo.username,
            "password": demo.password,
        },
    }
    env = {**screen, **sound.env, "QT_SCALE_FACTOR": "1"}
    env.pop("DBUS_SESSION_BUS_ADDRESS", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.roaming.run"], env=env, cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        said, logged = process.communicate(json.dumps(setup), timeout_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)  # it shows its stacks
        pytest.fail(f"seed {seed}: it does not end\n{process.communicate()[1][-6000:]}")
    lines = said.splitlines()
    if not lines:
        pytest.fail(f"seed {seed}: it crashed ({process.returncode})\n{logged[-6000:]}")
    found = json.loads(lines[-1])
    if found["faults"]:
        pytest.fail(
            f"seed {seed}, step {found['steps']}:\n"
            + "\n".join([*found["faults"], "last steps:", *found["last"]])
        )
    assert not found["slow"], f"the window held still for {found['longest_s']} s"
    print(
        f"seed {seed}: held still for {found['longest_s']} s at most; {found['stock']}"
    )
    return found


@pytest.fixture(scope="module")
def sound() -> Iterator[SoundServer]:
    with SoundServer(("headset", "second")) as server:
        yield server


def test_some_random_steps(screen, sound, tmp_path):
    with demo_server(*_DEMO) as demo, _weather(demo, sound, 1):
        found = _roam(screen, sound, demo, tmp_path, seed=1, steps=300, timeout_s=60)
    assert found["steps"] == 300


@pytest.mark.long
@pytest.mark.parametrize("seed", _SEEDS)
def test_ten_thousand_random_steps(screen, sound, tmp_path, seed):
    with demo_server(*_DEMO) as demo, _weather(demo, sound, seed):
        found = _roam(
            screen, sound, demo, tmp_path, seed=seed, steps=_STEPS, timeout_s=900
        )
    assert found["steps"] == _STEPS
    first, last = found["stock"][0], found["stock"][-1]
    for what in ("own threads", "windows"):
        assert last[what] <= first[what], (what, found["stock"])
    assert last["threads"] <= first["threads"] + 3, found["stock"]  # and passing ones
    assert last["widgets"] <= first["widgets"] + _MORE, found["stock"]
    assert last["descriptors"] <= first["descriptors"] + 5, found["stock"]
