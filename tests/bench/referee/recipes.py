"""The standard set of traces: its recipes, and the set made anew with other dice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.referee.trace import SUFFIX, Trace
from tests.bench.referee.tracegen import build

KEPT = Path(__file__).with_name("traces")
STANDARD_SEED = 20  # of the traces that are kept there

# Name, kind, options. `cell` names the recording, by the file name of the mahimahi
# project (https://github.com/ravinet/mahimahi, traces/), and `start_ms` where in it
# the kept trace begins.
STANDARD: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("lan", "lan", {}),
    ("wifi_micro", "wifi_micro", {}),
    ("wifi_stall", "wifi_stall", {"seconds": 180}),
    ("tcploss1_rtt60", "tcploss", {"p": 0.01, "rtt": 60}),
    ("tcploss2_rtt150", "tcploss", {"p": 0.02, "rtt": 150}),
    ("lte_att", "cell", {"cell": "ATT-LTE-driving.down", "start_ms": 100000}),
    ("lte_tmobile", "cell", {"cell": "TMobile-LTE-driving.down", "start_ms": 60000}),
    ("lte_verizon", "cell", {"cell": "Verizon-LTE-short.down", "start_ms": 5000}),
    ("umts_tmobile", "cell", {"cell": "TMobile-UMTS-driving.down", "start_ms": 200000}),
    ("evdo_verizon", "cell", {"cell": "Verizon-EVDO-driving.down", "start_ms": 100000}),
    ("loss1", "loss", {"loss": 0.01}),
    ("loss5", "loss", {"loss": 0.05}),
    ("loss10", "loss", {"loss": 0.10}),
    ("burst1", "burst", {"loss": 0.01, "burst": 4}),
    ("burst5", "burst", {"loss": 0.05, "burst": 4}),
    ("burst10", "burst", {"loss": 0.10, "burst": 4}),
    ("noseq5", "noseq", {"loss": 0.05, "burst": 2}),
    ("mute10", "mute10", {}),
    ("pause10", "pause10", {}),
    *(
        (f"skew_{sign}{ppm}", "skew", {"seconds": 600, "ppm": factor * ppm})
        for ppm in (50, 200, 500)
        for sign, factor in (("p", 1), ("m", -1))
    ),
    ("combined", "combined", {"seconds": 180, "cell": "TMobile-LTE-short.down",
                              "start_ms": 0, "loss": 0.02, "burst": 3}),
)  # fmt: skip


def standard_set(seed: int, cells: Path | None) -> Iterator[Trace]:
    """Make the whole set anew.

    Args:
        seed: `STANDARD_SEED` gives the kept set, another one the same recipes with
            other dice, and other places in the recordings.
        cells: Folder of the recordings; None leaves the traces over them out.

    Raises:
        OSError: A recording is not there.
    """
    for i, (name, kind, recipe) in enumerate(STANDARD):
        options = {**recipe, "name": name}
        if file := options.pop("cell", None):
            if cells is None:
                continue
            recording = np.loadtxt(cells / file, dtype=np.int64)
            if seed != STANDARD_SEED:
                place = np.random.default_rng([seed, i])
                options["start_ms"] = int(place.integers(recording[-1]))
            options |= {"opportunities": recording, "source": f"mahimahi {file}"}
        yield build(kind, seed * 1000 + i, **options)


def kept_set(folder: Path = KEPT) -> list[Trace]:
    """Load a folder's traces, by name.

    Raises:
        ValueError: One of them is no trace.
        OSError: One of them cannot be read.
    """
    return [Trace.load(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
