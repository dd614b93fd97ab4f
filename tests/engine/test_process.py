"""`UpdateWriter` and `serve` are driven as a process in `test_client`; here: pipes."""

import os
import subprocess
from pathlib import Path

from voipmon.engine.client import engine_command
from voipmon.engine.protocol import Hello, read_update


def test_what_a_library_prints_cannot_reach_the_protocol(tmp_path):
    """Standard output of the engine is standard error, its pipe a private one."""
    (tmp_path / "sitecustomize.py").write_text(
        "import threading, os, time\n"
        "def chatter():\n"
        "    for _ in range(200):\n"
        "        try: os.write(1, b'ALSA lib: chatter\\n')\n"
        "        except OSError: pass\n"
        "        time.sleep(0.01)\n"
        "def begin():\n"
        "    import sys\n"
        "    while 'voipmon.engine.process' not in sys.modules: time.sleep(0.01)\n"
        "    time.sleep(0.7); chatter()\n"
        "threading.Thread(target=begin, daemon=True).start()\n"
    )
    engine = subprocess.Popen(
        engine_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"},
    )
    assert isinstance(read_update(engine.stdout), Hello)
    assert read_update(engine.stdout) is not None  # unharmed by the chatter
    assert b"chatter" in engine.stderr.readline()
    engine.stdin.close()
    engine.stderr.read()
    assert engine.wait(5) == 0
    engine.stdout.close()
    engine.stderr.close()
