"""What a screen reader sees: run by the system's Python, which has the AT-SPI library.

Reads commands, one JSON list a line, and answers each with one JSON line:

    ["tree"]                    every accessible with a name: role, name, value, ...
    ["press", role, name]       do the first action of what begins with that name
    ["told", text, seconds]     wait for an announcement with this text
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version comes first

APPLICATION = "voipmon"
announced: list[list[object]] = []


def turn(seconds: float = 0.0) -> None:
    """Let events come in."""
    context = GLib.MainContext.default()
    end = time.monotonic() + seconds
    while context.pending() or time.monotonic() < end:
        context.iteration(may_block=False)
        time.sleep(0.005)


def application() -> Atspi.Accessible | None:
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(place)
        if child is not None and child.get_name() == APPLICATION:
            return child
    return None


def walk(item: Atspi.Accessible, depth: int = 0):
    yield item
    if depth > 25:
        return
    for place in range(min(item.get_child_count(), 200)):
        child = item.get_child_at_index(place)
        if child is not None:
            yield from walk(child, depth + 1)


def told(item: Atspi.Accessible) -> dict[str, object]:
    states = item.get_state_set()
    valued = "Value" in item.get_interfaces()
    return {
        "role": item.get_role_name(),
        "name": item.get_name(),
        "value": Atspi.Value.get_current_value(item) if valued else None,
        "showing": states.contains(Atspi.StateType.SHOWING),
        "focusable": states.contains(Atspi.StateType.FOCUSABLE),
        "enabled": states.contains(Atspi.StateType.ENABLED),
    }


def answer(command: list) -> object:
    found = application()
    if found is None:
        return None
    match command:
        case ["tree"]:
            return [line for line in map(told, walk(found)) if line["name"]]
        case ["press", role, name]:
            for item in walk(found):
                if item.get_role_name() == role and item.get_name().startswith(name):
                    return bool(Atspi.Action.do_action(item, 0))
            return False
        case ["told", text, seconds]:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                turn(0.02)
                if any(text in str(line[0]) for line in announced):
                    return announced
            return announced
    return None


def on_announcement(event) -> None:
    announced.append([str(event.any_data), event.detail1])


listener = Atspi.EventListener.new(on_announcement)
listener.register("object:announcement")
for line in sys.stdin:
    turn()
    print(json.dumps(answer(json.loads(line))), flush=True)
