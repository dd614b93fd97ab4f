"""Who pauses, who goes on, and what the screen says meanwhile."""

import pytest

from tests.ui.scripted import LIVE, ScriptedEngine, snapshot, stream
from voipmon.core.domain.commands import Listen, Refresh
from voipmon.ui.desktop.pausable_engine import PausableEngine
from voipmon.ui.desktop.pausing import Pausing
from voipmon.ui.hearing import hearing
from voipmon.ui.state import Pause

IDLE = "microphone off, not listening"
LOCKED = "listening paused while this computer is locked"
ASLEEP = "listening paused while this computer sleeps"


class Meter:
    """Sleeps as long as it is told."""

    def __init__(self):
        self.slept_s = 0.0

    def take_s(self):
        slept_s, self.slept_s = self.slept_s, 0.0
        return slept_s


class Rig:
    def __init__(self, state):
        self.state, self.meter, self.inner = state, Meter(), ScriptedEngine()
        self.engine = PausableEngine(self.inner)
        self.pausing = Pausing(self.engine, state, self.meter)
        card = state.add(state.rows["call:c1"])
        self.engine.send(
            Listen(stream_id=card.stream_id, kind=card.kind, resource_id="c1")
        )
        self.look()

    def look(self):
        shown = self.engine.poll().snapshot
        self.state.apply_snapshot(snapshot(*shown.streams))

    @property
    def banner(self):
        return hearing(self.state).detail


@pytest.fixture
def rig(state):
    return Rig(state)


def test_locked_nothing_is_open_and_unlocked_everything_again(rig):
    assert rig.banner.startswith("listening to Dana Lee")
    rig.pausing.lock()
    assert rig.banner == LOCKED
    assert not rig.inner.streams
    rig.look()
    assert rig.banner == LOCKED
    rig.pausing.unlock()
    assert rig.banner == "connecting to Dana Lee's call… (cancel: Esc)"
    rig.look()
    assert rig.banner.startswith("listening to Dana Lee")


def test_who_wants_to_go_on_when_locked_does(rig):
    rig.pausing.set_pauses_on_lock(False)
    rig.pausing.lock()
    assert rig.banner.startswith("listening to Dana Lee")
    rig.pausing.set_pauses_on_lock(True)
    assert rig.banner == LOCKED
    rig.pausing.set_pauses_on_lock(False)
    assert rig.state.pause is None
    assert rig.inner.streams


def test_a_locked_machine_that_sleeps_and_wakes_is_still_locked(rig):
    rig.pausing.lock()
    rig.pausing.sleep()
    assert rig.banner == ASLEEP
    rig.meter.slept_s = 3600.0
    rig.pausing.wake()
    assert rig.banner == LOCKED
    assert not rig.inner.streams
    rig.pausing.unlock()
    assert rig.inner.streams


def test_waking_opens_asks_for_everything_and_does_not_trust_the_list(rig):
    rig.pausing.set_pauses_on_lock(False)
    rig.pausing.sleep()
    assert not rig.inner.streams
    rig.meter.slept_s = 3600.0
    rig.pausing.wake()
    assert rig.inner.told(Refresh)
    assert rig.inner.streams
    assert rig.state.stale
    rig.look()  # the engine's clock stood still: its list is "1 s old"
    assert rig.state.stale
    assert rig.state.link_age_s == pytest.approx(3601.0)
    rig.state.pass_time(5.0)
    fresh = LIVE.__class__(state=LIVE.state, server=LIVE.server, age_s=0.5)
    rig.state.apply_snapshot(snapshot(link=fresh))
    assert not rig.state.stale


def test_a_sleep_that_nobody_announced_is_noticed_by_the_clocks(rig):
    before = set(rig.inner.streams)
    rig.pausing.tick()
    assert set(rig.inner.streams) == before
    rig.meter.slept_s = 60.0
    rig.pausing.tick()
    assert not before & rig.inner.streams.keys()  # opened anew: nothing old is heard
    assert len(rig.inner.streams) == 1
    assert rig.state.stale
    assert len(rig.inner.told(Refresh)) == 1
    rig.pausing.wake()  # the system says so, too
    assert len(rig.inner.told(Refresh)) == 1


def test_a_clock_that_was_only_corrected_is_no_sleep(rig):
    for _ in range(100):
        rig.meter.slept_s = 0.1
        rig.pausing.tick()
    assert not rig.inner.told(Refresh)


def test_a_sleep_that_failed_goes_on_at_once(rig):
    rig.pausing.sleep()
    rig.pausing.wake()
    assert rig.state.pause is None
    assert rig.inner.streams
    assert not rig.state.stale


def test_without_a_call_the_banner_is_that_of_an_idle_window(rig):
    rig.state.drop(rig.state.cards[0])
    rig.pausing.lock()
    assert hearing(rig.state).detail == IDLE
    assert rig.state.pause is Pause.LOCKED
    rig.pausing.unlock()
    assert hearing(rig.state).detail == IDLE


def test_card_is_not_shown_as_it_was_before_the_pause(rig):
    card = rig.state.cards[0]
    assert card.snap is not None
    rig.pausing.lock()
    assert card.snap is None
    rig.state.apply_snapshot(snapshot())
    rig.pausing.unlock()
    rig.state.apply_snapshot(snapshot(stream(card.stream_id)))
    assert card.heard
