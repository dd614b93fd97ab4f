"""Lines of the session."""

from voipmon.ui import wording
from voipmon.ui.activity.log import KEPT, Line, Log, as_text


def test_it_is_bounded_and_counts_on():
    log = Log()
    for number in range(KEPT + 5):
        log.write(str(number))
    assert len(log.lines) == KEPT
    assert log.lines[0].text == "5"
    assert log.count == KEPT + 5


def test_cleared_it_begins_anew():
    log = Log()
    log.write("one")
    log.clear()
    assert not log.lines
    assert (log.count, log.clears) == (0, 1)


def test_as_text():
    when = wording.clock_time(1_700_000_000.0)
    lines = [
        Line(1_700_000_000.0, "Signed in"),
        Line(1_700_000_000.0, "Opened", "Dana Lee"),
    ]
    assert as_text(lines) == f"{when}  Signed in\n{when}  Dana Lee  Opened"
