import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
import urllib3

from tests.support.demo import wait_for
from voipmon.demo.embedded import DemoFailed, EmbeddedDemo


def test_it_is_ready_when_it_says_where_it_is():
    demo = EmbeddedDemo("--calls", "2")
    try:
        access = demo.wait_ready()
        with urllib3.PoolManager() as http:
            assert http.request("GET", f"{access.url}/ping").status == 200
        assert access.password not in repr(access)
        assert access.accesskey not in repr(access)
    finally:
        demo.stop()


def test_one_that_does_not_start_is_told():
    demo = EmbeddedDemo("--profile", "none")
    try:
        with pytest.raises(DemoFailed):
            demo.wait_ready()
    finally:
        demo.stop()


OWNER = """
import sys
from voipmon.demo.embedded import EmbeddedDemo
demo = EmbeddedDemo("--calls", "2")
print(demo.wait_ready().url, flush=True)
sys.stdin.read()
"""


def test_it_dies_with_its_owner_however_that_ends():
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert owner.stdout.readline().startswith(b"http://127.0.0.1:")
    children = psutil.Process(owner.pid).children(recursive=True)
    assert children
    os.kill(owner.pid, signal.SIGKILL)
    owner.wait()
    began = time.monotonic()
    wait_for(lambda: not any(one.is_running() for one in children), seconds=5)
    assert time.monotonic() - began < 3
    owner.stdin.close()
    owner.stdout.close()
