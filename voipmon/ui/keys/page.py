"""Settings, page Keys: what can be done by key, and another key for it."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from voipmon.core.domain.settings import KEYS, Settings
from voipmon.ui.access.announce import announce
from voipmon.ui.keys import rules
from voipmon.ui.keys.actions import BY_ID, Action
from voipmon.ui.keys.capture import CaptureField
from voipmon.ui.keys.keymap import Keymap
from voipmon.ui.preferences import Preferences
from voipmon.ui.theme import font
from voipmon.ui.tokens import GAP

_ID = Qt.ItemDataRole.UserRole
_LOCKED = "Set by your administrator."


class KeysPage(QWidget):
    """Every change holds at once; one that cannot be is refused in words.

    Args:
        bound: The actions that the window can do.
    """

    def __init__(self, preferences: Preferences, bound: Iterable[Action]) -> None:
        super().__init__()
        self.setObjectName("keys_page")
        self._preferences = preferences
        self._keymap = Keymap(preferences.now.keys)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._make_table(bound)
        self._make_editor()
        self._lay_out()
        preferences.changed.connect(self._on_settings)
        self._show_keys()
        self._table.setCurrentItem(next(iter(self._items.values())))
        self._say("\n".join(self._keymap.refused))

    # -- building --------------------------------------------------------------------

    def _make_table(self, bound: Iterable[Action]) -> None:
        self._search = QLineEdit()
        self._search.setObjectName("keys_search")
        self._search.setAccessibleName("Search actions and keys")
        self._search.setPlaceholderText("Search actions and keys")
        self._search.setToolTip("Show only actions with these words or this key")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        table = self._table = QTreeWidget()
        table.setObjectName("keys_table")
        table.setAccessibleName("Keys")
        table.setToolTip("Choose an action, then give it another key below")
        table.setHeaderLabels(["Action", "Key"])
        table.setRootIsDecorated(False)
        table.setItemsExpandable(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.header().setStretchLastSection(False)
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        groups: dict[str, QTreeWidgetItem] = {}
        for action in bound:
            group = groups.get(action.group) or self._group(action.group)
            groups[action.group] = group
            item = QTreeWidgetItem(group, [action.label])
            item.setData(0, _ID, action.id)
            item.setToolTip(0, f"Acts {action.scope.value}")
            item.setSizeHint(0, QSize(0, table.fontMetrics().height() + GAP))
            self._items[action.id] = item
        table.expandAll()
        table.currentItemChanged.connect(self._on_current)

    def _group(self, name: str) -> QTreeWidgetItem:
        made = QTreeWidgetItem(self._table, [name])
        made.setFlags(Qt.ItemFlag.ItemIsEnabled)
        made.setSizeHint(0, QSize(0, self._table.fontMetrics().height() + 2 * GAP))
        made.setFont(0, font(weight=QFont.Weight.DemiBold))
        return made

    def _make_editor(self) -> None:
        self._field = CaptureField()
        self._field.setObjectName("keys_capture")
        self._field.setToolTip("Press the new key in here; Tab goes on")
        self._field.captured.connect(self._take)
        self._none = _button("keys_none", "&No key", "Take the key away")
        self._none.clicked.connect(lambda: self._take(""))
        self._usual = _button("keys_usual", "&Usual key", "Back to the usual key")
        self._usual.clicked.connect(self._reset)
        self._all = _button("keys_all", "&All usual keys", "Every action as it was")
        self._all.clicked.connect(self._reset_all)
        self._said = QLabel()
        self._said.setObjectName("keys_said")
        self._said.setWordWrap(True)
        self._said.setProperty("broken", True)
        self._said.setMinimumHeight(2 * self._said.fontMetrics().height())
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        label = QLabel("New &key:")
        label.setBuddy(self._field)
        row.addWidget(label)
        row.addWidget(self._field, 1)
        for button in (self._none, self._usual, self._all):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addWidget(self._search)
        column.addWidget(self._table, 1)
        column.addLayout(row)
        column.addWidget(self._said)

    # -- showing ---------------------------------------------------------------------

    def _on_settings(self, settings: Settings) -> None:
        self._keymap = Keymap(settings.keys)
        self._show_keys()

    def _show_keys(self) -> None:
        strong, plain = font(weight=QFont.Weight.DemiBold), font()
        for action_id, item in self._items.items():
            item.setText(1, self._keymap.text(action_id) or "none")
            usual = self._keymap.is_default(action_id)
            item.setFont(1, plain if usual else strong)
            item.setToolTip(1, "" if usual else "Changed by you")
        self._table.resizeColumnToContents(1)
        self._on_current()
        self._filter(self._search.text())

    def _current(self) -> Action | None:
        item = self._table.currentItem()
        action_id = item.data(0, _ID) if item else None
        return BY_ID.get(str(action_id))

    def _on_current(self) -> None:
        self._say("")
        action = self._current()
        locked = (
            action is not None and f"{KEYS}.{action.id}" in self._preferences.locked
        )
        free = action is not None and not locked
        self._field.setText(self._keymap.text(action.id) if action else "")
        self._field.setAccessibleName(f"New key: {action.label}" if action else "Key")
        self._field.setEnabled(free)
        has_key = action is not None and self._keymap.key(action.id) != action.always
        self._none.setEnabled(free and has_key)
        changed = action is not None and not self._keymap.is_default(action.id)
        self._usual.setEnabled(free and changed)
        self._all.setEnabled(bool(self._preferences.now.keys))
        if locked:
            self._say(_LOCKED)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        shown_groups = []
        for item in self._items.values():
            line = f"{item.text(0)} {item.text(1)}".casefold()
            fits = all(word in line for word in words)
            item.setHidden(not fits)
            if fits:
                shown_groups.append(item.parent())
        for place in range(self._table.topLevelItemCount()):
            group = self._table.topLevelItem(place)
            if group is not None:
                group.setHidden(group not in shown_groups)

    def _say(self, text: str) -> None:
        self._said.setText(text)
        if text:
            announce(self._said, text)

    # -- changing --------------------------------------------------------------------

    def _take(self, text: str) -> None:
        action = self._current()
        if action is None:
            return
        if text and (found := self._keymap.objection(action.id, text)):
            self._say(found)
            return
        same = rules.normal(text) == rules.normal(action.key)
        self._preferences.change(KEYS, **{action.id: None if same else text})
        self._say("")

    def _reset(self) -> None:
        if action := self._current():
            self._take(action.key)

    def _reset_all(self) -> None:
        self._preferences.restore(KEYS)
        self._say("")


def _button(name: str, text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    return made
