import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import playout
from tests.bench.playout_options import PROFILES, Options, add_to
from tests.bench.referee.peers import references

ROOT = Path(__file__).parents[2]


def options(*argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    add_to(parser)
    return Options.of(parser.parse_args(argv))


def test_traces_are_chosen_by_name():
    chosen = playout.chosen(options("--only", "lan,wifi*"), quick=True)
    assert [trace.name for trace in chosen] == ["lan", "wifi_micro", "wifi_stall"]
    assert {trace.frames for trace in chosen} == {2000}
    with pytest.raises(ValueError, match="no such trace"):
        playout.chosen(options("--only", "nonsense"), quick=True)


def test_other_dice_give_other_traces_of_the_same_names():
    only = ("--only", "lan,lte*")
    [other] = playout.chosen(options(*only, "--seed", "3"), quick=False)
    kept = playout.chosen(options(*only), quick=False)[0]
    assert other.name == kept.name == "lan"
    assert (other.transit_us != kept.transit_us).any()


def test_a_voice_of_the_demo_platform_can_speak():
    pcm = playout.voice(options("--voice", "carlo"))
    assert len(pcm) > 8000 * 60
    with pytest.raises(ValueError, match="no voice nobody; there are allison"):
        playout.voice(options("--voice", "nobody"))


@pytest.mark.parametrize(
    "argv",
    [
        ("--traces", "x", "--seed", "1"),
        ("--speech", "x", "--voice", "carlo"),
        ("--cells", "x"),
        ("--write", "--quick"),
        ("--write", "--only", "lan"),
        ("--write", "--block-ms", "20"),
    ],
)
def test_options_that_contradict_each_other_are_refused(argv):
    with pytest.raises(ValueError, match=r"^--"):
        options(*argv)


def test_a_file_of_an_own_trace_is_judged_beside_a_fifo(tmp_path, capsys):
    [trace] = playout.chosen(options("--only", "wifi_micro"), quick=False)
    trace.start(8.0).save(tmp_path / "mine.trace.gz")
    own = options("--traces", str(tmp_path), "--jobs", "1", "--profile", "talk")
    figures = playout.measure(quick=False, options=own)
    text = capsys.readouterr().out
    assert "| **talk** |" in text
    assert "| fifo:ms=100 (run here) |" in text
    assert "NetEQ" not in text
    assert any(figure.what.startswith("clicks") for figure in figures)


@pytest.mark.long
def test_the_quick_form_tells_of_all_traces_and_both_profiles(tmp_path):
    out = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.bench", "playout", "--quick"]
    done = subprocess.run(
        [*command, "--out", str(out)],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name in references():
        assert f"**{name}**: floor" in done.stdout
    for profile in PROFILES:
        assert done.stdout.count(f"| **{profile}** |") == 1 + len(references())
    saved = json.loads(out.read_text())["playout"]["figures"]
    [every] = [f["detail"]["runs"] for f in saved if "runs" in f["detail"]]
    assert all(len(runs) == len(references()) for runs in every.values())
    assert len(every) == len(PROFILES) + 1
