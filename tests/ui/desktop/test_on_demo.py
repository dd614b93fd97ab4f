"""Locked, asleep, stopped: real window, engine, platform and buses; what is heard."""

import os
import signal
import time

import numpy as np
import pytest

from tests.support.demo import demo_server
from tests.support.desktop_services import LOGIN
from tests.support.fake_desktop import private_desktop
from tests.support.heard import track
from tests.support.sound import needs_sound_server, sound_server
from voipmon.app import build, remember
from voipmon.core.domain.commands import SignIn
from voipmon.engine.client import EngineClient
from voipmon.ui.desktop.linux import LinuxSession
from voipmon.ui.desktop.pausable_engine import PausableEngine
from voipmon.ui.neighbours import Neighbours

__all__ = ["sound_server"]

pytestmark = [pytest.mark.sound, pytest.mark.long, needs_sound_server]

WITHIN_MS = 20_000
RATE = 8000  # [Hz] of what was sent
PAUSED = "listening paused while this computer "
OLDEST_S = 1.0  # what is heard at last was said no longer ago


class Place:
    """The window with everything around it."""

    def __init__(self, qtbot, demo, sound, desktop, folder):
        self.qtbot, self.demo, self.sound, self.fakes = qtbot, demo, sound, desktop
        self.client = EngineClient()
        self.client.start()
        pausable = PausableEngine(self.client)
        request = SignIn(
            server=demo.url, username=demo.username, password=demo.password
        )
        self.kept = remember(folder, folder / "policy.toml")
        self.window = build(pausable, sign_in=request, kept=self.kept)
        qtbot.addWidget(self.window)
        self.session = LinuxSession()
        self.around = Neighbours(
            self.window, pausable, self.session, app_id="net.example.app"
        )
        self.window.show()
        self.around.start()
        self.call = demo.talking_call()
        self.wait(lambda: f"call:{self.call}" in self.window.state.rows)
        self.wait(lambda: desktop.braked)

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=WITHIN_MS)

    @property
    def words(self):
        return self.window.banner.text

    def listens(self):
        """Begin, or see it go on."""
        self.wait(lambda: "listening to" in self.words and "behind" in self.words)

    def more(self, recording, seconds):
        """What the loudspeaker plays from now on, at 8 kHz."""
        begin = recording.seconds
        self.wait(lambda: recording.seconds >= begin + seconds)
        pcm = recording.samples()[round(begin * 48_000) :, 0].astype(float)
        whole = pcm[: len(pcm) // 6 * 6]
        return whole.reshape(-1, 6).mean(axis=1)

    def ages_s(self, recording, seconds=4.0):
        """How long ago was said what is heard from now on, of each 200 ms of speech."""
        heard = self.more(recording, seconds)
        sent = self.demo.audio(self.call, seconds=25)[1]
        where = track(sent, heard)
        assert len(where.at) > 5, "hardly any speech was found"
        return ((len(sent) - where.origin) - (len(heard) - where.at)) / RATE

    def end(self):
        self.around.stop()
        self.window.clock.stop()
        self.client.stop()
        self.kept.keeper.close()


@pytest.fixture
def place(qtbot, sound_server, tmp_path):
    with (
        demo_server("--seed", "5") as demo,
        private_desktop(LOGIN) as desktop,
    ):
        made = Place(qtbot, demo, sound_server, desktop, tmp_path)
        yield made
        made.end()


def hear(place):
    place.window.listening.listen(f"call:{place.call}", add=False)
    place.listens()


def test_locked_nothing_is_heard_and_unlocked_it_is_live(place):
    hear(place)
    card = place.window.state.selected
    place.window.listening.set_volume(card, -1.0, muted=False)
    with place.sound.record("speaker") as recording:
        assert place.ages_s(recording).max() < OLDEST_S
        place.fakes.lock(True)
        place.wait(lambda: PAUSED in place.words)
        assert place.window.state.cards == [card]
        place.wait(lambda: not place.demo.streams())
        quiet = place.more(recording, 2.5)[RATE // 2 :]
        assert np.abs(quiet).max() == 0
        place.fakes.lock(False)
        place.listens()
        assert place.ages_s(recording).max() < OLDEST_S
    assert place.window.state.cards == [card]
    assert (card.volume_db, card.snap.volume_db) == (-1.0, -1.0)


def test_a_call_that_ends_while_locked_is_told_after(place):
    hear(place)
    place.fakes.lock(True)
    place.wait(lambda: PAUSED in place.words)
    place.demo.hang_up(place.call)
    place.qtbot.wait(500)
    place.fakes.lock(False)
    place.wait(lambda: "call ended after" in place.words)


def test_before_sleep_all_is_left_and_after_it_heard_live(place):
    hear(place)
    with place.sound.record("speaker") as recording:
        place.fakes.sleep(True)
        place.wait(lambda: not place.fakes.braked)
        assert not place.demo.streams()  # closed before the machine may sleep
        assert PAUSED in place.words
        os.kill(place.client.pid, signal.SIGSTOP)
        time.sleep(4.0)  # the window's process rests, too
        os.kill(place.client.pid, signal.SIGCONT)
        place.fakes.sleep(False)
        place.listens()
        assert place.ages_s(recording).max() < OLDEST_S


def test_an_unannounced_stop_of_12_s_leaves_nothing_old(place):
    hear(place)
    with place.sound.record("speaker") as recording:
        assert place.ages_s(recording).max() < OLDEST_S
        engine = place.client.pid
        os.kill(engine, signal.SIGSTOP)
        time.sleep(12.0)
        os.kill(engine, signal.SIGCONT)
        ages = place.ages_s(recording, 6.0)  # not a word of before: all is from now
        place.listens()
    assert ages.max() < OLDEST_S
    assert place.client.pid == engine  # nor was it taken for dead
