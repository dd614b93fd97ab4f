"""What a supervisor arranged with the mouse is there at the next start."""

import json
import subprocess
import sys

import pytest

from tests.support.demo import ROOT, demo_server
from tests.support.window import display


@pytest.fixture
def start(tmp_path):
    """Starts the whole program on a display of its own; gives what it saw."""
    with display() as env, demo_server("--seed", "5") as demo:
        who = {
            "server": demo.url,
            "username": demo.username,
            "password": demo.password,
        }

        def run(what: str) -> dict:
            program = [sys.executable, "-m", "tests.e2e.remembering", str(tmp_path)]
            done = subprocess.run(
                [*program, what],
                input=json.dumps(who), env=env, cwd=ROOT, timeout=90,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr[-3000:]
            return json.loads(done.stdout)

        yield run


@pytest.mark.long
def test_the_next_start_looks_as_the_last_one_was_left(start, tmp_path):
    untouched = start("look")
    left = start("change")
    for name in ("order", "state", "sorted", "across", "tab", "master", "dark"):
        assert left[name] != untouched[name], name
    assert start("look") == left
    text = (tmp_path / "settings.toml").read_text()
    assert 'theme = "dark"' in text
    assert "quality_tab" in text
