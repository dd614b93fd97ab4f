"""A whole debug run leaves no token, password or access key anywhere."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.e2e.command import credentials
from tests.support.demo import demo_server, wait_for
from voipmon.core.domain.commands import Listen, SignIn
from voipmon.core.domain.facts import SignedIn
from voipmon.core.domain.snapshot import ResourceKind

CRASH = """
import sys, threading
from voipmon.cli import listen, session
original = session.Monitor.snapshot
def snapshot(self):
    whole = original(self)
    if any(stream.frames > 50 for stream in whole.streams):
        request = self._roster.session
        raise RuntimeError(f"crashed with {request.token}{request.accesskey} at hand")
    return whole
session.Monitor.snapshot = snapshot
from voipmon.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "5") as server:
        yield server


@pytest.fixture(autouse=True)
def _no_fault_stays(demo):
    yield
    demo.clear_faults()


@pytest.fixture
def place(tmp_path):
    """Where all files of a run land: home, temporary files, working directory."""
    for name in ("home", "tmp", "cwd"):
        (tmp_path / name).mkdir()
    return tmp_path


def environment(demo, place, **more):
    env = {k: v for k, v in os.environ.items() if not k.startswith("VOIPMON_")}
    env |= credentials(demo)
    env |= {
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "tmp"),
        "VOIPMON_LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(Path.cwd()),
        "XDG_CONFIG_HOME": str(place / "home"),
        "XDG_STATE_HOME": str(place / "home"),
        "XDG_CACHE_HOME": str(place / "home"),
        "XDG_DATA_HOME": str(place / "home"),
    }
    return env | more


def spilled(secrets, place, *texts):
    """Every text and file that holds a secret."""
    found = [text[:200] for text in texts if any(secret in text for secret in secrets)]
    for path in place.rglob("*"):
        if path.is_file():
            data = path.read_bytes().decode(errors="replace")
            found += [f"{path}: {s[:4]}…" for s in secrets if s in data]
    return found


def argument_lists(process):
    """Of the process and all its children, as anybody on the machine sees them."""
    family = [psutil.Process(process.pid)]
    family += family[0].children(recursive=True)
    return [" ".join(one.cmdline()) for one in family if one.is_running()]


@pytest.mark.parametrize("way", ["password", "accesskey", "token"])
def test_a_debug_run_of_the_command_line(demo, place, way):
    token = demo.login() if way == "token" else ""
    env = environment(demo, place)
    if way != "password":
        del env["VOIPMON_USERNAME"], env["VOIPMON_PASSWORD"]
        env |= {"VOIPMON_TOKEN": token} if token else {}
        env |= {} if token else {"VOIPMON_ACCESSKEY": demo.accesskey}
    call = demo.talking_call()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "voipmon.cli.main", "listen", "call", call),
            *("--no-play", "--wav", "heard.wav", "--stats", "stats.json"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=place / "cwd",
        env=env,
    )
    wait_for(demo.streams)
    lists = argument_lists(process)
    demo.fault("drop", target=call, times=1)
    demo.fault("status", code=500, path="/v1.0/calls", times=2)
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 130, err
    assert "DEBUG" in err, "the run must have logged at DEBUG"
    secrets = [s for s in (demo.password, demo.accesskey, token) if s]
    assert not spilled(secrets, place, out, err, *lists)


def test_a_crash_report_holds_no_secret(demo, place):
    call = demo.talking_call()
    done = subprocess.run(
        [sys.executable, "-c", CRASH, "listen", "call", call, "--no-play"],
        capture_output=True,
        text=True,
        cwd=place / "cwd",
        env=environment(demo, place),
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "crashed with" in done.stderr
    assert "eyJ" not in done.stderr, "a token is a JWT"
    secrets = [demo.password, demo.accesskey]
    assert not spilled(secrets, place, done.stdout, done.stderr)


ENGINE = """
import sys, time
from voipmon.engine.client import EngineClient
from tests.e2e.test_secrets import drive
drive(sys.stdin.readline().split())
"""


def drive(words):
    """What a window does: sign in and listen across the pipe (own process)."""
    from voipmon.engine.client import EngineClient
    from voipmon.net.urls import redact
    from voipmon.store.logs import configure

    configure(redact)
    server, username, password, call = words
    client = EngineClient()
    client.start()
    client.send(SignIn(server=server, username=username, password=password))
    until = time.monotonic() + 15
    heard = False
    while time.monotonic() < until and not heard:
        poll = client.poll()
        for fact in poll.facts:
            if isinstance(fact, SignedIn):
                request = Listen(stream_id=1, kind=ResourceKind.CALL, resource_id=call)
                client.send(request)
                print("token", fact.session.token, flush=True)
        streams = poll.snapshot.streams if poll.snapshot else ()
        heard = any(stream.frames > 50 for stream in streams)
        time.sleep(0.03)
    print("heard" if heard else "silent", flush=True)
    sys.stdin.readline()
    client.stop()


def test_a_debug_run_of_window_and_engine(demo, place):
    env = environment(demo, place)
    for name in ("VOIPMON_USERNAME", "VOIPMON_PASSWORD", "VOIPMON_SERVER"):
        del env[name]
    process = subprocess.Popen(
        [sys.executable, "-c", ENGINE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=place / "cwd",
        env=env,
    )
    words = [demo.url, demo.username, demo.password, demo.talking_call()]
    process.stdin.write(" ".join(words) + "\n")
    process.stdin.flush()
    token = process.stdout.readline().split()[1]
    assert token.startswith("eyJ")
    assert process.stdout.readline().strip() == "heard"
    lists = argument_lists(process)
    assert any("--engine" in one for one in lists)
    _, err = process.communicate("\n", timeout=10)
    assert "DEBUG" in err, err
    assert not spilled([demo.password, demo.accesskey, token], place, err, *lists)
