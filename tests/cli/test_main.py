import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.rest import Reply, rest_server
from voipmon.cli.exit_status import Exit
from voipmon.cli.main import parser


def cli(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "voipmon.cli.main", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", **environment},
        timeout=60,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["listen"],
        ["listen", "call"],
        ["listen", "queue", "x"],
        ["listen", "call", "x", "--seconds", "0"],
        ["listen", "call", "x", "--seconds", "soon"],
        ["listen", "call", "x", "--codec", "opus"],
        ["listen", "call", "x", "--encapsulation", "RTP"],
        ["calls", "--token", "secret"],
    ],
)
def test_a_wrong_command_line_is_refused_with_usage(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_no_option_takes_a_secret():
    text = parser().format_help() + cli("listen", "--help").stdout
    for word in ("--token", "--password", "--accesskey"):
        assert word not in text


def test_help_names_the_exit_statuses_and_the_environment():
    text = cli("--help").stdout
    assert "6 the call ended early" in text
    assert "VOIPMON_ACCESSKEY" in text


def test_without_credentials_the_variables_are_named():
    done = cli("calls")
    assert done.returncode == 3
    assert "VOIPMON_SERVER" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_said_in_words():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "voipmon.cli.main", "version"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == Exit.FILE
    assert "No space left" in done.stderr
    assert "Exception" not in done.stderr


def test_a_reader_who_left_is_no_accident():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "voipmon.cli.main", "version"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (Exit.FAILED, "")


def test_a_server_that_asks_for_too_much_patience_says_how_long():
    limit = Reply(status=429, headers={"Retry-After": "90"})
    with rest_server(lambda _: limit) as server:
        done = cli(
            "calls",
            VOIPMON_SERVER=f"http://127.0.0.1:{server.port}",
            VOIPMON_ACCESSKEY="vb_1",
        )
    assert done.returncode == Exit.UNREACHABLE
    assert "Try again in 90 s" in done.stderr
    assert "by itself" not in done.stderr


def test_version_names_the_libraries():
    done = cli("version")
    assert done.returncode == 0
    assert "PySide6-Essentials 6." in done.stdout
