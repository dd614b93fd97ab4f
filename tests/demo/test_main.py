import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.demo import ROOT, demo_server, wait_for
from voipmon.demo.faults import KNOWN
from voipmon.demo.main import parser, run


def start(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "voipmon.demo", "--calls", "0", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_ready_is_one_line_of_json_with_all_that_a_client_needs():
    process = start("--watch-stdin")
    ready = json.loads(process.stdout.readline())
    assert ready.keys() >= {"url", "username", "password", "accesskey"}
    assert ready["url"].startswith("http://127.0.0.1:")
    assert ready["accesskey"].startswith("vb_")
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(number):
    process = start()
    process.stdout.readline()
    process.send_signal(number)
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has the parent's signal")
def test_it_dies_with_its_parent_even_if_another_holds_its_input():
    program = (
        "import os, subprocess, sys\n"
        "r, w = os.pipe()\n"
        "p = subprocess.Popen([sys.executable, '-m', 'voipmon.demo', '--calls', '0',"
        " '--watch-stdin'], stdin=r, stdout=subprocess.PIPE, pass_fds=(w,))\n"
        "p.stdout.readline()\n"
        "print(p.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    pid = int(done.stdout)

    def gone() -> bool:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
        except OSError:
            return True
        return stat.rpartition(")")[2].split()[0] == "Z"

    wait_for(gone)


@pytest.mark.parametrize(
    "argv",
    [
        ["--host", "0.0.0.0"],  # noqa: S104 - refused
        ["--streams", "0"],
        ["--streams", "201"],
        ["--profile", "2023"],
        ["--pace", "0"],
        ["--calls", "-1"],
        ["--fault", "nonsense"],
        ["--fault", "codec-change:to=opus"],
        ["--port", "99999"],
        ["--attach-delay", "-5"],
        ["--attach-delay", "nan"],
        ["--token-lifetime", "inf"],
    ],
)
def test_options_that_make_no_sense_are_refused(argv, capsys):
    with pytest.raises(SystemExit) as exit_:
        run(argv)
    assert exit_.value.code == 2
    assert "demo-server: error" in capsys.readouterr().err


def test_a_port_in_use_is_said():
    with demo_server("--calls", "0") as demo:
        port = demo.url.rpartition(":")[2]
        process = start("--port", port)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out) == (1, "")
        assert "cannot serve" in err


def test_a_log_level_that_is_none_does_no_harm():
    env = {**os.environ, "VOIPMON_LOG_LEVEL": "chatty"}
    with demo_server("--calls", "0", env=env) as demo:
        assert demo.get("/ping").status == 200


def test_credentials_are_given_by_the_environment_alone():
    env = {**os.environ, "VOIPMON_DEMO_PASSWORD": "open-sesame-1"}
    with demo_server("--calls", "0", "--credentials-from-env", env=env) as demo:
        assert demo.password == "open-sesame-1"
        assert demo.login()
    with demo_server("--calls", "0", env=env) as demo:
        assert demo.password != "open-sesame-1"


def test_with_tls_it_says_which_certificate_to_trust():
    with demo_server("--calls", "0", "--tls") as demo:
        assert demo.url.startswith("https://")
        assert len(demo.ready["sha256"]) == 64
        assert demo.get("/ping").status == 200  # by the printed CA file


def test_every_option_and_every_parameter_of_a_fault_has_its_help():
    text = parser().format_help()
    assert "--watch-stdin" in text
    assert "/__demo__/faults" in text
    for name, params in KNOWN.items():
        line = next(line for line in text.splitlines() if line.startswith(f"  {name}"))
        assert all(f"{key}=" in line for key in params)
