"""Columns as the supervisor left them: order, widths, which are shown, what sorts."""

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from voipmon.core.domain.settings import Layout, Settings
from voipmon.ui.calls.columns import HEADERS, Column
from voipmon.ui.calls.view import CallsView
from voipmon.ui.preferences import Preferences

ALWAYS = Column.WHO  # a list without it would name nobody
_NAMES = {column.name.lower(): column for column in Column}


def columns_of(names: tuple[str, ...]) -> list[Column]:
    """The columns of these names, each once; names of other versions mean nothing."""
    return list(dict.fromkeys(_NAMES[name] for name in names if name in _NAMES))


class ColumnMemory(QObject):
    """Follows the header both ways: what is dragged there is kept at once.

    A menu on the header shows and hides columns; so does the settings dialog, which
    the keyboard reaches.
    """

    def __init__(self, view: CallsView, preferences: Preferences) -> None:
        super().__init__(view)
        self._view = view
        self._preferences = preferences
        self._restoring = False
        self._layout: Layout | None = None
        header = self._header = view.horizontalHeader()
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._restore(preferences.now)
        header.customContextMenuRequested.connect(self._show_menu)
        header.sectionMoved.connect(self._on_moved)
        header.sectionResized.connect(self._on_resized)
        header.sortIndicatorChanged.connect(self._on_sorted)
        preferences.changed.connect(self._restore)

    # -- from the settings -----------------------------------------------------------

    def _restore(self, now: Settings) -> None:
        if now.layout is self._layout:
            return
        layout = self._layout = now.layout
        order = columns_of(layout.columns) or list(Column)
        order += [column for column in Column if column not in order]
        hidden = set(columns_of(layout.hidden)) - {ALWAYS}
        widths = {_NAMES[n]: px for n, px in layout.widths.items() if n in _NAMES}
        self._restoring = True
        for place, column in enumerate(order):
            self._header.moveSection(self._header.visualIndex(column), place)
        for column in Column:
            if self._header.isSectionHidden(column) != (column in hidden):
                self._header.setSectionHidden(column, column in hidden)
        self._view.own_widths = widths
        self._view.share_room()
        if layout.sort_by in _NAMES:
            way = Qt.SortOrder.DescendingOrder
            if not layout.sort_down:
                way = Qt.SortOrder.AscendingOrder
            column = _NAMES[layout.sort_by]
            now_sorted = self._header.sortIndicatorSection()
            if (now_sorted, self._header.sortIndicatorOrder()) != (column, way):
                self._view.sortByColumn(column, way)
        self._restoring = False

    # -- from the header -------------------------------------------------------------

    def _on_moved(self) -> None:
        if not self._restoring:
            places = sorted(Column, key=self._header.visualIndex)
            names = tuple(column.name.lower() for column in places)
            self._preferences.change("layout", columns=names)

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        dragged = QApplication.mouseButtons() & Qt.MouseButton.LeftButton
        stretches = self._header.sectionResizeMode(section)
        if (
            self._restoring
            or not dragged
            or not width
            or stretches is not self._header.ResizeMode.Interactive
            or self._view.sharing
        ):
            return
        name = Column(section).name.lower()
        widths = {**self._preferences.now.layout.widths, name: max(16, width)}
        self._preferences.change("layout", widths=widths)

    def _on_sorted(self, section: int, way: Qt.SortOrder) -> None:
        if not self._restoring and section in set(Column):
            self._preferences.change(
                "layout",
                sort_by=Column(section).name.lower(),
                sort_down=way is Qt.SortOrder.DescendingOrder,
            )

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setObjectName("columns_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            if column is not ALWAYS:
                action = menu.addAction(HEADERS[column])
                action.setCheckable(True)
                action.setChecked(not self._header.isSectionHidden(column))
                action.toggled.connect(
                    lambda on, c=column: show_column(self._preferences, c, on=on)
                )
        menu.addSeparator()
        usual = menu.addAction("&Usual columns")
        usual.triggered.connect(
            lambda: self._preferences.restore("layout", "columns", "hidden", "widths")
        )
        menu.popup(self._header.mapToGlobal(at))


def show_column(preferences: Preferences, column: Column, *, on: bool) -> None:
    """Show or hide one column."""
    hidden = [c for c in columns_of(preferences.now.layout.hidden) if c is not column]
    if not on:
        hidden.append(column)
    names = tuple(c.name.lower() for c in hidden)
    preferences.change("layout", hidden=names)
