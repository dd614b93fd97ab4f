"""The loudspeaker where no sound server tells anything: PortAudio's own devices.

The program runs in a process of its own whose ~/.asoundrc names the devices, and
whose PULSE_SERVER leads nowhere.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sound import SoundServer, needs_sound_server, wait_until
from tests.support.tone import is_tone

pytestmark = [pytest.mark.sound, needs_sound_server]

ROOT = Path(__file__).parents[2]

_PROGRAM = """
import sys, threading, json
from tests.support.tone import Player
from voipmon.services.speaker import Speaker

speaker = Speaker(on_devices=lambda them: None)
speaker.start()
done = threading.Event()

def commands():
    for line in sys.stdin:
        word, *name = line.split()
        speaker.refresh() if word == "refresh" else speaker.select(name[0], "ALSA")
    done.set()

threading.Thread(target=commands).start()
last = None
with Player(speaker):
    while not done.wait(0.02):
        now = speaker.snapshot()
        now = [str(now.state), now.device, now.offer]
        if now != last:
            last = now
            print(json.dumps(now), flush=True)
speaker.request_stop()
sys.exit(0 if speaker.join(3) else 1)
"""


class Program:
    """The child process; `until` reads what it says."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            env=env, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._said: queue.Queue[list[str]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(json.loads(line))

    def tell(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()

    def until(self, *expected: str) -> None:
        """Read until a line begins with these words."""
        seen = []
        while seen[-1:] != [list(expected)]:
            try:
                seen.append(self._said.get(timeout=10)[: len(expected)])
            except queue.Empty:
                raise AssertionError(f"no {expected}, only {seen}") from None

    def sleep(self, seconds: float) -> None:
        """Stop the process for a while, as a suspended machine would."""
        self._process.send_signal(signal.SIGSTOP)
        threading.Event().wait(seconds)
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            return self._process.wait(5)
        finally:
            self._process.kill()
            self._process.wait()
            self._reader.join()
            self._process.stdout.close()


@contextlib.contextmanager
def program(server: SoundServer, *sinks: str) -> Iterator[Program]:
    home = server.directory / "alsa"
    home.mkdir()
    away = {"HOME": str(home), "PULSE_SERVER": f"unix:{home}/nothing"}
    lines = [server.alsa_device(f"my_{sink}", sink) for sink in sinks]
    (home / ".asoundrc").write_text("".join(lines))
    child = Program(os.environ | server.env | away)
    try:
        yield child
    finally:
        status = child.end()
    assert status == 0


def hear(server: SoundServer, sink: str) -> None:
    with server.record(sink) as recording:
        wait_until(lambda: is_tone(recording.samples()), 5, f"tone on {sink}")


def test_plays_on_the_named_device_and_changes_it_while_playing():
    with (
        SoundServer(sinks=("headset", "laptop")) as server,
        program(server, "headset", "laptop") as child,
    ):
        child.until("running", "my_headset")
        hear(server, "headset")
        child.tell("select my_laptop")
        child.until("running", "my_laptop")
        hear(server, "laptop")
        child.tell("refresh")
        hear(server, "laptop")


def test_a_device_that_dies_is_looked_for_and_comes_back_by_itself():
    with (
        SoundServer(sinks=("headset",)) as server,
        program(server, "headset") as child,
    ):
        child.until("running", "my_headset")
        server.kill()
        child.until("retrying", "my_headset")
        server.start()
        child.until("running", "my_headset")
        hear(server, "headset")


def test_a_chosen_device_that_is_not_there_pauses_and_offers_another():
    with (
        SoundServer(sinks=("headset",)) as server,
        program(server, "headset") as child,
    ):
        child.until("running", "my_headset")
        child.tell("select my_usb")
        child.until("paused", "my_usb", "my_headset")
        child.tell("select my_headset")
        child.until("running", "my_headset")


@pytest.mark.long
def test_sound_goes_on_after_the_machine_slept():
    with (
        SoundServer(sinks=("headset",)) as server,
        program(server, "headset") as child,
    ):
        child.until("running", "my_headset")
        child.sleep(4.0)
        hear(server, "headset")
