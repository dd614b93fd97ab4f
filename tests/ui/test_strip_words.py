"""What the strip says of a second and of the last minute."""

from tests.ui.test_strip_data import NOW, feed
from voipmon.ui import wording
from voipmon.ui.strip_data import StripData, StripMark
from voipmon.ui.strip_words import of_minute, of_second


def mixed():
    data = StripData()
    at = feed(data, 3)
    at = feed(data, 2, first=at, low=0, high=0)
    feed(data, 4, first=at, received=False)
    data.mark(StripMark.STALL, 5)
    data.mark(StripMark.NOTE, 1)
    return data


def test_of_a_second():
    data = mixed()
    assert of_second(data, 0) == f"{wording.clock_time(NOW - 9)} · sound"
    assert of_second(data, 1).endswith(" · sound · your mark")
    assert of_second(data, 4).endswith(" · silence")
    assert of_second(data, 5).endswith(" · no sound arrived · sound stopped arriving")
    assert of_second(data, 9) == of_second(StripData(), 0) == ""


def test_times_are_the_servers():
    told = of_second(mixed(), 0, offset_s=3600)
    assert told.startswith(wording.clock_time(NOW + 3591))


def test_of_the_last_minute():
    assert of_minute(StripData()) == "No sound has arrived yet."
    assert of_minute(mixed()) == (
        "Of the last 9 seconds: sound in 3, silence in 2, nothing received in 4. "
        "1 mark of yours."
    )
    data = StripData()
    feed(data, 90)
    assert of_minute(data) == "Of the last 60 seconds: sound in 60, silence in 0."
