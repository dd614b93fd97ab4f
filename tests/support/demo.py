"""The demo platform as a process of its own, for any test.

with demo_server("--profile", "2025") as demo:
    token = demo.login()
    call = demo.talking_call()
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import urllib3
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
STOP_S = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def reason(self) -> str:
        """The error envelope's reason."""
        return str(self.json["error"]["reason"])


@dataclass(slots=True)
class Demo:
    """A running demo platform, seen from outside."""

    process: subprocess.Popen[str]
    ready: dict[str, str]
    stderr: IO[bytes]
    http: urllib3.PoolManager = field(repr=False)

    @property
    def url(self) -> str:
        return self.ready["url"]

    @property
    def ws_url(self) -> str:
        return self.url.replace("http", "ws", 1)

    @property
    def username(self) -> str:
        return self.ready["username"]

    @property
    def password(self) -> str:
        return self.ready["password"]

    @property
    def accesskey(self) -> str:
        return self.ready["accesskey"]

    def request(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        got = self.http.request(
            method, self.url + path, headers=sent, body=data, retries=False, timeout=15
        )
        return Answer(got.status, got.headers, got.data)

    def get(self, path: str, *, token: str = "") -> Answer:
        return self.request("GET", path, token=token)

    def login(self, username: str = "") -> str:
        body = {"username": username or self.username, "password": self.password}
        answer = self.request("POST", "/auth/login", body=body)
        assert answer.status == 200, answer
        return str(answer.json["token"])

    def media_url(
        self, resource: str, encapsulation: str | None = "sln", kind: str = "call"
    ) -> str:
        """Give the address of a stream, without credentials."""
        url = f"{self.ws_url}/v1.0/{kind}s/{resource}/media_stream"
        return url if encapsulation is None else f"{url}?encapsulation={encapsulation}"

    # -- behind the platform's back

    def control(self, method: str, path: str, body: object = None) -> Answer:
        answer = self.request(method, f"/__demo__{path}", body=body)
        assert answer.status < 300, answer
        return answer

    def world(self) -> Any:
        return self.control("GET", "/world").json

    def odd(self, name: str) -> str:
        """Give the id of `foreign_call`, `deleted_call`, `ended_call`, ..."""
        return str(self.world()["odd"][name])

    def calls(self, status: str = "progressing") -> list[dict[str, Any]]:
        return [c for c in self.world()["calls"] if c["status"] == status]

    def talking_call(self, scenario: str = "queue", *, agent: bool = True) -> str:
        """Give a leg that is in a conversation now."""
        for call in self.calls():
            if call["scenario"] == scenario and call["room"] and call["agent"] is agent:
                return str(call["id"])
        raise AssertionError(f"nobody talks: {self.world()}")

    def conference(self, name: str = "Morning stand-up") -> str:
        for conference in self.world()["conferences"]:
            if conference["name"] == name:
                return str(conference["id"])
        raise AssertionError(name)

    def seats(self, conference: str, count: int) -> None:
        """Have `count` participants in a conference from now on."""
        self.control("POST", f"/conferences/{conference}/seats", {"count": count})

    def start_call(self, **script: object) -> str:
        """Let somebody ring now; times in seconds: ring, queue, agent_ring, talk."""
        return str(self.control("POST", "/calls", script).json["id"])

    def hang_up(self, call: str) -> None:
        """Let the party itself hang up."""
        self.control("POST", f"/calls/{call}/hangup")

    def fault(
        self,
        name: str,
        *,
        target: str | None = None,
        seconds: float | None = None,
        **params: object,
    ) -> int:
        """Put a fault in force; gives its id."""
        body = {
            "name": name,
            "target": target,
            "seconds": seconds,
            "params": {key.replace("_", "-"): value for key, value in params.items()},
        }
        return int(self.control("POST", "/faults", body).json["id"])

    def clear_faults(self) -> None:
        self.control("DELETE", "/faults")

    def stats(self) -> Any:
        return self.control("GET", "/stats").json

    def streams(self) -> list[dict[str, Any]]:
        return list(self.stats()["streams"])

    def audio(
        self,
        resource: str,
        *,
        kind: str = "call",
        seconds: float = 10,
        first: int | None = None,
        count: int = 0,
    ) -> tuple[int, NDArray[np.int16]]:
        """Give number of the first sample, and what was sent: int16 at 8 kHz."""
        query = f"seconds={seconds}" if first is None else f"from={first}&count={count}"
        return _samples(self.control("GET", f"/audio/{kind}/{resource}?{query}"))

    def uplink(self, stream: int) -> NDArray[np.int16]:
        """Give what the platform accepted on a stream, decoded."""
        return _samples(self.control("GET", f"/uplink/{stream}"))[1]

    def log(self) -> str:
        """Give what it wrote to its standard error so far."""
        self.stderr.seek(0)
        return self.stderr.read().decode()


def _samples(answer: Answer) -> tuple[int, NDArray[np.int16]]:
    pcm = np.frombuffer(answer.body, dtype="<i2").astype(np.int16)
    return int(answer.headers["X-First-Sample"]), pcm


def wait_for(
    what: Callable[[], Any], seconds: float = 10.0, pause_s: float = 0.02
) -> Any:
    """Give the first true answer of `what`."""
    deadline = time.monotonic() + seconds
    while True:
        answer = what()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(pause_s)


@contextmanager
def demo_server(*options: str, env: Mapping[str, str] | None = None) -> Iterator[Demo]:
    """Start `voipmon.demo` with command line options; stop it at the end."""
    with tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "voipmon.demo", "--watch-stdin", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            cwd=ROOT,
            env=env,
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                stderr.seek(0)
                raise AssertionError(f"no demo platform: {stderr.read().decode()}")
            ready = json.loads(line)
            http = urllib3.PoolManager(ca_certs=ready.get("ca_file"), maxsize=4)
            with http:
                yield Demo(process, ready, stderr, http)
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
