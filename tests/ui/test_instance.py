"""One window for each profile, between real processes."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest

from voipmon.ui.instance import Called, SingleInstance

HOLDER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from voipmon.ui.instance import SingleInstance
app = QCoreApplication([])
place = SingleInstance(Path(sys.argv[1]), Path(sys.argv[2]))
assert place.take()
place.listen()
place.wanted.connect(lambda: print("wanted", flush=True))
print("listening", flush=True)
app.exec()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that has the place of `tmp_path / "Rome"`."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "Rome"), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "listening\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def place(qapp, tmp_path):
    made = SingleInstance(tmp_path / "Rome", tmp_path)
    yield made
    made.release()


def test_a_second_start_raises_the_first(holder, place):
    assert not place.take()
    assert place.call() is Called.RAISED
    assert holder.stdout.readline() == "wanted\n"
    assert place.call() is Called.RAISED, "any number of times"


def test_another_profile_has_its_own_place(holder, qapp, tmp_path):
    other = SingleInstance(tmp_path / "Oslo", tmp_path)
    assert other.take()
    other.listen()
    other.release()


def test_what_a_dead_one_left_is_taken_over(holder, place, qtbot, tmp_path):
    holder.kill()
    holder.wait()
    left = [path.name for path in tmp_path.iterdir()]
    assert len(left) == 2, "lock and socket are still there"
    assert place.take()
    place.listen()
    with qtbot.waitSignal(place.wanted):
        call_raw(next(p for p in tmp_path.iterdir() if p.is_socket()))


def test_one_that_dies_while_it_is_called_leaves_its_place(holder, place):
    assert not place.take()
    holder.kill()
    holder.wait()
    assert place.call() is Called.GONE


def test_a_hung_one_is_called_so_after_the_time_given(holder, place):
    holder.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    assert not place.take()
    assert place.call(wait_s=0.3) is Called.HUNG
    assert time.monotonic() - began < 5
    holder.send_signal(signal.SIGCONT)


def test_one_that_never_listens_is_not_waited_for_for_ever(place, tmp_path):
    assert place.take()
    other = SingleInstance(tmp_path / "Rome", tmp_path)
    assert not other.take()
    assert other.call(start_s=0.2) is Called.HUNG


def test_other_users_cannot_even_connect(place, tmp_path):
    assert place.take()
    place.listen()
    path = next(p for p in tmp_path.iterdir() if p.is_socket())
    assert not stat.S_IMODE(path.stat().st_mode) & 0o077


@pytest.mark.parametrize("words", [b"raise", b"x" * 4096, b"quit!\n"])
def test_nothing_but_the_wish_is_understood(place, qtbot, tmp_path, words):
    assert place.take()
    place.listen()
    with qtbot.assertNotEmitted(place.wanted, wait=200):
        call_raw(next(p for p in tmp_path.iterdir() if p.is_socket()), words)
    with qtbot.waitSignal(place.wanted):
        call_raw(next(p for p in tmp_path.iterdir() if p.is_socket()))


def test_without_a_folder_to_lock_in_the_program_starts_all_the_same(
    qapp, tmp_path, caplog
):
    lonely = SingleInstance(tmp_path / "Rome", tmp_path / "nowhere")
    assert lonely.take()
    lonely.listen()
    assert "will not be noticed" in caplog.text
    lonely.release()


def call_raw(path, words=b"raise\n"):
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(os.fspath(path))
        caller.sendall(words)
