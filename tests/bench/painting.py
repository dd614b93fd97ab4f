"""Painting 8 waveforms, 100 meters and 4 strips in one frame; on a real display.

The widgets of the window: `Waveform`, `Strip` and the table with its delegate. Each
frame every waveform and strip gets two columns and every meter a new level; what is
timed is all of it, from the new values to the pixels handed to the X server.
"""

import json
import subprocess
import sys
import time

import numpy as np

from tests.bench.figure import Figure, at_most
from tests.bench.rig import private_folders
from tests.bench.screen import Screen
from tests.support.demo import ROOT

_LIMIT_MS = 6.0
_WAVES, _METERS, _STRIPS = 8, 100, 4
_TALL = (1360, 3600)


def paint(frames: int) -> dict[str, float]:
    """Paint so many frames; runs in the process with the display."""
    from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

    from tests.ui.scripted import LIVE, PLAYING, call
    from voipmon import app
    from voipmon.core.domain.facts import RosterChanged
    from voipmon.core.domain.snapshot import MonitorSnapshot
    from voipmon.ui.calls.model import CallsModel
    from voipmon.ui.calls.view import CallsView
    from voipmon.ui.state import WindowState
    from voipmon.ui.strip_data import StripData
    from voipmon.ui.theme import Theme
    from voipmon.ui.widgets.strip import Strip
    from voipmon.ui.widgets.waveform import Waveform

    qt = app.application()
    holder = QWidget()
    theme, state = Theme(holder), WindowState()
    rows = tuple(call(number, f"Agent {number}") for number in range(_METERS))
    state.apply_fact(RosterChanged(rows=rows, whole=True))
    model = CallsModel(state)
    view = CallsView(model, theme)
    model.sync()
    waves = [Waveform(theme) for _ in range(_WAVES)]
    across, right = QHBoxLayout(holder), QVBoxLayout()
    across.addWidget(view, 3)
    across.addLayout(right, 2)
    for wave in waves:
        wave.setFixedHeight(64)
        right.addWidget(wave)
    strips = [(Strip(theme), StripData()) for _ in range(_STRIPS)]
    for strip, data in strips:
        right.addWidget(strip)
        data.fold(0, bytes((256 - 30, 30)) * 30_000, received=True, at_s=time.time())
    holder.resize(1280, 3500)
    holder.show()
    for _ in range(50):
        qt.processEvents()
        time.sleep(0.01)
    spent = []
    for frame in range(frames):
        snap = _streams(frame, rows)
        began = time.perf_counter()
        state.apply_snapshot(
            MonitorSnapshot(number=frame, link=LIVE, output=PLAYING, streams=snap)
        )
        state.pass_time(1 / 30)
        columns = bytes((256 - 30, 30 + frame % 60)) * 2
        for wave in waves:
            wave.advance(1 / 30, 2 * frame, columns, stalled=False, live=True)
        for strip, data in strips:
            now_s = time.time()
            data.fold(30_000 + 2 * frame, columns, received=True, at_s=now_s)
            strip.show_strip(data, None, 1 / 30)
        model.tick(*view.visible_rows(), second=False)
        qt.processEvents()
        spent.append(1e3 * (time.perf_counter() - began))
        time.sleep(0.012)
    painted = view.visible_rows()
    return {
        "median_ms": float(np.median(spent)),
        "p95_ms": float(np.percentile(spent, 95)),
        "rows": painted[1] - painted[0] + 1,
    }


def _streams(frame: int, rows: tuple) -> tuple:
    from voipmon.core.domain.snapshot import StreamSnapshot, StreamState

    return tuple(
        StreamSnapshot(
            stream_id=number,
            kind=row.kind,
            resource_id=row.id,
            state=StreamState.STREAMING,
            peak_dbfs=-40.0 + (7 * frame + 3 * number) % 35,
            rms_dbfs=-45.0,
            level_fresh=True,
        )
        for number, row in enumerate(rows)
    )


def measure(*, quick: bool) -> list[Figure]:
    """In a process of its own: Qt's platform is chosen once for a process."""
    frames = 100 if quick else 300
    with private_folders() as private, Screen(private, _TALL):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.painting", str(frames)],
            capture_output=True, text=True, check=True, cwd=ROOT, timeout=120,
        )  # fmt: skip
    found = json.loads(done.stdout)
    return [
        at_most(
            f"painting {_WAVES} waveforms, {_METERS} meters, {_STRIPS} strips, a frame",
            found["median_ms"],
            _LIMIT_MS,
            "ms",
            note=f"p95 {found['p95_ms']:.1f}; {found['rows']} rows",
            **found,
        )
    ]


if __name__ == "__main__":
    print(json.dumps(paint(int(sys.argv[1]))))
