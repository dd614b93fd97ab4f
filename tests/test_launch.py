"""The program as a person starts it: once for each profile, ended at once, silent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QTimer

from tests.support.demo import demo_server, wait_for
from tests.support.keychain import keychain_session
from tests.ui.scripted import ScriptedEngine
from voipmon import launch
from voipmon.core.domain.profile import DEFAULT, Keeping, Profile
from voipmon.store.folders import profiles_folder
from voipmon.store.profiles import Profiles, save
from voipmon.ui.instance import SingleInstance
from voipmon.ui.main_window import MainWindow
from voipmon.ui.signin.profile_row import DeleteProfile, OpenProfile, RenameProfile

QUIT_S = 2.0
START = [sys.executable, "-m", "voipmon"]


@pytest.fixture
def env(tmp_path):
    """Folders of its own, no session bus, nothing drawn on a screen."""
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    made = {k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"}
    made |= {"XDG_RUNTIME_DIR": str(run), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    return made | {"QT_QPA_PLATFORM": "offscreen", "VOIPMON_LOG_LEVEL": "DEBUG"}


@pytest.fixture
def profiles(tmp_path):
    return Profiles(tmp_path / "config" / "voipmon" / "profiles")


@contextmanager
def started(env, *words, log=subprocess.DEVNULL) -> Iterator[subprocess.Popen]:
    """The program, from the moment that a second start would find it."""
    process = subprocess.Popen([*START, *words], env=env, stderr=log, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def start_again(env, *words):
    return subprocess.run(
        [*START, *words],
        env=env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def listening(env):
    return [p for p in Path(env["XDG_RUNTIME_DIR"]).iterdir() if p.is_socket()]


def quit_in(process):
    """End it as a person's session does; seconds until it and its engine are gone."""
    family = psutil.Process(process.pid).children(recursive=True)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    status = process.wait(10)
    took_s = time.monotonic() - began
    assert status == 0
    assert not [child for child in family if child.is_running()]
    return took_s


def test_a_second_start_raises_the_first_and_ends(env):
    with started(env, "--profile", "Rome") as first:
        wait_for(lambda: listening(env), 20)
        second = start_again(env, "--profile", "rome")
        assert second.returncode == 0
        assert second.stdout == (
            'The window of "Rome" was open already; it was brought to the front.\n'
        )
        first.send_signal(signal.SIGSTOP)
        third = start_again(env, "--profile", "Rome")
        first.send_signal(signal.SIGCONT)
        assert third.returncode == launch.HUNG
        assert "does not answer" in third.stderr
        assert quit_in(first) < QUIT_S


def test_a_name_that_cannot_be_one_is_refused_before_anything_starts(env):
    done = start_again(env, "--profile", "../../etc")
    assert done.returncode == 2
    assert "letters, digits" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes have no folder")
def test_without_a_folder_that_is_safe_it_says_so_and_starts_nothing(env, tmp_path):
    (tmp_path / "run").chmod(0o777)
    shared = tmp_path / f"voipmon-{os.geteuid()}"
    shared.symlink_to(tmp_path)  # somebody else was here first
    done = start_again(env | {"TMPDIR": str(tmp_path)})
    assert done.returncode == 1
    assert done.stderr.startswith("voipmon cannot start: ")
    assert "Traceback" not in done.stderr


def test_the_profile_used_last_is_the_next_one(env, profiles):
    profiles.make("Oslo")
    profiles.note_last("Oslo")
    with started(env):
        wait_for(lambda: listening(env), 20)
        again = start_again(env, "--profile", "Oslo")
        assert '"Oslo"' in again.stdout


def test_profiles_are_made_opened_renamed_and_deleted_from_the_window(
    qapp, tmp_path, monkeypatch
):
    """One window after another, each with an engine of its own."""
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards
    profiles = Profiles(profiles_folder())
    other = SingleInstance(profiles.folder("Taken"), tmp_path / "run")
    assert other.take()
    wishes = [
        OpenProfile(name="Oslo", new=True),
        OpenProfile(name="Taken"),
        RenameProfile(name="Bergen"),
        DeleteProfile(),
    ]
    seen, engines = [], []

    def windows():
        return [w for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)]

    def act():
        window = next((w for w in windows() if w.isVisible()), None)
        if window is None:
            return
        assert windows() == [window], "nothing of one profile stays beside the next"
        seen.append((window.windowTitle(), profiles.names()))
        if wishes:
            window.account.profile_wanted.emit(wishes.pop(0))
        else:
            window.quit()

    def engine():
        engines.append(ScriptedEngine())
        return engines[-1]

    timer = QTimer()
    timer.timeout.connect(act)
    timer.start(50)
    status = launch.show_profile(engine)
    timer.stop()
    other.release()
    assert status == 0
    assert not windows()
    assert [title for title, _ in seen] == [
        "voipmon",
        "Oslo - voipmon",
        "Oslo - voipmon",  # the other one has a window that does not answer
        "Bergen - voipmon",
        "voipmon",
    ]
    assert [names for _, names in seen][3] == (DEFAULT, "Bergen")
    assert profiles.names() == (DEFAULT,)
    assert profiles.last() == DEFAULT
    assert len(engines) == 4
    assert all(engine.stopped for engine in engines)


def remember(profiles, demo, keeping, token, env=None):
    """What an earlier start kept, kept by a process of that session."""
    known = Profile(
        name="Rome", server=demo.url, user=demo.username, keeping=Keeping.SESSION
    )
    save(profiles.folder("Rome"), known)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "import msgspec\n"
        "from voipmon.core.domain.profile import Keeping\n"
        "from voipmon.store.profiles import Profiles\n"
        "from voipmon.store.vault import Vault\n"
        "folder = Path(sys.argv[1])\n"
        "known = Profiles(folder.parent).load(folder.name)\n"
        "wanted = msgspec.structs.replace(known, keeping=Keeping(sys.argv[2]))\n"
        "Vault(folder, known).keep(wanted, sys.stdin.read()).result(10)\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(profiles.folder("Rome")), keeping.value],
        input=token,
        env=env,
        text=True,
        check=True,
        timeout=30,
    )


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "5") as server:
        yield server


@pytest.mark.parametrize(
    "keeping", [Keeping.KEYCHAIN, pytest.param(Keeping.FILE, marks=pytest.mark.long)]
)
def test_a_remembered_sign_in_signs_in_and_is_told_nowhere(
    env, profiles, demo, tmp_path, keeping
):
    (tmp_path / "keychain").mkdir()
    with keychain_session(tmp_path / "keychain") as session:
        address = session.env["DBUS_SESSION_BUS_ADDRESS"]
        env |= {"DBUS_SESSION_BUS_ADDRESS": address}
        token = demo.login()
        remember(profiles, demo, keeping, token, env)
        with (
            (tmp_path / "log").open("w+") as log,
            started(env, "--profile", "Rome", log=log) as process,
        ):
            written = (tmp_path / "log").read_text
            wait_for(lambda: "/calls: 200" in written(), 20)
            whole = [process, *psutil.Process(process.pid).children(recursive=True)]
            lists = [" ".join(psutil.Process(p.pid).cmdline()) for p in whole]
            assert quit_in(process) < QUIT_S
            assert "/auth/login" not in written()
        assert not any(token in words for words in lists)
        private = profiles.folder("Rome") / "private" / "session"
        holding = [
            path
            for path in tmp_path.rglob("*")
            if path.is_file() and token.encode() in path.read_bytes()
        ]
        assert holding == ([private] if keeping is Keeping.FILE else [])


def test_it_ends_at_once_while_the_keychain_hangs(env, profiles, demo, tmp_path):
    (tmp_path / "keychain").mkdir()
    with keychain_session(tmp_path / "keychain") as session:
        env |= {"DBUS_SESSION_BUS_ADDRESS": session.env["DBUS_SESSION_BUS_ADDRESS"]}
        remember(profiles, demo, Keeping.KEYCHAIN, "eyJ-token", env)
        session.freeze()
        with started(env, "--profile", "Rome") as process:
            wait_for(lambda: listening(env), 20)
            wait_for(lambda: engine_of(process), 20)
            assert quit_in(process) < QUIT_S


@pytest.mark.long
def test_it_ends_at_once_while_the_server_hangs(env, profiles, demo):
    remember(profiles, demo, Keeping.FILE, demo.login())
    demo.fault("slow-rest", s=30.0)
    try:
        with started(env, "--profile", "Rome") as process:
            wait_for(lambda: talks(process), 20)
            assert quit_in(process) < QUIT_S
    finally:
        demo.clear_faults()


def engine_of(process):
    return psutil.Process(process.pid).children()


def talks(process):
    return any(child.net_connections("tcp") for child in engine_of(process))
