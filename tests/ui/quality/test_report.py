"""Link quality in words and numbers."""

import pytest

from tests.ui.scripted import call, snapshot, stream
from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.snapshot import (
    HistoryPoint,
    OutputSnapshot,
    OutputState,
    PlayoutFigures,
    StreamState,
)
from voipmon.ui.card import Card
from voipmon.ui.quality import report
from voipmon.ui.state import WindowState
from voipmon.ui.wording import MINUS

CALM = HistoryPoint(60.0, 40.0, 40.0, 0.0, 50, 0, 44.0)
FIGURES = PlayoutFigures(
    delay_ms=44.0,
    buffer_ms=40.0,
    target_ms=42.0,
    holes=3,
    stalls=5,
    concealed_ms=1500.0,
    squeezed_ms=400.0,
    stretched_ms=100.0,
    skipped_ms=1800.0,
    late=7,
    duplicates=2,
    drift_ppm=-12.0,
    recent_concealed_ms=630.0,
    recent_s=30,
)


@pytest.fixture
def card(state: WindowState) -> Card:
    return state.add(call(1, "Dana Lee", party="+1 415 555 0142"))


def heard(state: WindowState, /, **changes: object) -> None:
    changes = {"playout": FIGURES, "history": (CALM,) * 15, **changes}
    state.apply_snapshot(snapshot(stream(1, **changes)))


def values(card: Card, state: WindowState) -> dict[str, str]:
    return {figure.name: figure.value for figure in report.figures(card, state)}


def test_words_first_with_what_led_to_them(card, state):
    assert report.headline(None, state)[0] == "No call is selected"
    heard(state)
    assert report.headline(card, state)[1] == "Not enough heard yet to judge."
    heard(state, quality=Quality.PATCHY)
    assert report.headline(card, state) == (
        "Dana Lee: Patchy · 2.1 % filled in, last 30 s (over 1 %)",
        "Short gaps were filled in; a syllable may be missing or smeared.",
    )
    card.muted = True
    assert report.headline(card, state)[1].startswith("Muted by you. Unmuted: Short")


@pytest.mark.parametrize("output", [OutputState.ABSENT, OutputState.PAUSED])
def test_what_is_not_played_is_not_judged(card, state, output):
    silent = stream(1, quality=Quality.GOOD, lag_ms=None)
    state.apply_snapshot(snapshot(silent, output=OutputSnapshot(state=output)))
    assert report.headline(card, state) == (
        "Dana Lee: Not played",
        "Nothing of it is played, so nothing is judged.",
    )
    told = values(card, state)
    for name in ("Behind live", "Playout delay", "Target", "Buffer, 10 s"):
        assert told[name] == "unknown"
    assert "Quality: not judged" in report.as_text(card, state)


def test_all_of_playout_is_told_by_the_fields_names(card, state):
    heard(state, quality=Quality.PATCHY, bad={"short header": 3})
    assert values(card, state) == {
        "Behind live": "60 ms",
        "Playout delay": "44 ms",
        "Target": "42 ms",
        "Buffer, 10 s": "40 ms",
        "Concealed, 30 s": "2.1 %",
        "Concealed, all": "1.5 s",
        "Stalls, 10 min": "0 in 15 s",
        "Ran dry": "5",
        "Skipped": "1.8 s",
        "Squeezed": "0.4 s",
        "Stretched": "0.1 s",
        "Clock drift": f"{MINUS}12 ppm",
        "Holes": "3",
        "Came late": "7",
        "Duplicates": "2",
        "Frames": "50 /s",
        "Longest gap, 10 s": "0 ms",
        "Reconnects": "0",
        "Received": "0.0 MB",
        "Unreadable": "short header 3",
    }
    assert all(figure.meaning for figure in report.figures(card, state))


def test_without_playout_nothing_of_it_is_claimed(card, state):
    heard(state, state=StreamState.OPEN, playout=None, lag_ms=None, history=())
    told = values(card, state)
    for name in ("Concealed, 30 s", "Concealed, all", "Ran dry", "Skipped", "Holes"):
        assert told[name] == "unknown", name
    assert report.figures(state.add(call(2, "Ann")), state) == []


def test_count_and_rate_of_stalls_are_of_the_same_time(card, state):
    heard(state)
    stall = HistoryPoint(60, 40, 40, 0, 50, 1)
    card.history = [stall, *[CALM] * 14]
    assert values(card, state)["Stalls, 10 min"] == "1 in 15 s"
    card.history += [CALM] * 105
    assert values(card, state)["Stalls, 10 min"] == "1 (0.5 /min)"


def test_the_usual_buffer_is_told_neither_a_look_nor_a_burst(card, state):
    heard(state)
    depths = (0.0, 40.0, 0.0, 40.0, 0.0, 40.0, 0.0, 40.0, 900.0, 0.0)
    card.history = [HistoryPoint(60, depth, 24, 0, 50, 0) for depth in depths]
    assert values(card, state)["Buffer, 10 s"] == "20 ms"
    card.history = []
    assert values(card, state)["Buffer, 10 s"] == "unknown"


def test_the_copied_text_has_all_and_names_nobody(card, state):
    card.skip(1800.0)
    heard(state, quality=Quality.PATCHY)
    text = report.as_text(card, state)
    for line in (
        "Id: c1",
        "Quality: Patchy: 2.1 % filled in, last 30 s (over 1 %)",
        "Codec: µ-law, encapsulation: sln",
        "Squeezed: 0.4 s",
        "Last 15 s, a line for each 10 s:",
    ):
        assert line in text.splitlines()
    assert "Skipped 1.8 s to get back to live" in text
    assert "Dana" not in text
    assert "555" not in text
