"""Which calls are kept ready for hopping, and when their streams open and close.

Pure: order, rows and time come as arguments.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

OPEN_EVERY_S = 0.5  # gently: each costs the server a request, a socket and its sound
LINGER_S = 2.0  # a list that is being sorted or searched settles within this time
REFUSED_S = 60.0  # a call that could not be kept ready is not tried before


def after(
    order: Sequence[str], anchor: str, step: int = 1
) -> Iterator[tuple[str, bool]]:
    """Every other key from `anchor` on, down the view or up (-1), once around.

    Yields:
        The key, and whether the end of the view was passed on the way.
    """
    count = len(order)
    at = order.index(anchor) if anchor in order else (-1 if step > 0 else count)
    for far in range(1, count + 1):
        place = at + step * far
        key = order[place % count]
        if key != anchor:
            yield key, not 0 <= place < count


def neighbours(
    order: Sequence[str], anchor: str, allowed: Callable[[str], bool], count: int
) -> list[str]:
    """The next `count` keys below `anchor` that are `allowed`, nearest first."""
    found: list[str] = []
    if count <= 0:
        return found
    for key, _around in after(order, anchor):
        if allowed(key):
            found.append(key)
            if len(found) == count:
                break
    return found


class TapPlan:
    """Decides what to open and close next.

    Attributes:
        limit: Most taps at once.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._since_open_s = OPEN_EVERY_S
        self._unwanted_s: dict[str, float] = {}
        self._refused_s: dict[str, float] = {}

    def refuse(self, key: str) -> None:
        """It could not be kept ready."""
        self._refused_s[key] = REFUSED_S

    def may(self, key: str) -> bool:
        """Whether it is worth a try."""
        return key not in self._refused_s

    def step(
        self, dt_s: float, wanted: Sequence[str], taps: Collection[str]
    ) -> tuple[str | None, list[str]]:
        """Some time later.

        Args:
            dt_s: Since the last step.
            wanted: Keys to keep ready, the most urgent first.
            taps: Keys kept ready, the oldest first.

        Returns:
            One to open or None, and those to close.
        """
        self._since_open_s += dt_s
        self._refused_s = {
            key: left - dt_s for key, left in self._refused_s.items() if left > dt_s
        }
        self._unwanted_s = {
            key: self._unwanted_s.get(key, 0.0) + dt_s
            for key in taps
            if key not in wanted
        }
        over = len(taps) - self.limit
        close: list[str] = []
        for key, unwanted_s in self._unwanted_s.items():
            if unwanted_s > LINGER_S or len(close) < over:
                close.append(key)
        if len(close) < over:
            close += [key for key in reversed(wanted) if key in taps][
                : over - len(close)
            ]
        missing = [key for key in wanted if key not in taps and self.may(key)]
        room = self.limit - len(taps) + len(close)
        if not missing or room <= 0 or self._since_open_s < OPEN_EVERY_S:
            return None, close
        self._since_open_s = 0.0
        return missing[0], close
