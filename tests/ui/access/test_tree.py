"""Names, roles and values as assistive programs find them in the window."""

import gc

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.finding import heard
from voipmon.ui.access import tree
from voipmon.ui.widgets.banner import Banner

Role, Text = QAccessible.Role, QAccessible.Text


def of(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def below(parent: QAccessibleInterface) -> list[QAccessibleInterface]:
    """All that is under an interface, tables left out: they are asked by cell."""
    found = []
    for place in range(parent.childCount()):
        child = parent.child(place)
        if child is None:
            continue
        found.append(child)
        if child.role() not in {Role.Table, Role.Tree, Role.List}:
            found += below(child)
    return found


@pytest.fixture
def listening(window, qtbot):
    window.listening.listen("call:c1", add=False)
    window.listening.listen("call:c2", add=True)
    qtbot.waitUntil(lambda: heard(window, "Marcus Oyelaran + 1 more"))
    return window


def test_the_banner_is_an_alert_and_comes_first(listening):
    banner = of(listening.banner)
    assert banner.role() is Role.AlertMessage
    assert banner.text(Text.Name) == listening.banner.text
    named = [
        child
        for child in below(of(listening))
        if child.text(Text.Name) and not child.state().invisible
    ]
    assert named[0].role() is Role.AlertMessage


def test_a_card_is_a_group_of_that_name(listening):
    card = of(listening.cards.widgets[0])
    assert card.role() is Role.Grouping
    assert card.text(Text.Name).startswith("Dana Lee")
    roles = {child.role() for child in below(card)}
    assert {Role.ProgressBar, Role.Slider, Role.Graphic} <= roles
    assert roles & {Role.Button, Role.ButtonMenu, Role.CheckBox}


def test_the_meter_has_a_value_in_decibels(listening, qtbot):
    meter = of(listening.cards.widgets[0].meter.meter)
    assert meter.role() is Role.ProgressBar
    assert meter.text(Text.Name) == "Level of Dana Lee"
    assert "dB" in meter.text(Text.Description)
    qtbot.waitUntil(lambda: -60 < int(meter.text(Text.Value)) <= 0)


def test_sliders_have_values(listening):
    card = listening.cards.widgets[0]
    sliders = [i for i in below(of(card)) if i.role() is Role.Slider]
    named = {i.text(Text.Name).partition(" of ")[0] for i in sliders}
    assert {"Volume", "Place"} <= named
    for slider in sliders:
        value = slider.valueInterface()
        assert value.minimumValue() <= value.currentValue() <= value.maximumValue()


def test_the_painted_cells_are_words(listening, qtbot):
    table = of(listening.calls.view)
    assert table.role() is Role.Table
    assert table.text(Text.Name) == "Calls and conferences"
    model = listening.calls.model
    columns = model.columnCount()
    qtbot.waitUntil(lambda: "dB" in said(table, columns, 0))
    first = said(table, columns, 0)
    assert first.startswith("Talking Dana Lee +1 415 555 0142 Incoming 10:0")
    assert "Listening" in first
    names = [table.child(1 + n).text(Text.Name) for n in range(columns)]
    assert all(names), "a column without a headline"
    row = table.child(columns + 1)
    assert (row.role(), row.text(Text.Name)) == (Role.RowHeader, "Dana Lee")


def said(table: QAccessibleInterface, columns: int, row: int) -> str:
    first = (row + 1) * (columns + 1)  # below the headlines, its own headline first
    cells = (table.child(first + 1 + n) for n in range(columns))
    return " ".join(cell.text(Text.Name) for cell in cells)


def test_everything_on_screen_that_can_be_worked_has_a_name_and_a_role(listening):
    for item in below(of(listening)):
        state = item.state()
        if state.invisible or not state.focusable:
            continue
        assert item.text(Text.Name), item
        assert item.role() not in {Role.NoRole, Role.Client}, item.text(Text.Name)


def test_interfaces_live_and_die_with_their_widgets(qapp):
    """Qt owns what Python made: neither side may delete it twice or too early."""
    tree.install()
    window = QWidget()
    for number in range(300):
        banner = Banner(window)
        banner.setAccessibleName(str(number))
        assert of(banner).role() is Role.AlertMessage
        gc.collect(0)
        assert of(banner).text(Text.Name) == str(number)
        if number % 3:
            banner.deleteLater()
            QApplication.processEvents()
    window.deleteLater()
    QApplication.sendPostedEvents()
    gc.collect()
