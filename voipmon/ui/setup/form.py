"""A page of rows: name, control, and a sentence below; each bound to one setting."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from voipmon.core.domain.settings import Settings
from voipmon.core.domain.settings_rules import limits, sentence
from voipmon.ui.preferences import Preferences
from voipmon.ui.theme import BANNER, SMALL, font
from voipmon.ui.tokens import GAP

LOCKED = "Set by your administrator."
_AROUND = 12  # [px] above and below the letters of a control


class Form(QWidget):
    """Shows the settings as they are and changes them at once.

    Args:
        title: Above the rows.
    """

    def __init__(self, preferences: Preferences, title: str) -> None:
        super().__init__()
        self._preferences = preferences
        self._shows: list[Callable[[Settings], None]] = []
        self.fields: list[tuple[str, str]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        self._grid.setHorizontalSpacing(2 * GAP)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(1, 1)
        self._row = 0
        head = QLabel(title)
        head.setFont(font(scale=BANNER, weight=QFont.Weight.DemiBold))
        head.setContentsMargins(0, 0, 0, GAP)
        self._wide(head)
        preferences.changed.connect(self._show_all)

    # -- rows ------------------------------------------------------------------------

    def check(self, page: str, name: str, label: str) -> QCheckBox:
        """A setting that is on or off."""
        box = QCheckBox(label)
        box.toggled.connect(lambda on: self._preferences.change(page, **{name: on}))
        self._wide(box)
        self._bind(box, page, name, label, box.setChecked)
        return box

    def choice(
        self, page: str, name: str, label: str, choices: Mapping[Any, str]
    ) -> QComboBox:
        """One of several values, each with its words."""
        box = QComboBox()
        values = list(choices)
        box.addItems(list(choices.values()))
        box.activated.connect(
            lambda at: self._preferences.change(page, **{name: values[at]})
        )

        def show(value: Any) -> None:
            if value not in values:  # written by hand, between the usual ones
                values.append(value)
                box.addItem(str(value))
            box.setCurrentIndex(values.index(value))

        self._labelled(label, box)
        self._bind(box, page, name, label, show)
        return box

    def number(
        self, page: str, name: str, label: str, unit: str, *, step: float = 1
    ) -> QSpinBox | QDoubleSpinBox:
        """A number between its limits."""
        low, _ = limits(page, name)
        most = self._preferences.most(page, name)
        box: QSpinBox | QDoubleSpinBox
        if isinstance(getattr(getattr(self._preferences.now, page), name), int):
            whole = box = QSpinBox()
            whole.setRange(int(low), int(most))
            whole.setSingleStep(int(step))
        else:
            real = box = QDoubleSpinBox()
            real.setRange(low, most)
            real.setSingleStep(step)
            real.setDecimals(1)
        box.setSuffix(f" {unit}" if unit else "")
        box.setKeyboardTracking(False)  # "12" is not 1 on its way to 12
        box.valueChanged.connect(
            lambda value: self._preferences.change(page, **{name: value})
        )
        self._labelled(label, box)
        self._bind(box, page, name, label, box.setValue)
        return box

    def words(self, text: str) -> QLabel:
        """A paragraph of its own."""
        label = QLabel(text)
        label.setWordWrap(True)
        label.setProperty("soft", True)
        label.setContentsMargins(0, GAP // 2, 0, GAP)
        self._wide(label)
        return label

    def fact(self, label: str, text: str, name: str) -> QLabel:
        """Something that is so; it can be marked and copied."""
        shown = QLabel(text)
        shown.setObjectName(name)
        shown.setAccessibleName(f"{label}: {text}")
        shown.setWordWrap(True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._labelled(label, shown)
        return shown

    def row(self, label: str, part: QWidget) -> None:
        """A control of its own kind, which looks after itself."""
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(QLabel(label), self._row, 0, top)
        self._grid.addWidget(part, self._row, 1)
        self._row += 1

    def widget(self, part: QWidget) -> None:
        """Anything else, at its own width."""
        self._grid.addWidget(part, self._row, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._row += 1

    def end(self) -> "Form":
        """No row follows."""
        self._grid.setRowStretch(self._row, 1)
        return self

    # -- inside ----------------------------------------------------------------------

    def _wide(self, part: QWidget) -> None:
        self._grid.addWidget(part, self._row, 0, 1, 2)
        self._row += 1

    def _labelled(self, label: str, control: QWidget) -> None:
        name = QLabel(label)
        name.setBuddy(control)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(name, self._row, 0, top)
        if isinstance(control, QLabel):
            self._grid.addWidget(control, self._row, 1, top)
        else:
            left = Qt.AlignmentFlag.AlignLeft
            control.setMinimumHeight(control.fontMetrics().height() + _AROUND)
            self._grid.addWidget(control, self._row, 1, left)
            name.setMinimumHeight(control.minimumHeight())
        self._row += 1

    def _bind(
        self,
        control: QWidget,
        page: str,
        name: str,
        label: str,
        show: Callable[[Any], None],
    ) -> None:
        meaning = sentence(page, name)
        if f"{page}.{name}" in self._preferences.locked:
            meaning = f"{meaning} {LOCKED}"
            control.setEnabled(False)
        control.setObjectName(f"{page}_{name}")
        control.setAccessibleName(label.replace("&", ""))
        control.setAccessibleDescription(meaning)
        control.setToolTip(meaning)
        below = QLabel(meaning)
        below.setFont(font(scale=SMALL))
        below.setProperty("soft", True)
        below.setWordWrap(True)
        below.setContentsMargins(0, 0, 0, GAP)
        column = 0 if isinstance(control, QCheckBox) else 1
        self._grid.addWidget(below, self._row, column, 1, 2 - column)
        self._row += 1
        self.fields.append((page, name))

        def show_now(now: Settings) -> None:
            control.blockSignals(True)
            show(getattr(getattr(now, page), name))
            control.blockSignals(False)

        self._shows.append(show_now)
        show_now(self._preferences.now)

    def _show_all(self, now: Settings) -> None:
        for show in self._shows:
            show(now)
