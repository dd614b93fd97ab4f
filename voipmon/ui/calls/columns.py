"""The table's columns and their headings."""

from enum import IntEnum


class Column(IntEnum):
    """Columns from left to right."""

    STATE = 0
    WHO = 1
    OTHER = 2
    DIRECTION = 3
    TIME = 4
    LISTENING = 5
    LEVEL = 6


HEADERS = (
    "State",
    "Agent or room",
    "Other party",
    "Direction",
    "Time",
    "Listening",
    "Level",
)
