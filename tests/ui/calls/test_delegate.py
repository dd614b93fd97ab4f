"""What is painted: tinted rows, grey ones, meters."""

import pytest
from PySide6.QtGui import QImage

from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.settings import ThemeChoice
from voipmon.core.domain.snapshot import LinkSnapshot, LinkState
from voipmon.ui.calls.columns import Column
from voipmon.ui.calls.model import CallsModel
from voipmon.ui.calls.view import CallsView


@pytest.fixture
def view(qtbot, state, theme):
    theme.choose(ThemeChoice.LIGHT)
    model = CallsModel(state)
    made = CallsView(model, theme)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    model.sync()
    return made


def cell(view: CallsView, row: int, column: Column) -> QImage:
    place = view.visualRect(view.model().index(row, column))
    return view.viewport().grab(place).toImage()


def colours(picture: QImage) -> set[str]:
    return {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }


def test_a_listened_row_is_tinted_and_its_meter_moves(view, state, theme):
    state.add(state.rows["call:c2"])
    state.apply_snapshot(snapshot(stream(1, "call:c2")))
    state.pass_time(0.033)
    view.model().tick(0, 6, second=True)
    level = colours(cell(view, 1, Column.LEVEL))
    assert theme.tokens.tint.lower() in level
    assert theme.tokens.meter_low.lower() in level
    assert theme.tokens.meter_mid.lower() in level
    assert theme.tokens.meter_low.lower() not in colours(cell(view, 0, Column.LEVEL))


def test_a_stale_list_is_grey(view, state, theme):
    talking = colours(cell(view, 0, Column.STATE))
    assert theme.tokens.good.lower() in talking
    state.apply_snapshot(snapshot(link=LinkSnapshot(state=LinkState.STALE, age_s=30)))
    view.viewport().update()
    grey = colours(cell(view, 0, Column.STATE))
    assert theme.tokens.good.lower() not in grey
    assert theme.tokens.faint.lower() in grey
