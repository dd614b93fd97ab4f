"""How long to wait before the next try: growing steps, spread by chance."""

from collections.abc import Callable

# [s] VoIPBIN leaves a parked request handler behind per closed stream, so reconnects
# must thin out; the first is quick because a call's media may restart in a moment.
STEPS_S = (0.3, 1.0, 2.0, 5.0, 10.0, 15.0)
SPREAD = 0.25  # each wait is multiplied by 1 - SPREAD .. 1 + SPREAD


class Backoff:
    """Waits in a row: 0.3, 1, 2, 5, 10, 15, 15 ... seconds, each spread by ±25 %.

    One hundred streams that end together must not come back together.

    Args:
        chance: Uniform numbers 0..1, e.g. `random.random`.
        steps_s: Ascending; the last one repeats.
    """

    def __init__(
        self, chance: Callable[[], float], steps_s: tuple[float, ...] = STEPS_S
    ) -> None:
        self._chance = chance
        self._steps_s = steps_s
        self._taken = 0

    def next_s(self) -> float:
        """Take the next wait [s]."""
        step = self._steps_s[min(self._taken, len(self._steps_s) - 1)]
        self._taken += 1
        return step * (1 - SPREAD + 2 * SPREAD * self._chance())

    def reset(self) -> None:
        """Begin anew with the shortest; for a connection that proved healthy."""
        self._taken = 0
