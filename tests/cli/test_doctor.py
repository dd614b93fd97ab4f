import json
import os
import subprocess
import sys

from tests.e2e.command import run
from tests.support.demo import demo_server
from tests.support.sound import SoundServer


def doctor(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "voipmon.cli.main", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        timeout=60,
    )


def findings(done):
    found = json.loads(done.stdout)["findings"]
    return {one["check"]: one for one in found}


def test_a_whole_installation_with_a_server():
    with demo_server("--seed", "1") as demo:
        done = run(demo, "doctor", "--json")
    found = findings(done)
    assert done.returncode == 0, done.stderr
    assert found["server"]["verdict"] == "ok"
    assert found["sign-in"]["verdict"] == "ok"
    assert found["numpy"]["verdict"] == "ok"


def test_without_a_server_the_variables_are_named():
    found = findings(doctor("doctor", "--json"))
    assert found["server"]["verdict"] == "warning"
    assert "VOIPMON_SERVER" in found["server"]["advice"]


def test_a_server_that_cannot_be_reached_fails_with_words():
    done = doctor(
        *("doctor", "--json"),
        VOIPMON_SERVER="http://127.0.0.1:9",
        VOIPMON_TOKEN="t",
    )
    assert done.returncode == 1
    assert findings(done)["server"]["verdict"] == "failed"


def test_a_machine_without_sound_is_a_warning_not_an_error():
    done = doctor("doctor", "--json", PULSE_SERVER="unix:/nonexistent")
    assert findings(done)["sound"]["verdict"] == "warning"
    assert done.returncode == 0


def test_devices_by_their_names():
    with SoundServer(sinks=("headset", "speakers")) as sound:
        done = doctor("devices", "--json", **sound.env)
        plain = doctor("devices", **sound.env)
    names = {device["name"] for device in json.loads(done.stdout)["devices"]}
    assert {"headset", "speakers"} <= names
    assert "headset" in plain.stdout


def test_version_as_json():
    told = json.loads(doctor("version", "--json").stdout)
    assert told["PySide6-Essentials"].startswith("6.")
