"""Lock, sleep and wake over real buses, with fakes of the services behind them."""

import pytest

from tests.support.desktop_services import LOGIN, SAVER
from tests.support.fake_desktop import private_desktop
from voipmon.ui.desktop.linux import LinuxSession


class Heard:
    """A session and what it told, in order."""

    def __init__(self):
        self.session = LinuxSession()
        self.told = []
        for name in ("locked", "unlocked", "sleeping", "woke"):
            signal = getattr(self.session, name)
            signal.connect(lambda name=name: self.told.append(name))


@pytest.fixture
def desktop():
    with private_desktop() as made:
        yield made


@pytest.fixture
def heard(desktop, qapp):
    made = Heard()
    yield made
    made.session.stop()


@pytest.fixture
def started(heard, desktop, qtbot):
    heard.session.start()
    qtbot.waitUntil(lambda: desktop.braked)
    return heard


def test_a_locked_session_is_told_once_each_way(started, desktop, qtbot):
    desktop.lock(True)
    qtbot.waitUntil(lambda: started.told == ["locked"])
    desktop.serve(SAVER)
    desktop.saver(True)
    desktop.saver(False)
    desktop.lock(False)
    qtbot.waitUntil(lambda: started.told == ["locked", "unlocked"])


def test_who_starts_while_the_session_is_locked_learns_it(heard, desktop, qtbot):
    desktop.lock(True)
    heard.session.start()
    qtbot.waitUntil(lambda: heard.told == ["locked"])


def test_a_screen_saver_is_enough_and_its_end_too(started, desktop, qtbot):
    desktop.serve(SAVER)
    desktop.saver(True)
    qtbot.waitUntil(lambda: started.told == ["locked"])
    desktop.serve(SAVER, there=False)
    qtbot.waitUntil(lambda: started.told == ["locked", "unlocked"])


def test_a_saver_that_comes_late_is_asked(started, desktop, qtbot):
    desktop.ask("saver", True)  # nobody hears it: the name has no owner
    desktop.serve(SAVER)
    qtbot.waitUntil(lambda: started.told == ["locked"])


def test_a_request_to_lock_ends_when_somebody_is_seen(started, desktop, qtbot):
    desktop.request("Lock")
    qtbot.waitUntil(lambda: started.told == ["locked"])
    started.session.seen()
    assert started.told == ["locked", "unlocked"]
    desktop.lock(True)
    qtbot.waitUntil(lambda: len(started.told) == 3)
    started.session.seen()  # LockedHint knows better
    assert started.told[2:] == ["locked"]
    desktop.request("Unlock")
    desktop.lock(False)
    qtbot.waitUntil(lambda: started.told[3:] == ["unlocked"])


def test_sleep_waits_until_we_are_ready(started, desktop, qtbot):
    desktop.sleep(True)
    qtbot.waitUntil(lambda: started.told == ["sleeping"])
    assert desktop.braked
    started.session.ready_to_sleep()
    qtbot.waitUntil(lambda: not desktop.braked)
    desktop.sleep(False)
    qtbot.waitUntil(lambda: started.told == ["sleeping", "woke"])
    qtbot.waitUntil(lambda: desktop.braked)


def test_sleep_does_not_wait_for_ever(started, desktop, qtbot):
    desktop.sleep(True)
    qtbot.waitUntil(lambda: not desktop.braked)
    assert started.told == ["sleeping"]


def test_a_service_that_vanishes_leaves_nobody_locked_or_asleep(
    started, desktop, qtbot
):
    desktop.lock(True)
    desktop.sleep(True)
    qtbot.waitUntil(lambda: len(started.told) == 2)
    desktop.serve(LOGIN, there=False)
    qtbot.waitUntil(lambda: set(started.told[2:]) == {"unlocked", "woke"})
    desktop.serve(LOGIN)
    qtbot.waitUntil(lambda: started.told[4:] == ["locked"])  # it is asked again


def test_without_a_bus_or_service_nothing_happens(qapp, qtbot, monkeypatch, caplog):
    caplog.set_level("INFO")
    with private_desktop("org.example.Nothing"):
        alone = Heard()
        alone.session.start()
        qtbot.waitUntil(lambda: "no org.freedesktop.login1" in caplog.text)
        alone.session.stop()
    for name in ("SESSION", "SYSTEM"):
        monkeypatch.setenv(f"DBUS_{name}_BUS_ADDRESS", "unix:path=/nonexistent")
    nowhere = Heard()
    nowhere.session.start()
    qtbot.waitUntil(lambda: caplog.text.count("going on without") >= 2)
    nowhere.session.stop()
    assert alone.told == nowhere.told == []
