"""Python's cyclic garbage, collected on the GUI thread alone, in small bites.

Python collects on whichever thread happens to make an object: a timer or a dialog
without a parent would then be destroyed by the engine's reader, which Qt forbids. And
going through all that imports have made takes 66 ms (measured, 43,000 objects), more
than a frame may; nothing of that ever becomes garbage.
"""

import contextlib
import gc
import sys
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

_YOUNG_MS = 1000  # [ms] between two collections of what is new
_ALL_EVERY = 60  # of those
_MANY = 20  # modules: a library was loaded, not one file
_REST = 3  # collections after a start or a library: what they make has been made


class Collector(QObject):
    """Owner: the GUI thread, from the first window to the program's end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._modules = 0  # when everything was set aside last
        self._rest = _REST
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_YOUNG_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """No other thread collects from now on."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Collect what is new; now and then all that was not set aside."""
        if len(sys.modules) - self._modules >= _MANY:
            self._rest -= 1
            if not self._rest:
                gc.freeze()
                self._modules, self._rest = len(sys.modules), _REST
            return
        self._count += 1
        gc.collect(1 if self._count % _ALL_EVERY else 2)


@contextlib.contextmanager
def collecting() -> Iterator[None]:
    """Collect like this meanwhile."""
    collector = Collector()
    collector.start()
    try:
        yield
    finally:
        collector.stop()
