"""The history as text."""

from voipmon.core.domain.snapshot import HistoryPoint
from voipmon.ui.quality.copied import history_table

CALM = HistoryPoint(60.0, 40.0, 40.0, 0.0, 50, 0, 30.0, 0.0)
STALL = HistoryPoint(-1.0, 0.0, 40.0, 900.0, 0, 1, 0.0, 0.0)
SKIP = HistoryPoint(90.0, 0.0, 45.0, 20.0, 150, 0, 40.0, 1800.0)


def cells(history: list[HistoryPoint]) -> list[list[str]]:
    return [line.split() for line in history_table(history)[4:]]


def test_ten_seconds_are_a_line():
    # the target, too, with the device's part: 60 behind live are 30 + the device's 30
    history = [*[CALM] * 13, *[STALL] * 5, *[CALM] * 4, SKIP]
    assert cells(history) == [
        ["0:23", "60", "60", "70", "0", "50", "0", "0.0"],
        ["0:20", "60", "60", "70", "0", "50", "0", "0.0"],
        ["0:10", "66", "90", "95", "4520", "35", "5", "1.8"],
    ]


def test_what_did_not_play_has_no_delay():
    assert cells([STALL] * 3) == [["0:03", "-", "-", "-", "2700", "0", "3", "0.0"]]


def test_columns_stand_under_their_heads_and_ten_minutes_are_sixty_lines():
    lines = history_table([CALM] * 600)
    assert lines[1] == "Last 600 s, a line for each 10 s:"
    assert len(lines) == 64
    assert len({len(line) for line in lines[2:]}) == 1
    assert lines[4].startswith("    10:00")


def test_nothing_is_told_of_nothing():
    assert history_table([]) == []
