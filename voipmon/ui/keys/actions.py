"""Everything a key can do: ids, words, default keys, and where each acts."""

from dataclasses import dataclass
from enum import Enum


class Scope(Enum):
    """Where the focus must be for the key to act."""

    PROGRAM = "everywhere, also while the settings are in front"
    WINDOW = "anywhere in the window"
    LETTERS = "in the list or on a card"  # so that text fields keep their letters
    LIST = "in the list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One line of the table.

    Attributes:
        id: As settings name it.
        label: What it does, as the sheet and the settings say it.
        group: Headline on the sheet.
        key: Its key unless the user changes it, in Qt's portable text; "" for none.
        always: A key that acts besides, whatever the user sets.
        repeats: Acts again while the key is held down; others act once per press.
    """

    id: str
    label: str
    group: str
    key: str
    scope: Scope = Scope.WINDOW
    always: str = ""
    repeats: bool = False


def _letter(action_id: str, key: str, label: str, group: str) -> Action:
    return Action(
        id=action_id, key=key, label=label, group=group, scope=Scope.LETTERS,
        repeats=action_id.partition(".")[0] in {"volume", "place"},
    )  # fmt: skip


def _always(action_id: str, key: str, label: str, group: str) -> Action:
    return Action(id=action_id, key=key, label=label, group=group, scope=Scope.PROGRAM)


def _window(action_id: str, key: str, label: str, group: str) -> Action:
    return Action(id=action_id, key=key, label=label, group=group)


_LIST, _CALL = "Calls", "Selected call"
_REPLAY, _NEXT, _NOTES = "Replay", "Next call", "Marks and notes"
_SOUND, _WINDOW = "All sound", "Window"

ACTIONS = (
    Action(
        id="list.listen", key="Return", group=_LIST, scope=Scope.LIST,
        label="Listen to the row, in place of the selected call",
    ),
    Action(
        id="list.add", key="Ctrl+Return", group=_LIST, scope=Scope.LIST,
        label="Listen to the row as well, up to four calls",
    ),
    Action(
        id="list.sort", key="O", group=_LIST, scope=Scope.LIST,
        label="Sort the list by another column",
    ),
    _window("search", "Ctrl+F", "Search", _LIST),
    _window("refresh", "F5", "Refresh the list; on a lost call: try again", _LIST),
    Action(
        id="stop", key="", always="Esc", group=_CALL,
        label="Cancel connecting; pressed twice: leave the call",
    ),
    *(
        _window(f"card.select{n}", f"Ctrl+{n}", f"Select call {n}", _CALL)
        for n in range(1, 5)
    ),
    _window("card.none", "Ctrl+0", "Select no call", _CALL),
    _letter("volume.down", "V", "3 dB quieter", _CALL),
    _letter("volume.up", "Shift+V", "3 dB louder", _CALL),
    _letter("place.left", "[", "Further to the left", _CALL),
    _letter("place.right", "]", "Further to the right", _CALL),
    _letter("replay.back5", "R", "Back 5 seconds", _REPLAY),
    _letter("replay.back15", "Shift+R", "Back 15 seconds", _REPLAY),
    _letter("replay.live", "L", "Live again", _REPLAY),
    _letter("replay.slower", ",", "Catch up more slowly, or not", _REPLAY),
    _letter("replay.faster", ".", "Catch up faster", _REPLAY),
    _letter("hop.next", "N", "Hop to the next call in view", _NEXT),
    _letter("hop.previous", "Shift+N", "Hop to the call before", _NEXT),
    _letter("scan", "S", "Hop by itself; any key stops it", _NEXT),
    _letter("mark.note", "M", "Mark what is heard, and write a note", _NOTES),
    _window("mark.now", "Ctrl+M", "Mark what is heard", _NOTES),
    _always("mute_all", "Ctrl+Shift+M", "Mute all calls, or no more", _SOUND),
    _always("panic", "Ctrl+Shift+S", "Silence everything, leave all calls", _SOUND),
    _window("devices", "Ctrl+D", "Choose the output device", _SOUND),
    _window("panels", "F6", "Next part of the window", _WINDOW),
    _window("panels.back", "Shift+F6", "Previous part of the window", _WINDOW),
    _window("settings", "Ctrl+,", "Settings", _WINDOW),
    _window("help", "F1", "This sheet", _WINDOW),
    _always("quit", "Ctrl+Q", "Quit", _WINDOW),
)  # fmt: skip

BY_ID = {action.id: action for action in ACTIONS}

# Keys that are not the program's to change, told on the sheet: (group, keys, meaning).
FIXED = (
    (_LIST, "Up, Down, Home, End", "Move in the list; listens to nothing"),
    (_LIST, "Digits", "Find the row with them in its number"),
    (_WINDOW, "Tab, Shift+Tab", "Next, previous control"),
    (_WINDOW, "Space", "Press the button that has the focus"),
    (_WINDOW, "Ctrl+C", "In a tab below: copy it as text"),
)
