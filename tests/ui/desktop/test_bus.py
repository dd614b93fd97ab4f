"""One connection to a real bus: calls, signals, names; and none at all."""

import pytest

from tests.support.desktop_services import LOGIN, NOTIFICATIONS
from tests.support.fake_desktop import private_desktop
from voipmon.ui.desktop import bus as bus_module
from voipmon.ui.desktop.bus import Bus, Remote, own_session

SERVER = Remote(NOTIFICATIONS, "/org/freedesktop/Notifications", NOTIFICATIONS)
MANAGER = Remote(LOGIN, "/org/freedesktop/login1", f"{LOGIN}.Manager")


@pytest.fixture
def desktop():
    with private_desktop(NOTIFICATIONS, LOGIN) as made:
        yield made


@pytest.fixture
def bus(desktop, qtbot):
    made = Bus("SESSION")
    with qtbot.waitSignal(made.connected):
        made.start()
    yield made
    made.stop()


def test_calls_are_answered_and_a_refusal_is_none(bus, qtbot):
    got = []
    bus.call(SERVER, "GetCapabilities", then=got.append)
    qtbot.waitUntil(lambda: len(got) == 1)
    bus.call(SERVER, "NoSuchMethod", then=got.append)
    bus.call(Remote("org.example.Nobody", "/", "a.b"), "Any", then=got.append)
    qtbot.waitUntil(lambda: len(got) == 3)
    assert got == [(["actions", "body", "body-markup"],), None, None]


def test_signals_of_others_are_not_ours(bus, desktop, qtbot):
    got, ready = [], []
    bus.watch(SERVER, "ActionInvoked", got.append)
    bus.has_owner(NOTIFICATIONS, ready.append)
    qtbot.waitUntil(lambda: ready == [True])
    desktop.saver(True)
    desktop.press(4, "act")
    qtbot.waitUntil(lambda: got == [(4, "act")])


def test_names_that_come_and_go(bus, desktop, qtbot):
    got, there = [], []
    bus.watch_owner(lambda name, owned: got.append((name, owned)))
    bus.has_owner("org.example.Late", there.append)
    qtbot.waitUntil(lambda: there == [False])
    desktop.serve("org.example.Late")
    desktop.serve("org.example.Late", there=False)
    qtbot.waitUntil(lambda: ("org.example.Late", False) in got)
    assert ("org.example.Late", True) in got


def test_a_bus_that_goes_is_told_and_found_again(qapp, qtbot, monkeypatch):
    monkeypatch.setattr(bus_module, "AGAIN_S", 0.05)
    bus, told, got = Bus("SESSION"), [], []
    bus.connected.connect(told.append)
    with private_desktop(NOTIFICATIONS):
        bus.start()
        qtbot.waitUntil(lambda: told == [True])
    qtbot.waitUntil(lambda: told == [True, False])
    bus.call(SERVER, "GetCapabilities", then=got.append)
    qtbot.waitUntil(lambda: got == [None])  # nobody waits for ever
    with private_desktop(NOTIFICATIONS):
        qtbot.waitUntil(lambda: told == [True, False, True])
        bus.call(SERVER, "GetCapabilities", then=got.append)
        qtbot.waitUntil(lambda: len(got) == 2)
        assert got[1] is not None
        bus.stop()


def test_a_stopped_bus_calls_nobody(bus, qtbot):
    got = []
    bus.call(SERVER, "GetCapabilities", then=got.append)
    bus.stop()
    qtbot.wait(50)
    assert got == []


def test_the_session_by_its_name_or_whichever_is_ours(monkeypatch):
    monkeypatch.setenv("XDG_SESSION_ID", "c2")
    assert own_session() == "c2"
    monkeypatch.delenv("XDG_SESSION_ID")
    assert own_session() == "auto"
