"""A click on a row to the first sample at the device.

The click is timed when its line goes to xdotool, the sound in the recording of the
loudspeaker's monitor. Nothing is subtracted. Only clicks made while somebody speaks
count: into a pause no first sample can be seen.
"""

import time
from typing import Any

import numpy as np

from tests.bench.ear import Ear, calibrate
from tests.bench.figure import Figure, at_most, failed, told
from tests.bench.rig import SINK, Window, private_folders, wait_for
from tests.bench.rig import window as real_window
from tests.bench.screen import ExactHand, Screen
from tests.support.demo import Demo, demo_server
from tests.support.sound_server import RATE, SoundServer

_MEDIAN_MS, _P95_MS = 300.0, 700.0
_LOUD = 60  # least sample value that counts as the first sound
_HEARD_S = 1.5  # recorded after each click
_SPEECH = 300  # samples of the sent sound that are speech
_PAUSE_S = 0.06  # a longer pause before the first sound: the click does not count


def speaks(demo: Demo, resource: str) -> bool:
    """Whether somebody has been speaking in the last 300 ms."""
    _, sent = demo.audio(resource, seconds=0.3)
    parts = np.abs(sent[: len(sent) // 10 * 10].astype(np.int32)).reshape(10, -1)
    return bool(len(sent) and (parts.max(axis=1) > _SPEECH).all())


def first_sound_ms(
    demo: Demo, ear: Ear, resource: str, clicked_ns: int
) -> float | None:
    """From the click to the first sound; None if nobody spoke just before it."""
    ear.wait_until(clicked_ns + round(_HEARD_S * 1e9))
    asked_ns = time.monotonic_ns()
    _, sent = demo.audio(resource, seconds=_HEARD_S + 1.0)
    begin = ear.frame_at(clicked_ns)
    heard = np.abs(ear.samples(begin)[:, 0].astype(np.int32))
    loud = np.flatnonzero(heard > _LOUD)
    if not len(loud):
        return None
    first_ns = ear.time_ns(begin + int(loud[0]))
    # when in `sent` is what could have been heard first: from the click to the sound
    ends = len(sent) - (asked_ns - np.array([clicked_ns, first_ns])) / 1e9 * 8000
    between = np.abs(sent[max(0, int(ends[0])) : int(ends[1])].astype(np.int32))
    silent = np.diff(np.flatnonzero(np.r_[True, between > _SPEECH // 3, True]))
    if silent.max() > _PAUSE_S * 8000:
        return None
    return (first_ns - clicked_ns) / 1e6


def one_click(
    demo: Demo, shown: Window, hand: ExactHand, ear: Ear, number: int
) -> float | None:
    """Leave what is heard, click another call in the middle of a word."""
    shown.ask("leave")
    wait_for("silence", lambda: ear.level(0.3) == 0 and not shown.ask("streams"), 8)
    row = _speaking_row(demo, shown, number)
    hand.move(row["x"], row["y"])
    time.sleep(0.05)
    clicked_ns = hand.click()
    return first_sound_ms(demo, ear, row["key"].partition(":")[2], clicked_ns)


def _speaking_row(demo: Demo, shown: Window, number: int) -> dict[str, Any]:
    talking = {f"call:{call['id']}" for call in demo.calls() if call["room"]}

    def spoken() -> dict[str, Any] | None:
        rows = [row for row in shown.ask("rows") if row["key"] in talking]
        turn = number % max(1, len(rows))
        for row in rows[turn:] + rows[:turn]:
            if speaks(demo, row["key"].partition(":")[2]):
                return row
        return None

    found = wait_for("somebody who speaks", spoken)
    assert found is not None
    return found


def measure(*, quick: bool) -> list[Figure]:
    """Median and 95th percentile of many clicks."""
    wanted = 6 if quick else 24
    found: list[float] = []
    paused = 0
    with (
        private_folders() as private,
        Screen(private),
        SoundServer((SINK,)) as sound,
        Ear(sound, SINK) as ear,
        demo_server("--attach-delay", "30", "--no-rate-limit") as demo,
    ):
        offset_ms = calibrate(ear)
        with real_window(demo, private) as shown:
            hand = ExactHand()
            while len(found) < wanted and paused < 2 * wanted:
                taken = one_click(demo, shown, hand, ear, len(found))
                if taken is None:
                    paused += 1
                else:
                    found.append(taken)
            hand.close()
    return _figures(found, paused, offset_ms)


def _figures(found: list[float], paused: int, offset_ms: float) -> list[Figure]:
    what = "click on a row to the first sample at the device"
    if not found:
        return [failed(what, "no click in the middle of a word")]
    times = np.array(found)
    note = f"{len(times)} clicks, {times.min():.0f} to {times.max():.0f}"
    return [
        at_most(f"{what}, median", float(np.median(times)), _MEDIAN_MS, "ms",
                note=note, all_ms=[round(t) for t in found], paused=paused),
        at_most(f"{what}, p95", float(np.percentile(times, 95)), _P95_MS, "ms"),
        told("recorded time minus the device's announced play time (not subtracted)",
             f"{offset_ms:+.1f} ms", rate=RATE),
    ]  # fmt: skip
