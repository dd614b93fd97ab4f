"""Which columns the list of calls shows: a box to tick for each."""

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from voipmon.core.domain.settings import Settings
from voipmon.ui.calls.column_memory import ALWAYS, columns_of, show_column
from voipmon.ui.calls.columns import HEADERS, Column
from voipmon.ui.preferences import Preferences
from voipmon.ui.tokens import GAP

_ACROSS = 3  # boxes beside each other


class ColumnChoice(QWidget):
    """Follows the settings both ways."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("column_choice")
        self.setAccessibleName("Columns of the list")
        self._boxes: dict[Column, QCheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, GAP)
        grid.setHorizontalSpacing(2 * GAP)
        locked = "layout.hidden" in preferences.locked
        for place, column in enumerate(c for c in Column if c is not ALWAYS):
            box = self._boxes[column] = QCheckBox(HEADERS[column])
            box.setObjectName(f"column_{column.name.lower()}")
            box.setToolTip(f"Show the column “{HEADERS[column]}” in the list of calls")
            box.setEnabled(not locked)
            box.toggled.connect(lambda on, c=column: show_column(preferences, c, on=on))
            grid.addWidget(box, place // _ACROSS, place % _ACROSS)
        self._show(preferences.now)
        preferences.changed.connect(self._show)

    def _show(self, now: Settings) -> None:
        hidden = columns_of(now.layout.hidden)
        for column, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(column not in hidden)
            box.blockSignals(False)
