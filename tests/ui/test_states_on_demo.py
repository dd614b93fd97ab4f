"""What the window says when things go wrong, with faults that really happen.

The demo platform, a real engine process, a sound server; one window for all. Each
test leaves calls that are talked in and no fault. Pictures are in pytest's temporary
folder, to be looked at.
"""

import os
import re
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton

from tests.support.demo import demo_server
from tests.support.sound_server import SoundServer
from tests.ui.finding import heard, part
from tests.ui.scene import WITHIN_MS, Scene, credentials, patient, started
from voipmon.core.domain.snapshot import LinkState


@pytest.fixture(scope="module")
def place(qapp, tmp_path_factory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("states")
    with (
        SoundServer(("headset",)) as sound,
        demo_server("--seed", "5", "--no-rate-limit") as demo,
        started(demo, folder) as (window, engine),
    ):
        yield Scene(window, engine, demo, sound, folder)


@pytest.fixture
def scene(qtbot, place) -> Iterator[Scene]:
    """Signed in with a list, nothing heard, no fault."""
    place.wait = patient(qtbot, place.window, WITHIN_MS)
    window = place.window
    place.wait(lambda: window.state.link.state is LinkState.LIVE and window.state.rows)
    yield place
    window.listening.leave_all()
    place.demo.clear_faults()


@pytest.fixture
def own(qtbot, place, tmp_path) -> Iterator[Scene]:
    """A window and an engine for a test that leaves them different."""
    with started(place.demo, tmp_path) as (window, engine):
        wait = patient(qtbot, window, WITHIN_MS)
        yield Scene(window, engine, place.demo, place.sound, place.pictures, wait)


def test_nothing_is_listened_to(scene):
    scene.banner("microphone off, not listening")
    scene.shoot("idle")


def test_listening_then_behind_live_then_live_again(scene):
    card = scene.listen()
    name = re.escape(card.row.agent)
    scene.banner(rf"listening to {name} · \d+ ms behind")
    scene.shoot("listening")
    scene.wait(lambda: card.snap.kept_s > 3)
    scene.window.listening.back(card, 5.0)
    scene.banner(r"\d s behind live \(L = live\)\. Speaking is off")
    scene.shoot("behind-live")
    scene.window.listening.live(card)
    scene.banner(rf"listening to {name} · \d+ ms behind")


def test_a_call_that_ends_behind_live_is_heard_to_its_end_and_again(scene):
    window, card = scene.window, scene.listen()
    talk = re.escape(f"{card.row.agent}'s call")
    scene.wait(lambda: card.snap.kept_s > 6)
    window.listening.back(card, 5.0)
    scene.wait(lambda: card.snap.behind_s > 4)
    scene.demo.hang_up(card.resource_id)
    scene.banner(rf"replaying the last of {talk} · [1-5] s left")
    window.cards.refresh(0.0)
    scene.shoot("ended-behind-live")
    scene.banner(r"call ended after 0:\d\d\. Note\? \(M\)")  # heard to its end
    window.listening.back(card, 5.0)
    scene.banner(rf"replaying the last of {talk} · \d s left")
    window.listening.live(card)
    scene.banner(r"call ended after 0:\d\d\. Note\? \(M\)")


def test_what_is_heard_behind_live_while_the_connection_is_lost(scene):
    window, card = scene.window, scene.listen()
    scene.wait(lambda: card.snap.kept_s > 6)
    window.listening.back(card, 5.0)
    scene.wait(lambda: card.snap.behind_s > 4)
    scene.demo.fault("drop", target=card.resource_id)
    words = r"\d s behind live \(L = live\)\. Speaking is off"
    scene.banner(rf"{words} · reconnecting")
    scene.note(r"Connection lost, trying again: try \d.*")
    scene.shoot("dropped-behind-live")
    window.listening.live(card)
    scene.banner(r"reconnecting to .* \(try \d.*\)")


def test_no_live_calls(qtbot, place, tmp_path):
    with (
        demo_server("--calls", "0", "--fault", "no-rows", "--no-rate-limit") as demo,
        started(demo, tmp_path) as (window, engine),
    ):
        wait = patient(qtbot, window, WITHIN_MS)
        empty = window.calls.empty.label
        words = "No live calls right now. New calls appear here by themselves."
        wait(lambda: empty.isVisible() and empty.text() == words)
        Scene(window, engine, demo, place.sound, place.pictures).shoot("no-calls")


def test_a_search_that_hides_all(scene):
    edit = part(scene.window, QLineEdit, "search_edit")
    edit.setText("Billing")
    empty = scene.window.calls.empty
    scene.wait(empty.isVisible)
    words = r'\d+ live calls and \d+ conferences?, none match "Billing"\.'
    assert re.fullmatch(words, empty.label.text())
    scene.shoot("filter")
    assert empty.button.text() == "Clear filters"
    empty.button.click()
    assert not empty.isVisible()
    assert edit.text() == ""


def test_a_call_that_rings_is_offered_and_then_heard(scene):
    call = scene.demo.start_call(ring=3, queue=0, agent_ring=0, talk=60)
    state, key = scene.window.state, f"call:{call}"
    scene.wait(lambda: key in state.rows and state.rows[key].status == "ringing")
    scene.window.calls.view.listen_wanted.emit(key, False)
    scene.message(r"Not answered yet\. Listen as soon as it is answered\?")
    scene.shoot("ringing")
    part(scene.window.messages, QPushButton, "message_action").click()
    scene.message(r"Waiting until .* is answered\. You will hear it then\.")
    assert state.card_of(key) is None
    scene.wait(lambda: (card := state.card_of(key)) and card.heard)


def test_no_sound_after_connecting(scene):
    call = scene.demo.talking_call()
    scene.demo.fault("silent-open", target=call, wake=0)
    scene.wait(lambda: f"call:{call}" in scene.window.state.rows)
    scene.window.calls.view.listen_wanted.emit(f"call:{call}", False)
    scene.note(
        r"Connected, but no sound arrives\. "
        r"The call may be on hold, or only one side is sending\."
    )
    scene.banner(r"connected to .*, but no sound arrives")
    scene.shoot("no-sound")
    part(scene.window.cards, QPushButton, "details_button").click()
    assert scene.window.bottom.current is scene.window.quality
    part(scene.window, QToolButton, "quality_tab").click()


@pytest.mark.parametrize(
    ("code", "banner", "note"),
    [
        (
            403,
            r"you may not listen to this call \(ask an administrator\)",
            r"You may not listen to this call \(ask an administrator\)\.",
        ),
        (404, "this call no longer exists", r"This call no longer exists\."),
    ],
)
def test_what_may_not_be_heard_or_is_gone(scene, code, banner, note):
    call = scene.demo.talking_call()
    scene.demo.fault("status", code=code, path=f"/v1.0/calls/{call}")
    scene.window.calls.view.listen_wanted.emit(f"call:{call}", False)
    scene.banner(banner)
    scene.note(note)
    scene.shoot(f"http-{code}")


def test_reconnecting(scene):
    card = scene.listen()
    call = card.resource_id
    scene.demo.fault("status", code=503, path=f"/v1.0/calls/{call}/media_stream")
    scene.demo.fault("drop", target=call, seconds=1)
    name = re.escape(card.row.agent)
    scene.banner(rf"reconnecting to {name} \(try \d+(, \d+ s)?\)")
    scene.shoot("reconnecting")
    scene.demo.clear_faults()
    scene.wait(lambda: heard(scene.window, card.row.agent))


def test_the_end_of_a_call(scene):
    card = scene.listen()
    scene.demo.hang_up(card.resource_id)
    scene.banner(r"call ended after \d+:\d\d\. Note\? \(M\)")
    scene.shoot("ended")


def test_a_headset_that_is_unplugged(scene):
    scene.sound.load_sink("laptop", "Laptop speakers")
    card = scene.listen()
    scene.wait(lambda: len(scene.window.state.devices) == 2)
    scene.sound.unload_sink("headset")
    name = scene.message(
        r".+ disconnected\. Listening paused, nothing is played on speakers\. "
        r'Use "Laptop speakers"\?'
    )
    assert name
    scene.banner(r"connected to .*, nothing is played: sound device disconnected")
    scene.shoot("headset-gone")
    part(scene.window.messages, QPushButton, "message_action").click()
    scene.wait(lambda: heard(scene.window, card.row.agent))


def test_a_wrong_clock(scene):
    scene.demo.fault("clock", ahead=240)
    scene.message(r"Times come from the server \(your clock is 4 min off\)")
    scene.shoot("clock")
    scene.window.messages.clear("clock")


def test_a_dead_engine(own, caplog):
    scene = own
    card = scene.listen()
    pid = scene.engine.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    scene.banner("the sound engine stopped; starting it again")
    scene.shoot("engine-dead")
    scene.message(
        r"The sound engine closed unexpectedly\. Nothing was being sent\. "
        r"You heard nothing for a moment; a new one has taken over your calls\. .*"
    )
    scene.wait(lambda: heard(scene.window, card.row.agent))
    scene.shoot("engine-back")


def test_a_sign_in_that_ends(scene):
    card = scene.listen()
    scene.demo.fault("status", code=401, path="/v1.0")
    scene.message(
        r"Your sign-in ended at \d\d:\d\d\. "
        r"What you hear goes on, but no other call can be opened\. "
        r"Sign in again \(your layout and notes are kept\)"
    )
    assert card.heard
    scene.shoot("expired")
    scene.demo.fault("drop", target=card.resource_id)
    scene.message(
        r"Your sign-in ended at \d\d:\d\d\. Nothing is played\. "
        r"Sign in again \(your layout and notes are kept\)"
    )
    scene.banner(r"your sign-in ended\. Sign in again")
    scene.shoot("expired-silent")
    scene.demo.clear_faults()
    scene.engine.send(credentials(scene.demo))
    scene.wait(lambda: heard(scene.window, card.row.agent))


@pytest.mark.long
def test_a_list_that_is_out_of_date(scene):
    scene.demo.fault("status", code=503, path="/v1.0")
    words = r"List may be out of date: last update \d+ s ago\. Reconnecting…"
    scene.message(words)
    before = scene.window.state.server_now_s()
    scene.message(words.replace(r"\d+", "1[2-9]"))
    assert scene.window.state.server_now_s() == before, "time stops"
    scene.shoot("stale")


@pytest.mark.long
def test_sound_that_is_held_up(scene):
    card = scene.listen()
    scene.demo.fault("stall", target=card.resource_id, hold=3, seconds=3)
    name = re.escape(card.row.agent)
    scene.banner(rf"listening to {name} · no sound for [12] s")
    scene.shoot("stalled")
    scene.note(r"Skipped \d\.\d s to get back to live, .*")
    scene.shoot("skipped")


@pytest.mark.long
def test_a_connection_that_does_not_come_back(scene, qtbot):
    card = scene.listen()
    call = card.resource_id
    scene.demo.fault("status", code=503, path=f"/v1.0/calls/{call}")
    scene.demo.fault("drop", target=call)
    scene.wait = patient(qtbot, scene.window, 150_000)  # 12 tries, or 120 s
    scene.banner(r"connection lost \d\d:\d\d:\d\d\. Retry \(F5\) or leave")
    scene.shoot("lost")
