"""The settings dialog itself: list, page, "Restore defaults", Close."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from voipmon.ui.setup.context import Context
from voipmon.ui.setup.form import Form
from voipmon.ui.setup.pages import PAGES
from voipmon.ui.theme import font
from voipmon.ui.tokens import GAP

_WIDE, _HIGH = 92, 38  # average letters and lines of the first size


class SetupDialog(QDialog):
    """Stays open beside the window; Esc closes it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self.setObjectName("settings_dialog")
        self.setWindowTitle("Settings - voipmon")
        self._made: dict[int, QWidget] = {}
        self._places: dict[int, QScrollArea] = {}
        self._stack = QStackedWidget()
        self._make_list()
        self._make_buttons()
        self._lay_out()
        self.list.setCurrentRow(0)
        metrics = self.fontMetrics()
        wanted = QSize(
            _WIDE * metrics.averageCharWidth() + self.list.width(),
            _HIGH * metrics.lineSpacing(),
        )
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.92))

    def _make_list(self) -> None:
        self.list = QListWidget()
        self.list.setObjectName("settings_pages")
        self.list.setAccessibleName("Pages of the settings")
        self.list.setToolTip("Pages of the settings (Up, Down)")
        self.list.setFont(font())
        self.list.addItems([page.title for page in PAGES])
        metrics = self.list.fontMetrics()
        wide = max(metrics.horizontalAdvance(page.title) for page in PAGES)
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(wide, metrics.height() + GAP + 4))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedWidth(wide + 4 * GAP)
        self.list.currentRowChanged.connect(self._show)

    def _make_buttons(self) -> None:
        self.restore = QPushButton("&Restore defaults")
        self.restore.setObjectName("settings_restore")
        self.restore.setToolTip("Set everything on this page as it was at first")
        self.restore.setAutoDefault(False)
        self.restore.clicked.connect(self._restore)
        self.closing = QPushButton("Close")
        self.closing.setObjectName("settings_close")
        self.closing.setToolTip("Close (Esc)")
        self.closing.setAutoDefault(False)
        self.closing.clicked.connect(self.close)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self.restore)
        below.addStretch(1)
        below.addWidget(self.closing)
        right = QVBoxLayout()
        right.addWidget(self._stack, 1)
        right.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP, GAP, GAP)
        row.setSpacing(GAP)
        row.addWidget(self.list)
        row.addLayout(right, 1)

    def show_page(self, page_id: str) -> None:
        """Turn to a page; nothing happens if there is none of that name."""
        for row, page in enumerate(PAGES):
            if page.id == page_id:
                self.list.setCurrentRow(row)

    def _show(self, row: int) -> None:
        if row not in self._made:
            page = PAGES[row]
            made = page.make(self._context)
            scroll = QScrollArea()
            scroll.setObjectName(f"settings_{page.id}")
            scroll.setAccessibleName(page.title)
            scroll.setWidgetResizable(True)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setWidget(made)
            self._made[row] = made
            self._stack.addWidget(scroll)
            self._places[row] = scroll
        self._stack.setCurrentWidget(self._places[row])
        self.restore.setVisible(bool(self._fields()))

    def _fields(self) -> list[tuple[str, str]]:
        made = self._made[self.list.currentRow()]
        return made.fields if isinstance(made, Form) else []

    def _restore(self) -> None:
        for page, name in self._fields():
            self._context.preferences.restore(page, name)
