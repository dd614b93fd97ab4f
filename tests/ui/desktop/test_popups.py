"""Notifications over a real bus: words, buttons, and what to do without a server."""

import pytest

from tests.support.desktop_services import NOTIFICATIONS
from tests.support.fake_desktop import private_desktop
from voipmon.ui.desktop.bus import Bus
from voipmon.ui.desktop.happenings import Happening
from voipmon.ui.desktop.popups import Popups

LOST = Happening(
    about="call:c1",
    title="Connection lost",
    text="Dana & Lee's <call> was lost",
    action="Listen",
    urgent=True,
)


@pytest.fixture
def desktop():
    with private_desktop(NOTIFICATIONS) as made:
        yield made


class Shown:
    def __init__(self, bus):
        self.fallen, self.chosen = [], []
        self.popups = Popups(bus, "net.example.app", self.fallen.append)
        self.popups.chosen.connect(lambda what, how: self.chosen.append((what, how)))


@pytest.fixture
def shown(desktop, qtbot):
    bus = Bus("SESSION")
    made = Shown(bus)
    with qtbot.waitSignal(bus.connected):
        bus.start()
    yield made
    bus.stop()


def test_what_is_shown_and_pressed(shown, desktop, qtbot):
    shown.popups.show(LOST)
    qtbot.waitUntil(lambda: len(desktop.notices()) == 1)
    (notice,) = desktop.notices()
    program, replaces, icon, title, text, actions, hints, _ = notice
    assert (program, replaces, icon) == ("voipmon", 0, "net.example.app")
    assert (title, text) == (
        "Connection lost",
        "Dana &amp; Lee&#x27;s &lt;call&gt; was lost",
    )
    assert actions == ["default", "Show", "act", "Listen"]
    assert hints["urgency"] == ["y", 2]
    assert hints["suppress-sound"] == ["b", True]
    desktop.press(7, "act")  # another program's
    desktop.press(1, "act")
    qtbot.waitUntil(lambda: shown.chosen == [(LOST, True)])
    desktop.press(1, "act")  # answered already
    shown.popups.sound = True
    shown.popups.show(LOST)
    qtbot.waitUntil(lambda: len(desktop.notices()) == 2)
    assert desktop.notices()[1][6]["suppress-sound"] == ["b", False]
    desktop.press(2, "default")
    qtbot.waitUntil(lambda: shown.chosen == [(LOST, True), (LOST, False)])
    assert shown.fallen == []


def test_a_server_that_left_falls_back(shown, desktop, qtbot):
    desktop.serve(NOTIFICATIONS, there=False)
    shown.popups.show(LOST)
    qtbot.waitUntil(lambda: shown.fallen == [LOST])


def test_without_a_bus_it_falls_back_at_once(qapp):
    shown = Shown(None)
    shown.popups.show(LOST)
    assert shown.fallen == [LOST]
