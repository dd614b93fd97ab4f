"""`voipmon-cli` as a process, with credentials in its environment alone."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.demo import Demo


def credentials(demo: Demo) -> dict[str, str]:
    """What signs a command in to a demo platform."""
    return {
        "VOIPMON_SERVER": demo.url,
        "VOIPMON_USERNAME": demo.username,
        "VOIPMON_PASSWORD": demo.password,
        "VOIPMON_CA_FILE": demo.ready.get("ca_file", ""),
    }


def start(
    demo: Demo, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start `voipmon-cli` with these arguments."""
    return subprocess.Popen(
        [sys.executable, "-m", "voipmon.cli.main", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(env or {}), **credentials(demo)},
    )


def run(
    demo: Demo,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    timeout_s: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Run `voipmon-cli` to its end."""
    process = start(demo, *arguments, env=env)
    out, err = process.communicate(timeout=timeout_s)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def stats(path: Path) -> dict:
    """A report written by `--stats`."""
    return json.loads(path.read_text())
