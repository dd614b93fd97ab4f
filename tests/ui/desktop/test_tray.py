"""The tray icon: the banner's colours and sentence; read over D-Bus by a fake tray."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtGui import QColor

from tests.support.desktop_services import TRAY
from tests.support.fake_desktop import private_desktop
from tests.ui.scripted import snapshot, stream
from voipmon.ui.desktop.tray import Tray, drawn
from voipmon.ui.hearing import hearing
from voipmon.ui.state import Pause
from voipmon.ui.tokens import BANNER_BLUE, BANNER_GREY


@pytest.mark.parametrize("fill", [BANNER_BLUE, BANNER_GREY])
@pytest.mark.parametrize("size", [16, 22, 64])
def test_white_on_the_banners_colour(qapp, fill, size):
    image = drawn("headphones", fill).pixmap(size, size).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(size) for y in range(size)}
    assert image.pixelColor(size // 2, 1).name() == QColor(fill).name()
    assert QColor(fill).name() in colours
    bright = max(QColor(name).lightness() for name in colours)
    assert bright > 230  # the sign, whatever the edges' smoothing leaves of it


@pytest.fixture
def tray_host(qapp):
    """A desktop with a tray; Qt asks once, so the test runs in its own process."""
    with private_desktop(TRAY) as made:
        yield made


def aside(qtbot, ask, *values):
    """Ask the fake tray while Qt answers it."""
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, *values)
        qtbot.waitUntil(answer.done)
        return answer.result()


@pytest.mark.window
def test_a_tray_shows_the_banners_words_and_its_menu_works(
    there, tray_host, window, state, qtbot
):
    tray = Tray(window)
    wished = []
    tray.show_wanted.connect(lambda: wished.append("show"))
    tray.mute_wanted.connect(lambda on: wished.append(("mute", on)))
    tray.silence_wanted.connect(lambda: wished.append("silence"))
    tray.quit_wanted.connect(lambda: wished.append("quit"))
    state.add(state.rows["call:c1"])
    tray.follow(hearing(state), muted=False)
    tray.show()
    assert tray.there
    qtbot.waitUntil(lambda: len(tray_host.trays()) == 1)
    (item,) = tray_host.trays()

    def tip():
        return aside(qtbot, tray_host.item, item)["tip"]

    assert tip() == "NOBODY CAN HEAR YOU — connecting to Dana Lee's call…"
    state.apply_snapshot(snapshot(stream(1)))
    tray.follow(hearing(state), muted=False)
    assert tip() == "NOBODY CAN HEAR YOU — listening to Dana Lee"
    state.pause = Pause.LOCKED
    tray.follow(hearing(state), muted=False)
    assert tip().endswith("listening paused while this computer is locked")
    menu = aside(qtbot, tray_host.menu, item)
    assert list(menu) == [
        "Show voipmon",
        "Mute all",
        "Silence everything and close all calls",
        "Quit",
    ]
    for number in menu.values():
        aside(qtbot, tray_host.choose, item, number)
    qtbot.waitUntil(lambda: len(wished) == 4)
    assert wished == ["show", ("mute", True), "silence", "quit"]
    tray.hide()
    assert not tray.there


@pytest.mark.window
def test_a_desktop_without_a_tray_has_none(there, window, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    tray = Tray(window)
    tray.show()
    assert not tray.there
    tray.hide()
