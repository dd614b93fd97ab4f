"""The window's middle: what can be dragged, and what cannot be dragged away."""

from PySide6.QtWidgets import QSplitter, QWidget

from voipmon.ui.bottom import BottomBar
from voipmon.ui.layout import LEAST_CALLS, LEAST_CARDS, lay_out
from voipmon.ui.theme import Theme


def test_list_and_cards_keep_their_least_width(qtbot):
    above, left, right = QWidget(), QWidget(), QWidget()
    bottom = BottomBar(Theme(above))
    middle = lay_out(above=(above,), left=left, right=right, bottom=bottom)
    qtbot.addWidget(middle)
    middle.resize(1024, 640)
    middle.show()
    across = middle.findChild(QSplitter, "across_splitter")
    across.setSizes([1, 1023])
    assert left.width() >= LEAST_CALLS
    across.setSizes([1023, 1])
    assert right.width() >= LEAST_CARDS
