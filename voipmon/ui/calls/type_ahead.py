"""Type-ahead of the list: digits find a number, the last ones are what people know."""

from PySide6.QtCore import QObject, QTimer

from voipmon.ui import wording
from voipmon.ui.calls.model import CallsModel

_TYPING_MS = 1500  # digits this close together are one number


class TypeAhead:
    """Collects digits that are typed in one go and finds their row.

    A row that fits already stays, so that typing on does not jump about.
    """

    def __init__(self, model: CallsModel, parent: QObject) -> None:
        self._model = model
        self._typed = ""
        self._typing = QTimer(parent)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)

    @property
    def typing(self) -> bool:
        """The next digit goes on the number."""
        return self._typing.isActive()

    def find(self, typed: str, start: int) -> int:
        """The first row from `start` on with the digits in a number, -1 if none."""
        if not typed.isdigit():
            return -1
        if not self.typing:
            self._typed = ""
        self._typing.start()
        self._typed += typed
        count = self._model.rowCount()
        order = ((max(0, start) + step) % count for step in range(count))
        return next((place for place in order if self._fits(place)), -1)

    def _fits(self, place: int) -> bool:
        row = self._model.row_at(place)
        if row is None:
            return False
        texts = (wording.who(row.roster), wording.other(row.roster))
        return any(self._typed in "".join(filter(str.isdigit, t)) for t in texts)
