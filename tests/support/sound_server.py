"""A private sound server for tests and the tour: loudspeakers whose sound is recorded.

Starts PulseAudio as an ordinary process below a directory of its own: no sound card,
no D-Bus, no configuration of the user, no TCP; root in a bare container will do. It
needs the distribution packages pulseaudio, pulseaudio-utils and libasound2-plugins.
Its loudspeakers are null sinks; what a program plays on one is recorded from that
sink's monitor by `parecord`, so outside of the program under test::

    with SoundServer(sinks=("headset", "speakers")) as server:
        with server.record("headset") as recording:
            ...  # PULSE_SERVER and XDG_RUNTIME_DIR point to this server meanwhile
        pcm = recording.samples()  # int16, shape (n, 2), 48 kHz

A program started by `subprocess` gets the server through ``env=server.env``.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

RATE = 48_000  # [Hz] of every sink and recording
CHANNELS = 2
_START_S = 10.0  # longest wait for the server's first answer
_POLL_S = 0.01
_STEP_S = 5.0  # longest run of one pactl
_STILL = "no_microphone"  # default source of the server: silence


def wait_until(condition: Callable[[], object], timeout_s: float, what: str) -> None:
    """Poll `condition` every 10 ms; `AssertionError` with `what` if it never held."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {timeout_s} s: {what}"
        time.sleep(_POLL_S)


def _tied_to_us(command: list[str]) -> list[str]:
    """Let the kernel end the process should this one be killed (by setpriv)."""
    if shutil.which("setpriv") is None:
        return command
    return ["setpriv", "--pdeathsig", "KILL", *command]


class Recording:
    """What a sink played, growing while the context is open.

    Attributes:
        path: Raw s16le, 48 kHz, 2 channels; removed with the server's directory.
        started_ns: Monotonic time at which the first data had been recorded.
    """

    def __init__(self, sink: str, path: Path, env: dict[str, str]) -> None:
        self.path = path
        self.started_ns = 0
        path.touch()
        command = ["parecord", "--raw", f"--rate={RATE}", f"--channels={CHANNELS}"]
        command += ["--format=s16le", "--latency-msec=20", "-d", f"{sink}.monitor"]
        self._process = subprocess.Popen(
            _tied_to_us([*command, str(path)]), env=env, stderr=subprocess.DEVNULL
        )

    def wait_for_data(self) -> None:
        """Return when the monitor delivers; silence counts."""
        wait_until(lambda: self.path.stat().st_size > 0, _START_S, "recording starts")
        self.started_ns = time.monotonic_ns()

    def samples(self) -> NDArray[np.int16]:
        """Return everything recorded so far: int16, shape (n, 2), 48 kHz."""
        data = self.path.read_bytes()
        whole = len(data) - len(data) % (2 * CHANNELS)
        return np.frombuffer(data[:whole], np.int16).reshape(-1, CHANNELS)

    @property
    def seconds(self) -> float:
        """Length so far."""
        return self.path.stat().st_size / (RATE * CHANNELS * 2)

    def more(self, seconds: float) -> NDArray[np.int16]:
        """Wait for that much sound from now on and return it, shape (n, 2)."""
        first = len(self.samples())
        want = first + round(seconds * RATE)
        wait_until(
            lambda: self.seconds * RATE >= want, seconds + _START_S, "more sound"
        )
        return self.samples()[first:want]

    def stop(self) -> None:
        """End the recorder; the samples stay readable."""
        _end(self._process, signal.SIGTERM)


def _end(process: subprocess.Popen[bytes], first: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(first)
    try:
        process.wait(2.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class SoundServer:
    """One PulseAudio with null sinks; a context manager that always ends it.

    Args:
        sinks: Names of the sinks; the first is the default. May be empty: a server
            without any output device.
        environment: Point this process' own PULSE_SERVER, PULSE_COOKIE and
            XDG_RUNTIME_DIR to it while it lives.
    """

    def __init__(
        self, sinks: tuple[str, ...] = ("speaker",), *, environment: bool = True
    ) -> None:
        self._sinks = sinks
        self._set_environment = environment
        self._before: dict[str, str | None] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._recordings: list[Recording] = []
        self._made = 0

    def __enter__(self) -> Self:
        """Start the server and wait until it answers."""
        # a short path: socket names end at 108 bytes
        self.directory = Path(tempfile.mkdtemp(prefix="snd-", dir="/tmp"))
        for name in ("home", "state", "records"):
            (self.directory / name).mkdir()
        self._socket = self.directory / "pulse.sock"
        client = self.directory / "client.conf"
        client.write_text("autospawn = no\nenable-shm = no\n")
        self._own = {
            "XDG_RUNTIME_DIR": str(self.directory),
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(self.directory / "cookie"),
            "PULSE_CLIENTCONFIG": str(client),
        }
        if self._set_environment:
            self._before = {name: os.environ.get(name) for name in self._own}
            os.environ.update(self._own)
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End recorders and server, restore the environment, remove the directory."""
        for recording in self._recordings:
            recording.stop()
        if self._process is not None:
            self.kill()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def env(self) -> dict[str, str]:
        """A whole environment that points to this server, for child processes."""
        return os.environ | self._own

    def start(self) -> None:
        """Start the (killed) server with the sinks it was made with."""
        assert self._process is None, "runs already"
        self._socket.unlink(missing_ok=True)
        command = ["pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no"]
        command += ["--use-pid-file=no", "--realtime=no", "--high-priority=no"]
        command += ["--disable-shm=yes", "--log-level=error", "--log-target=stderr"]
        unix = f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"
        # a default source that never changes: with a change of the default the
        # server moves every stream that is on the old one, our recorders included
        still = f"module-null-source source_name={_STILL}"
        command += ["-L", unix, "-L", still]
        for name in self._sinks:
            command += ["-L", f"module-null-sink {self._null_sink(name)}"]
        home, state = str(self.directory / "home"), str(self.directory / "state")
        private = {"HOME": home, "PULSE_STATE_PATH": state, "XDG_CONFIG_HOME": home}
        env = {k: v for k, v in self.env.items() if k != "PULSE_SERVER"}
        log = self.directory / "pulseaudio.log"
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                _tied_to_us(command), env=env | private, stdout=out, stderr=out
            )
        deadline = time.monotonic() + _START_S
        while not self._answers():
            ended = self._process.poll()
            if ended is not None or time.monotonic() > deadline:
                raise RuntimeError(f"pulseaudio ({ended}): {log.read_text()[-2000:]}")
            time.sleep(_POLL_S)
        self.pactl("set-default-source", _STILL)
        if self._sinks:
            self.set_default_sink(self._sinks[0])

    def kill(self) -> None:
        """End the server at once, as a crash would; `start` brings it back."""
        assert self._process is not None, "does not run"
        _end(self._process, signal.SIGKILL)
        self._process = None

    def restart(self) -> None:
        """Kill and start again, with the sinks it was made with."""
        self.kill()
        self.start()

    def freeze(self, stopped: bool) -> None:
        """Stop the server's process (SIGSTOP) or let it go on: one that hangs."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP if stopped else signal.SIGCONT)

    def load_sink(self, name: str, description: str = "", properties: str = "") -> None:
        """Plug in an output device; `properties` as "device.bus=bluetooth a=b"."""
        arguments = self._null_sink(name, description, properties)
        self.pactl("load-module", "module-null-sink", arguments)

    def unload_sink(self, name: str) -> None:
        """Unplug the output device `name`."""
        listed = self.pactl("list", "short", "modules").splitlines()
        found = [line.split("\t")[0] for line in listed if f"sink_name={name} " in line]
        assert found, f"no sink {name}"
        self.pactl("unload-module", found[0])

    def set_default_sink(self, name: str) -> None:
        """Make `name` the system's default output."""
        self.pactl("set-default-sink", name)

    def sink_names(self) -> list[str]:
        """Names of the sinks there are now."""
        listed = self.pactl("list", "short", "sinks").splitlines()
        return [line.split("\t")[1] for line in listed]

    def pactl(self, *arguments: str) -> str:
        """Run pactl on this server and return what it prints."""
        done = subprocess.run(
            ["pactl", *arguments],
            env=self.env, timeout=_STEP_S, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def alsa_device(self, name: str, sink: str) -> str:
        """Return a line for an ~/.asoundrc: `sink` as if it were a sound card."""
        server = f'server "{self._own["PULSE_SERVER"]}" device {sink}'
        return f"pcm.{name} {{ type pulse {server} hint {{ show on }} }}\n"

    @contextlib.contextmanager
    def record(self, sink: str) -> Iterator[Recording]:
        """Record what `sink` plays, from the first sample that the block can cause."""
        self._made += 1
        path = self.directory / "records" / f"{self._made:02d}-{sink}.raw"
        recording = Recording(sink, path, self.env)
        self._recordings.append(recording)
        try:
            recording.wait_for_data()
            yield recording
        finally:
            recording.stop()

    @staticmethod
    def _null_sink(name: str, description: str = "", more: str = "") -> str:
        """Arguments of module-null-sink.

        Without norewinds the sink swallows up to 2 s at once when a stream starts
        (measured with PulseAudio 16.1: gaps of 0.8-1.9 s between callbacks).
        """
        words = description or f"The {name}"
        properties = f"sink_properties='device.description=\"{words}\" {more}'"
        return f"sink_name={name} norewinds=1 rate={RATE} channels=2 {properties}"

    def _answers(self) -> bool:
        try:
            self.pactl("info")
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return False
        return True
