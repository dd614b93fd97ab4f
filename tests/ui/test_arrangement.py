"""The engine is told of a place once, when it changes, and of no other."""

import pytest

from voipmon.core.domain.commands import SetPlace
from voipmon.core.domain.places import UNDER_DB, Place
from voipmon.ui.arrangement import Arrangement


@pytest.fixture
def arrangement(engine, state):
    return Arrangement(engine, state)


@pytest.fixture
def cards(state, arrangement):
    made = [state.add(state.rows[f"call:c{number}"]) for number in (1, 2, 3)]
    for card in made:
        arrangement.enter(card)
    arrangement.follow()
    return made


def azimuths(cards):
    return [card.place.azimuth_deg for card in cards]


def test_one_that_enters_is_not_told_again(arrangement, engine, state):
    card = state.add(state.rows["call:c1"])
    assert arrangement.enter(card) == card.place == Place(0, 0)
    arrangement.follow()
    assert not engine.sent


def test_the_selected_one_goes_to_the_middle_and_who_stays_is_not_told(
    arrangement, engine, state, cards
):
    assert azimuths(cards) == [-90, 90, 0]
    engine.sent.clear()
    state.selected = cards[0]
    arrangement.follow()
    arrangement.follow()
    assert azimuths(cards) == [0, -90, 90]
    assert engine.told(SetPlace) == [
        SetPlace(stream_id=1, azimuth_deg=0, under_db=0),
        SetPlace(stream_id=2, azimuth_deg=-90, under_db=UNDER_DB),
        SetPlace(stream_id=3, azimuth_deg=90, under_db=UNDER_DB),
    ]


def test_none_selected_all_equally_loud(arrangement, state, cards):
    state.selected = None
    arrangement.follow()
    assert azimuths(cards) == [-90, 0, 90]
    assert {card.place.under_db for card in cards} == {0.0}


def test_a_card_that_was_moved_keeps_its_slot(arrangement, state, cards):
    assert arrangement.move(cards[2], 1)
    assert azimuths(cards) == [-90, 0, 10]
    state.selected = cards[0]
    arrangement.follow()
    assert azimuths(cards)[2] == 10


def test_it_leaps_over_others_and_stops_at_the_end(arrangement, state, cards):
    for _ in range(2):
        assert arrangement.move(cards[2], -1)
    assert azimuths(cards)[2] == -30
    assert not arrangement.move(cards[2], -1)
    assert cards[0].place.azimuth_deg == -90
