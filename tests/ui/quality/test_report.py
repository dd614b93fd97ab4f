"""Link quality in words and numbers."""

from tests.ui.scripted import call, stream
from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.snapshot import HistoryPoint, ResourceKind
from voipmon.ui.card import Card
from voipmon.ui.quality import report


def card(**changes: object) -> Card:
    made = Card(1, ResourceKind.CALL, "c1", row=call(1, "Dana Lee"))
    made.take(stream(1, **changes))
    return made


def test_words_first():
    assert report.headline(None).startswith("No call is selected.")
    assert "not enough heard" in report.headline(card())
    late = report.headline(card(quality=Quality.LATE))
    assert late.startswith("Dana Lee: Late. What you hear is more than half a second")


def test_figures_name_what_is_known_and_never_packet_loss():
    made = card(bad={"short header": 3}, stalls=2, concealed_ms=1500.0)
    made.history = [HistoryPoint(60, 40, 40, 0, 50, 1)] * 120
    pairs = dict(report.figures(made.snap, made.history))
    assert pairs["Behind live"] == "60 ms"
    assert pairs["Filled in"] == "1.5 s"
    assert pairs["Unreadable packets"] == "short header 3"
    assert not any("loss" in name.casefold() for name in pairs)


def test_count_and_rate_of_stalls_are_of_the_same_time():
    made = card(stalls=0)  # a new engine counts from 0, the curves go on
    calm = HistoryPoint(60, 40, 40, 0, 50, 0)
    made.history = [HistoryPoint(60, 40, 40, 0, 50, 1), *[calm] * 14]
    assert (
        dict(report.figures(made.snap, made.history))["Stalls, 10 min"] == "1 in 15 s"
    )
    made.history += [calm] * 105
    pairs = dict(report.figures(made.snap, made.history))
    assert pairs["Stalls, 10 min"] == "1 (0.5 /min)"


def test_the_usual_buffer_is_told_neither_a_look_nor_a_burst():
    made = card(buffer_ms=0.0, target_ms=24.0)
    made.history = [HistoryPoint(60, depth, 24, 0, 50, 0) for depth in (0.0, 40.0)] * 4
    made.history += [
        HistoryPoint(60, 900.0, 24, 0, 50, 0),
        HistoryPoint(60, 0.0, 24, 0, 50, 0),
    ]
    assert (
        dict(report.figures(made.snap, made.history))["Buffer, 10 s"] == "20 of 24 ms"
    )
    assert dict(report.figures(made.snap, []))["Buffer, 10 s"] == "unknown"


def test_the_copied_text_names_nobody():
    text = report.as_text(card(quality=Quality.GOOD))
    assert "call c1" in text
    assert "Quality: Good" in text
    assert "Dana" not in text
    assert "555" not in text
