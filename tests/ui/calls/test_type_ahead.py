"""Digits in the list find numbers."""

import pytest
from PySide6.QtCore import QObject

from voipmon.ui.calls.model import CallsModel
from voipmon.ui.calls.type_ahead import TypeAhead


@pytest.fixture
def model(qapp, state):
    made = CallsModel(state)
    made.sync()
    return made


@pytest.fixture
def ahead(model, qapp):
    owner = QObject()
    yield TypeAhead(model, owner)
    owner.deleteLater()


def test_the_last_digits_find_the_row(ahead, model):
    place = 3
    for digit in "0142":
        place = ahead.find(digit, place)
    assert model.row_at(place).key == "call:c1"


def test_a_row_that_fits_stays(ahead):
    assert ahead.find("4", 2) == 2
    assert ahead.find("1", 2) == 2


def test_it_goes_round_the_end(ahead, model):
    end = model.rowCount() - 1
    assert model.row_at(ahead.find("199", end)).key == "call:c6"


def test_letters_and_unknown_numbers_find_nothing(ahead):
    assert ahead.find("D", 0) == -1
    assert ahead.find("777", 0) == -1


def test_after_a_pause_it_is_another_number(ahead, model, qtbot):
    assert ahead.find("777", 0) == -1
    qtbot.waitUntil(lambda: not ahead.typing)
    assert model.row_at(ahead.find("0142", 0)).key == "call:c1"
