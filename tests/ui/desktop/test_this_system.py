"""Each system gets the session that knows it; others are told so in words."""

import sys

import pytest

from voipmon.ui.desktop.this_system import for_this_system, shortcomings


@pytest.mark.skipif(sys.platform != "linux", reason="needs D-Bus")
def test_linux_listens_to_dbus(qapp):
    session = for_this_system(lambda: 0)
    assert session.bus is not None
    assert shortcomings() == ""


def test_elsewhere_the_settings_say_what_is_not_noticed(qapp, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    session = for_this_system(lambda: 0)
    assert session.bus is None
    assert "does not notice that the screen is locked" in shortcomings()
    session.start()
    session.ready_to_sleep()
    session.stop()


def test_windows_is_asked_for_a_window(qapp, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    asked = []
    for_this_system(lambda: asked.append(1) or 7)
    assert asked
    assert "not been tested" in shortcomings()
