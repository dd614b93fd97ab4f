import json
from datetime import datetime
from types import SimpleNamespace

import pytest

from tests.e2e.command import run
from tests.support.demo import demo_server


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "5", "--no-rate-limit") as server:
        yield server


def test_calls_as_json(demo):
    done = run(demo, "calls", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["calls_total"] == len(told["calls"]) > 0
    call = next(c for c in told["calls"] if c["status"] == "progressing")
    assert set(call) == {
        *("id", "status", "started", "direction", "agent", "party", "answered"),
    }
    assert datetime.fromisoformat(call["answered"]).tzinfo is not None


def test_conferences_as_json(demo):
    told = json.loads(run(demo, "conferences", "--json").stdout)
    names = {room["name"]: room["participants"] for room in told["conferences"]}
    assert names["Empty room"] == 0


def test_calls_for_a_person(demo):
    done = run(demo, "calls")
    assert done.returncode == 0
    assert "Talking" in done.stdout


def test_a_server_that_is_not_there_is_one_sentence(demo):
    nowhere = SimpleNamespace(
        url="http://127.0.0.1:9", username="x", password="x", ready={}
    )
    done = run(nowhere, "calls")
    assert done.returncode == 5
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_rejected_credentials_are_one_sentence(demo):
    wrong = SimpleNamespace(
        url=demo.url, username=demo.username, password="wrong", ready={}
    )
    done = run(wrong, "calls")
    assert done.returncode == 3
    assert "password is wrong" in done.stderr
