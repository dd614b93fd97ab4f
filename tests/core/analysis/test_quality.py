import pytest

from voipmon.core.analysis.quality import Quality, QualityMeter, assess


@pytest.mark.parametrize(
    ("lag_ms", "share", "word"),
    [
        (None, 0.0, Quality.GOOD),
        (500, 0.01, Quality.GOOD),
        (501, 0.0, Quality.LATE),
        (100, 0.011, Quality.PATCHY),
        (501, 0.011, Quality.LATE),
        (2001, 0.0, Quality.BROKEN),
        (100, 0.051, Quality.BROKEN),
    ],
)
def test_thresholds(lag_ms, share, word):
    assert assess(lag_ms=lag_ms, concealed_share=share) is word


def test_a_word_is_taken_back_20_percent_below_its_threshold():
    late = assess(lag_ms=420, concealed_share=0, was=Quality.LATE)
    good = assess(lag_ms=399, concealed_share=0, was=Quality.LATE)
    assert (late, good) == (Quality.LATE, Quality.GOOD)


def test_no_word_before_two_seconds_of_sound():
    meter = QualityMeter()
    assert meter.second(lag_ms=None, concealed_ms=0) is None
    assert meter.second(lag_ms=80, concealed_ms=0) is None
    assert meter.second(lag_ms=80, concealed_ms=0) is Quality.GOOD


def test_a_late_call_is_no_better_for_a_gap():
    meter = QualityMeter()
    for _ in range(12):
        meter.second(lag_ms=700, concealed_ms=0)
    assert meter.second(lag_ms=None, concealed_ms=80) is Quality.LATE
    assert meter.second(lag_ms=700, concealed_ms=0) is Quality.LATE


def test_a_stall_is_forgotten_after_30_seconds():
    meter = QualityMeter()
    words = [
        meter.second(lag_ms=80, concealed_ms=600 if i == 5 else 0) for i in range(40)
    ]
    assert words[4] is Quality.GOOD
    assert words[5] is words[34] is Quality.PATCHY
    assert words[35] is Quality.GOOD


def test_seconds_without_a_stream_are_no_evidence():
    meter = QualityMeter()
    for _ in range(5):
        meter.second(lag_ms=80, concealed_ms=0)
    for _ in range(5):
        word = meter.second(lag_ms=None, concealed_ms=1000, flowing=False)
    assert word is Quality.GOOD
    assert meter.recent == (0, 5)


def test_a_stall_right_after_the_first_sound_counts():
    meter = QualityMeter()
    meter.second(lag_ms=None, concealed_ms=0)  # nothing has come yet
    meter.second(lag_ms=None, concealed_ms=600)
    meter.second(lag_ms=None, concealed_ms=1000)
    assert meter.recent == (1600, 2)
    assert meter.word is Quality.BROKEN


def test_silence_that_lasts_is_not_called_good():
    meter = QualityMeter()
    words = [meter.second(lag_ms=80, concealed_ms=0) for _ in range(30)]
    words += [meter.second(lag_ms=None, concealed_ms=1000) for _ in range(2)]
    words += [meter.second(lag_ms=None, concealed_ms=0) for _ in range(40)]
    assert words[29] is Quality.GOOD
    assert words[31] is Quality.BROKEN
    assert Quality.GOOD not in words[31:]
    assert words[-1] is None


def test_the_window_moves_on_while_no_sound_is_due():
    meter = QualityMeter()
    for _ in range(5):
        meter.second(lag_ms=80, concealed_ms=400)
    assert meter.recent == (2000, 5)
    assert meter.word is Quality.BROKEN
    for _ in range(30):
        meter.second(lag_ms=None, concealed_ms=0, flowing=False)
    assert meter.recent == (0, 0)
    assert meter.word is None
