"""Where each of up to four calls is heard: left to right, and how far below another.

Talkers at different places are told apart more easily than in one, and seven places
that crowd towards the middle serve better than evenly spaced ones (Brungart and
Simpson, "Optimizing the spatial configuration of a seven-talker speech display", ACM
Transactions on Applied Perception 2, 2005). A dispatcher's "select and unselect" puts
the call that counts in the middle and the others 12 dB below it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SLOTS_DEG = (-90.0, -30.0, -10.0, 0.0, 10.0, 30.0, 90.0)  # -90 left, +90 right
UNDER_DB = 12.0  # how far calls that are not selected are below the one that is
_HOMES_DEG: Mapping[int, tuple[float, ...]] = {
    0: (),
    1: (0.0,),
    2: (-30.0, 30.0),
    3: (-90.0, 0.0, 90.0),
    4: (-90.0, -30.0, 30.0, 90.0),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call is heard.

    Attributes:
        azimuth_deg: One of `SLOTS_DEG`.
        under_db: 0, or `UNDER_DB` while another one is selected.
    """

    azimuth_deg: float = 0.0
    under_db: float = 0.0


def arrange(
    calls: Sequence[int], selected: int | None, own: Mapping[int, float]
) -> dict[int, Place]:
    """Give every call a slot; no two share one.

    Each has a home by its order. The selected one comes to the middle; whoever is at
    home there takes the home that became free, and nobody else moves. A slot that the
    user chose is kept, also by the selected one.

    Args:
        calls: At most seven, each different, in the order of the cards.
        selected: One of them, or None: all are equally loud.
        own: Slots that the user chose; of two calls with the same, the earlier has it.
    """
    homes = _homes(calls, own)
    if selected in homes and selected not in own and homes[selected] != 0.0:
        free = homes[selected]
        for call, slot in homes.items():
            if slot == 0.0:
                homes[call] = free
        homes[selected] = 0.0
    return {
        call: Place(slot, UNDER_DB if selected in homes and call != selected else 0.0)
        for call, slot in homes.items()
    }


def beside(azimuth_deg: float, step: int, taken: Sequence[float]) -> float | None:
    """Next free slot to the right (`step` 1) or left (-1); None if there is none."""
    at = SLOTS_DEG.index(azimuth_deg) + step
    while 0 <= at < len(SLOTS_DEG):
        if SLOTS_DEG[at] not in taken:
            return SLOTS_DEG[at]
        at += step
    return None


def _homes(calls: Sequence[int], own: Mapping[int, float]) -> dict[int, float]:
    """Slots while nobody is selected."""
    usual = _HOMES_DEG.get(len(calls), SLOTS_DEG)
    homes: dict[int, float] = {}
    chosen = [call for call in calls if call in own]
    for call in chosen:
        homes[call] = _nearest_free(own[call], homes)
    for call, slot in zip(calls, usual, strict=False):
        if call not in homes:
            homes[call] = _nearest_free(slot, homes)
    return {call: homes[call] for call in calls}


def _nearest_free(wanted: float, taken: Mapping[int, float]) -> float:
    """The slot itself, else the nearest by number, on the outer side first."""
    at = SLOTS_DEG.index(wanted)
    outward = 1 if wanted > 0 else -1
    free = [slot for slot in SLOTS_DEG if slot not in taken.values()]
    return min(
        free,
        key=lambda slot: (
            abs(SLOTS_DEG.index(slot) - at),
            -outward * (SLOTS_DEG.index(slot) - at),
        ),
    )
