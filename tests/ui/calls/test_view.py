"""Mouse and keys of the table."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics

from voipmon.ui.calls.columns import Column
from voipmon.ui.calls.header import PAD
from voipmon.ui.calls.model import CallsModel
from voipmon.ui.calls.view import CallsView
from voipmon.ui.theme import font


@pytest.fixture
def view(qtbot, state, theme):
    model = CallsModel(state)
    made = CallsView(model, theme)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    model.sync()
    made.asked = []
    made.listen_wanted.connect(lambda key, add: made.asked.append((key, add)))
    return made


def middle(view: CallsView, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, Column.WHO)).center()


def test_a_click_asks_with_ctrl_it_adds(view, qtbot):
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(view.viewport(), left, pos=middle(view, 1))
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(view.viewport(), left, control, pos=middle(view, 2))
    assert view.asked == [("call:c2", False), ("call:c3", True)]
    assert view.current_key() == "call:c3"


def test_a_row_that_slid_away_under_the_button_is_not_meant(view, qtbot):
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(view.viewport(), left, pos=middle(view, 1))
    qtbot.mouseRelease(view.viewport(), left, pos=middle(view, 2))
    assert not view.asked


def test_other_buttons_and_empty_ground_ask_nothing(view, qtbot):
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=middle(view, 1))
    ground = QPoint(20, view.viewport().height() - 4)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=ground)
    assert not view.asked


def test_keys(view, qtbot):
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert not view.asked
    view.listen_to_current(add=False)
    view.listen_to_current(add=True)
    assert view.asked == [("call:c2", False), ("call:c2", True)]


def test_digits_find_a_number_letters_nothing(view, qtbot):
    view.setCurrentIndex(view.model().index(3, Column.STATE))
    qtbot.keyClicks(view, "To")
    assert view.current_key() == "call:c4"
    qtbot.keyClicks(view, "0142")
    assert view.current_key() == "call:c1"
    assert not view.asked


def test_the_order_rests_while_the_pointer_moves(view, qtbot):
    seen: list[bool] = []
    view.rested.connect(seen.append)
    qtbot.mouseMove(view.viewport(), middle(view, 1))
    qtbot.mouseMove(view.viewport(), middle(view, 2))
    qtbot.waitUntil(lambda: seen != [])
    assert seen[0] is True
    qtbot.waitUntil(lambda: seen[-1] is False, timeout=8000)


def test_visible_rows(view):
    assert view.visible_rows() == (0, 6)


def test_a_narrow_table_drops_the_word_not_the_arrow(view):
    view.resize(1200, 400)
    wide = view.columnWidth(Column.DIRECTION)
    view.resize(600, 400)
    assert 30 < view.columnWidth(Column.DIRECTION) < wide


@pytest.mark.parametrize("width", [560, 640, 800, 1200])
def test_names_share_the_room_and_no_number_is_cut(view, width):
    view.resize(width, 400)
    widths = [view.columnWidth(column) for column in Column]
    assert sum(widths) == view.viewport().width()
    strong = QFontMetrics(font(weight=QFont.Weight.DemiBold))
    assert widths[Column.WHO] >= strong.horizontalAdvance("+15555310198") + 2 * PAD
    if width >= 640:
        plain = QFontMetrics(font())
        other = widths[Column.OTHER] - 2 * PAD
        assert other >= plain.horizontalAdvance("nobody inside")
