"""No word is cut off: usual letters in the smallest window, large ones in a larger."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from tests.ui.access.test_reach import listen
from voipmon.core.domain.facts import StreamEnded
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    StreamState,
)
from voipmon.ui.keys.sheet import KeySheet
from voipmon.ui.main_window import MainWindow
from voipmon.ui.widgets.banner import Banner

SMALLEST = QSize(1024, 640)  # [px] at the usual size of letters
SLACK = 2  # [px] rounding of styles


@pytest.fixture(params=[1.0, 2.0], ids=["100", "200"], autouse=True)
def scale(request, qapp) -> Iterator[float]:
    usual, large = qapp.font(), qapp.font()
    large.setPointSizeF(usual.pointSizeF() * request.param)
    qapp.setFont(large)
    yield request.param
    qapp.setFont(usual)


@pytest.fixture
def window(scale, window, qtbot) -> MainWindow:
    """The usual one, as small as may be."""
    window.resize(SMALLEST * scale)
    return window


def cut(root: QWidget) -> list[str]:
    """Words that have less room than they need, and no tool tip that tells them."""
    QApplication.processEvents()
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not root:
            continue
        if isinstance(widget, Banner):  # cut with dots, all of it in the tool tip
            continue
        if isinstance(widget, QLabel):
            bad = label_is_cut(widget)
        elif isinstance(widget, QAbstractButton | QComboBox):
            inside_a_field = isinstance(widget.parentWidget(), QLineEdit)
            bad = not inside_a_field and lacks(widget, widget.minimumSizeHint())
        else:
            continue
        if bad:
            wanted = widget.sizeHint().toTuple()
            name = widget.objectName() or widget.parentWidget().objectName()
            text = getattr(widget, "text", str)()
            found.append(f"{name} {text!r}: {widget.size().toTuple()} of {wanted}")
    return found


def label_is_cut(label: QLabel) -> bool:
    if not label.text():
        return False
    gives_way = label.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    if gives_way and label.toolTip():  # cut with dots, all of it in the tool tip
        return lacks(label, QSize(0, label.sizeHint().height()))
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + SLACK
    return lacks(label, label.sizeHint())


def lacks(widget: QWidget, wanted: QSize) -> bool:
    return (
        widget.width() + SLACK < wanted.width()
        or widget.height() + SLACK < wanted.height()
    )


def fits(window: MainWindow, scale: float) -> None:
    QApplication.processEvents()
    assert window.size() == SMALLEST * scale, "it needs more than the smallest size"
    assert not cut(window)


def test_the_list(window, scale):
    fits(window, scale)


@pytest.mark.parametrize("count", [1, 4])
def test_cards(window, scale, qtbot, count):
    listen(window, qtbot, count)
    qtbot.wait(50)
    fits(window, scale)


def test_a_lost_call_and_messages(window, engine, scale, qtbot):
    listen(window, qtbot, 1)
    engine.over[1] = {"state": StreamState.CLOSED, "cause": EndCause.LOST}
    engine.facts.append(StreamEnded(stream_id=1, cause=EndCause.LOST))
    engine.output = OutputSnapshot(
        state=OutputState.PAUSED, device="Headset", offer="Laptop speakers"
    )
    qtbot.waitUntil(lambda: bool(window.messages.texts))
    qtbot.wait(50)
    fits(window, scale)


def test_the_tabs_below(window, scale, qtbot):
    listen(window, qtbot, 1)
    for button in window.bottom.findChildren(QAbstractButton):
        button.setChecked(True)
        qtbot.wait(50)
        fits(window, scale)


def test_the_settings(window, scale, qtbot):
    window.setup.show()
    dialog = window.findChild(QWidget, "settings_dialog")
    dialog.resize(SMALLEST * scale * 0.9)
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        QApplication.processEvents()
        assert not cut(dialog)


def test_the_key_sheet(window, scale, qtbot):
    window.show_help()
    sheet = window.findChild(KeySheet)
    qtbot.waitUntil(sheet.isVisible)
    assert not cut(sheet)


def test_the_sign_in(window, scale, qtbot):
    window.account.sign_in()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert not cut(dialog)
    dialog.reject()
