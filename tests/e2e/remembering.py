"""A start of the program that changes its layout by hand, or only tells how it looks.

    python -m tests.e2e.remembering FOLDER (change | look)

Reads who to sign in as from standard input, writes what it saw as JSON.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.window import Hand
from voipmon import app
from voipmon.core.domain.commands import SignIn
from voipmon.engine.client import EngineClient
from voipmon.ui.calls.columns import Column
from voipmon.ui.main_window import MainWindow

PATIENCE_MS = 30_000


def main(folder: str, what: str) -> int:
    """One start, from the engine to the end of the program."""
    sign_in = SignIn(**json.load(sys.stdin))
    kept = app.remember(Path(folder), Path(folder) / "policy.toml")

    def engine() -> EngineClient:
        client = EngineClient()
        client.start()
        return client

    def ready(window: MainWindow) -> None:
        when(lambda: window.calls.model.rowCount() > 0, lambda: act(window))

    def act(window: MainWindow) -> None:
        if what == "change":
            change(window)
        print(json.dumps(seen(window)), flush=True)
        window.quit()

    return app.run(engine, sign_in=sign_in, kept=kept, ready=ready)


def when(ready: Callable[[], bool], act: Callable[[], None]) -> None:
    """Act as soon as it is so."""
    timer = QTimer(QApplication.instance())

    def look() -> None:
        if ready():
            timer.stop()
            act()

    timer.timeout.connect(look)
    timer.start(50)
    QTimer.singleShot(PATIENCE_MS, lambda: QApplication.exit(9))


def change(window: MainWindow) -> None:
    """As a supervisor would, with the mouse alone."""
    hand = Hand(QApplication.instance())
    view = window.calls.view
    header = view.horizontalHeader()
    middle = header.height() // 2

    def edge(column: Column) -> QPoint:
        right = header.sectionViewportPosition(column) + header.sectionSize(column)
        return QPoint(right - 1, middle)

    def inside(column: Column) -> QPoint:
        return QPoint(header.sectionViewportPosition(column) + 20, middle)

    hand.drag(header.viewport(), edge(Column.STATE), QPoint(34, 0))
    hand.click(header.viewport(), inside(Column.WHO))
    by = QPoint(inside(Column.TIME).x() - inside(Column.LISTENING).x() - 30, 0)
    hand.drag(header.viewport(), inside(Column.LISTENING), by)
    across = window.calls.parentWidget().handle(1)
    hand.drag(across, across.rect().center(), QPoint(-90, 0))
    hand.click(window.findChild(QWidget, "quality_tab"))
    hand.click(window.toolbar.master, QPoint(20, window.toolbar.master.height() // 2))
    hand.key("ctrl+comma")
    dialog = window.findChild(QWidget, "settings_dialog")
    dialog.show_page("appearance")
    colours = dialog.findChild(QWidget, "appearance_theme")
    colours.setFocus()
    hand.key("d")
    hand.key("Escape")
    window.state.pass_time(0.0)
    for _ in range(20):
        QApplication.processEvents()


def seen(window: MainWindow) -> dict[str, Any]:
    """The layout, as the widgets have it."""
    header = window.calls.view.horizontalHeader()
    return {
        "order": [header.visualIndex(column) for column in Column],
        "state": header.sectionSize(Column.STATE),
        "sorted": [header.sortIndicatorSection(), header.sortIndicatorOrder().name],
        "across": window.calls.parentWidget().sizes(),
        "tab": window.bottom.open_name,
        "master": window.toolbar.master.value(),
        "dark": window.theme.tokens.dark,
        "size": [window.width(), window.height()],
    }


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
