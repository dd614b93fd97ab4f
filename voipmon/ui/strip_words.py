"""What the ten-minute strip says of a second, and of the last minute. No Qt."""

from voipmon.ui import wording
from voipmon.ui.strip_data import Kind, StripData, StripMark

_MINUTE = 60
_MARKS = {
    StripMark.STALL: "sound stopped arriving",
    StripMark.SKIP: "skipped ahead to be live",
    StripMark.NOTE: "your mark",
}


def of_second(data: StripData, second: int, offset_s: float = 0.0) -> str:
    """When it was and what is there.

    Args:
        data: The strip.
        second: Its number.
        offset_s: The server's clock minus ours.
    """
    there = data.at(second)
    if there.kind is Kind.NOTHING:
        return ""
    what = "sound"
    if there.kind is Kind.GAP:
        what = "no sound arrived"
    elif there.silent:
        what = "silence"
    at_s = data.edge_at_s - data.ago_s(second) + offset_s
    marks = [text for mark, text in _MARKS.items() if mark in there.marks]
    return " · ".join([wording.clock_time(at_s), what, *marks])


def of_minute(data: StripData) -> str:
    """The last minute for a reader."""
    seconds = range(max(data.oldest, data.newest - _MINUTE + 1), data.newest + 1)
    told = [data.at(second) for second in seconds]
    if not told:
        return "No sound has arrived yet."
    gaps = sum(second.kind is Kind.GAP for second in told)
    silent = sum(second.silent for second in told)
    parts = [f"sound in {len(told) - gaps - silent}", f"silence in {silent}"]
    if gaps:
        parts.append(f"nothing received in {gaps}")
    text = f"Of the last {len(told)} seconds: {', '.join(parts)}."
    notes = sum(StripMark.NOTE in second.marks for second in told)
    if notes:
        text += f" {notes} {'mark' if notes == 1 else 'marks'} of yours."
    return text
