"""Start to a painted window, and to one with the list in it.

The program is started as a user does (`python -m voipmon --demo`), without any hook:
what is on the screen is read from the X server's frame buffer every 5 ms, a few pixels
of the place where the window stood the first time. "Painted" is the first moment at
which the middle of the window shows several colours, "usable" the first at which the
table's left column shows rows of words.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.bench.figure import Figure, at_most, failed, told
from tests.bench.rig import SINK, private_folders
from tests.bench.screen import Screen
from tests.support.demo import ROOT
from tests.support.sound_server import SoundServer

_PAINTED_S, _USABLE_S, _COLD_S = 0.7, 1.2, 2.5
_LOOK_S = 0.005
_GIVE_UP_S = 20.0
_CACHES = Path("/proc/sys/vm/drop_caches")
_COLUMN = (30, 130)  # [px] from the window's left: words of the first column
_BODY = (0.24, 0.65)  # share of the window's height: rows of the table
_ROWS = 4  # least runs of words below each other


Place = tuple[int, int, int, int]


def bounds(screen: Screen) -> Place | None:
    """Left, top, right and bottom of what is not the empty screen."""
    picture = screen.look(0, 0, *screen.size)
    seen = picture != 0
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows) or not len(columns):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def is_painted(part: NDArray[np.uint32]) -> bool:
    """Several colours, and little of the empty screen's black."""
    return bool((part == 0).mean() < 0.5 and len(np.unique(part)) >= 3)


def has_rows(part: NDArray[np.uint32]) -> bool:
    """Runs of lines with words, separated by lines without."""
    values, counts = np.unique(part, return_counts=True)
    ground = values[counts.argmax()]
    other = (part != ground).mean(axis=1)
    wordy = (other > 0.03) & (other < 0.9)
    return int(np.count_nonzero(np.diff(wordy.astype(np.int8)) == 1)) >= _ROWS


def once(screen: Screen, place: Place | None, *options: str) -> dict[str, float]:
    """Start it, watch, close it; times in seconds since the start."""
    found: dict[str, float] = {}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "voipmon", *options], cwd=ROOT, env=os.environ
    )
    wanted = "usable" if "--demo" in options else "painted"
    try:
        while wanted not in found and time.monotonic() - began < _GIVE_UP_S:
            time.sleep(_LOOK_S)
            left, top, right, bottom = place or bounds(screen) or (0, 0, 0, 0)
            if right - left < 600:
                continue
            height = bottom - top
            if "painted" not in found:
                middle = screen.look(left + 100, top + 60, 500, height - 120)
                if is_painted(middle[::16, ::8]):
                    found["painted"] = time.monotonic() - began
            else:
                rows = (top + round(height * _BODY[0]), round(height * 0.41))
                column = (left + _COLUMN[0], _COLUMN[1] - _COLUMN[0])
                shown = screen.look(column[0], rows[0], column[1], rows[1])
                if has_rows(shown[:, ::2]):
                    found["usable"] = time.monotonic() - began
    finally:
        _close(process)
    return found


def _close(process: subprocess.Popen[bytes]) -> None:
    """As a user: the window is asked to close."""
    command = ["xdotool", "search", "--name", "^voipmon", "windowclose"]
    subprocess.run(command, check=False, capture_output=True)
    try:
        process.wait(4)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait()


def _place(screen: Screen) -> Place:
    """Where the window stands when it is started like this: it always does."""
    process = subprocess.Popen([sys.executable, "-m", "voipmon"], cwd=ROOT)
    deadline = time.monotonic() + _GIVE_UP_S
    found = None
    while found is None and time.monotonic() < deadline:
        time.sleep(1.0)
        found = bounds(screen)
    _close(process)
    return found or (0, 0, 0, 0)


def _wait_empty(screen: Screen) -> None:
    deadline = time.monotonic() + 5
    while bounds(screen) is not None and time.monotonic() < deadline:
        time.sleep(0.05)


def drop_caches() -> bool:
    """Let the disk's pages be read anew; False if we may not."""
    os.sync()
    with contextlib.suppress(OSError):
        _CACHES.write_text("3\n")
        return True
    return False


def measure(*, quick: bool) -> list[Figure]:
    """Warm: median of five after one that warms up; cold: once."""
    with private_folders() as private, Screen(private) as screen, SoundServer((SINK,)):
        first = once(screen, None, "--demo")
        if "usable" not in first:
            return [failed("start to a usable window", f"saw only {first}")]
        place = _place(screen)
        warm, alone = [], []
        for _ in range(2 if quick else 5):
            for runs, options in ((warm, ("--demo",)), (alone, ())):
                _wait_empty(screen)
                runs.append(once(screen, place, *options))
                time.sleep(0.3)
        cold = None
        if not quick:
            _wait_empty(screen)
            cold = once(screen, place, "--demo") if drop_caches() else None
    return _figures(warm, alone, cold)


def _figures(
    warm: list[dict[str, float]],
    alone: list[dict[str, float]],
    cold: dict[str, float] | None,
) -> list[Figure]:
    single = [run["painted"] for run in alone if "painted" in run]
    painted = [run["painted"] for run in warm if "painted" in run]
    usable = [run["usable"] for run in warm if "usable" in run]
    made = [
        at_most("start to the first paint, warm, median", float(np.median(single)),
                _PAINTED_S, "s", note=_all(single)),
        at_most("the same with --demo (three programs start)",
                float(np.median(painted)), _PAINTED_S, "s", note=_all(painted)),
        at_most("start to the list, demo mode, warm, median", float(np.median(usable)),
                _USABLE_S, "s", note=_all(usable)),
    ]  # fmt: skip
    if cold is None:
        return [*made, told("cold start", "not measured")]
    return [
        *made,
        at_most("start to the first paint, cold", cold.get("painted", 99), _COLD_S, "s",
                note=f"list {cold.get('usable', 99):.2f}"),
    ]  # fmt: skip


def _all(times: list[float]) -> str:
    return " ".join(f"{value:.2f}" for value in times)
