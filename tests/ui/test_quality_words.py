"""The judgement's reason is the figure and the limit that made it."""

import pytest

from voipmon.core.analysis.quality import Quality, assess
from voipmon.core.domain.snapshot import PlayoutFigures
from voipmon.ui.quality_words import MEANING, reason


def figures(concealed_ms: float, seconds: int = 30) -> PlayoutFigures:
    return PlayoutFigures(recent_concealed_ms=concealed_ms, recent_s=seconds)


@pytest.mark.parametrize(
    ("quality", "concealed_ms", "seconds", "lag_ms", "told"),
    [
        ("good", 0, 30, 62.4, "0.0 % filled in, last 30 s, 62 ms behind live"),
        ("good", 60, 12, 62.4, "0.1 s filled in during 12 s, 62 ms behind live"),
        ("good", 0, 30, -1, "0.0 % filled in, last 30 s"),
        ("patchy", 630, 30, 80, "2.1 % filled in, last 30 s (over 1 %)"),
        ("patchy", 270, 30, 80, "0.9 % filled in, last 30 s (was over 1 %)"),
        ("patchy", 630, 8, 80, "0.6 s filled in during 8 s (over 0.3 s)"),
        ("late", 630, 30, 620, "620 ms behind live (over 500 ms)"),
        ("late", 0, 30, 430, "430 ms behind live (was over 500 ms)"),
        ("broken", 1800, 30, 80, "6.0 % filled in, last 30 s (over 5 %)"),
        ("broken", 1800, 9, -1, "1.8 s filled in during 9 s (over 1.5 s)"),
        ("broken", 0, 30, 2440, "2.4 s behind live (over 2 s)"),
        ("broken", 1800, 30, 4000, "4 s behind live (over 2 s)"),
    ],
)
def test_reason(quality, concealed_ms, seconds, lag_ms, told):
    assert reason(Quality(quality), figures(concealed_ms, seconds), lag_ms) == told


@pytest.mark.parametrize("lag_ms", [-1, 100, 400, 501, 1999, 2001, 9000])
@pytest.mark.parametrize("concealed_ms", [0, 299, 301, 1499, 1501, 9000])
def test_no_reason_contradicts_the_rule(lag_ms, concealed_ms):
    lag = None if lag_ms < 0 else lag_ms
    quality = assess(lag_ms=lag, concealed_share=concealed_ms / 30_000)
    told = reason(quality, figures(concealed_ms), lag_ms)
    assert "was over" not in told
    assert ("over" in told) == (quality is not Quality.GOOD)


def test_every_word_has_a_meaning():
    assert MEANING.keys() == set(Quality)
