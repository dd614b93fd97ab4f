import subprocess
import sys

import pytest

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


def test_version_names_the_libraries():
    done = cli("version")
    assert done.returncode == 0
    assert "PySide6-Essentials 6." in done.stdout
