"""The window's end of the engine: same commands, facts and snapshots, another process.

Starts the engine, restarts it when it dies, and gives it back what it had to know:
the session, the streams, the volumes, the device. Imports no services.
"""

import logging
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import IO

from voipmon.core.domain.commands import Command
from voipmon.core.domain.facts import EngineRestarted, Fact
from voipmon.core.domain.snapshot import MonitorSnapshot, Problem
from voipmon.engine.memory import Memory
from voipmon.engine.protocol import (
    VERSION,
    Ack,
    Bye,
    Hello,
    ProtocolError,
    ToEngine,
    Update,
    read_update,
    write,
)

_log = logging.getLogger(__name__)

HUNG_S = 6.0  # an engine that owes an update for so long is killed and replaced
START_S = 20.0  # the same for one that has not said hello: cold disks are slow
PAUSES_S = (0.0, 0.5, 1.0, 2.0, 5.0)  # before the nth restart in a row
OWN_PAUSE_S = 2.0  # not polled for longer: this process itself was stopped
HEALTHY_S = 20.0  # an engine that lived so long starts the row anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What came since the last poll; `snapshot` is None if no newer one did."""

    snapshot: MonitorSnapshot | None
    facts: tuple[Fact, ...]
    alive: bool


def engine_command() -> list[str]:
    """Argument list that starts this very program as an engine."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--engine"]
    return [sys.executable, "-m", "voipmon", "--engine"]


class EngineClient:
    """Owner: the GUI thread, which calls `send`, `poll` and `stop`; none blocks.

    Two threads of its own for each engine: one reads updates, one writes commands.
    The reader also notices the end of the engine and starts the next.
    """

    def __init__(self, command: list[str] | None = None) -> None:
        self._command = command or engine_command()
        self._memory = Memory()
        self._facts: deque[Fact] = deque()
        self._snapshot: MonitorSnapshot | None = None
        self._lock = threading.Lock()  # guards _process, _out, _snapshot, _heard_at
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._out: queue.SimpleQueue[ToEngine | None] = queue.SimpleQueue()
        self._heard_at = self._polled_at = time.monotonic()
        self._alive = False
        self._keeper = threading.Thread(target=self._keep, name="engine-keeper")

    def start(self) -> None:
        """Start the engine; returns at once."""
        self._keeper.start()

    @property
    def pid(self) -> int | None:
        """Process id of the engine, for tests and diagnostics."""
        with self._lock:
            return self._process.pid if self._process else None

    def send(self, command: Command) -> None:
        """Queue a command; remembered where a new engine would need it."""
        with self._lock:
            self._memory.note_command(command)
            self._out.put(command)

    def poll(self) -> Poll:
        """Take what came; called by the window's clock, never blocks."""
        with self._lock:
            snapshot, self._snapshot = self._snapshot, None
            facts = tuple(self._facts)
            self._facts.clear()
            if snapshot is not None:
                self._out.put(Ack(number=snapshot.number))
                self._heard_at = time.monotonic()
            self._forgive()
            silent_s = time.monotonic() - self._heard_at
            if self._process and silent_s > (HUNG_S if self._alive else START_S):
                _log.error("the engine sent nothing for %.0f s: killed", silent_s)
                self._process.kill()
                self._heard_at = time.monotonic()
            return Poll(snapshot=snapshot, facts=facts, alive=self._alive)

    def _forgive(self) -> None:
        """Do not blame the engine for a time in which the window stood still, too."""
        now = time.monotonic()
        stood_s, self._polled_at = now - self._polled_at, now
        if stood_s > OWN_PAUSE_S:
            self._heard_at = min(now, self._heard_at + stood_s)

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End the engine in order, by force after `timeout_s`; True if in order."""
        self._stopped.set()
        with self._lock:
            process = self._process
            self._out.put(Bye())
            self._out.put(None)
        orderly = True
        if process is not None:
            try:
                process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                orderly = False
                process.kill()
                process.wait()
        if self._keeper.ident is not None:
            self._keeper.join(timeout_s)
        return orderly and not self._keeper.is_alive()

    # -- the keeper's thread ---------------------------------------------------------

    def _keep(self) -> None:
        in_a_row = 0
        restarts = 0
        while not self._stopped.is_set():
            began = time.monotonic()
            reason = self._live_once()
            if self._stopped.is_set():
                return
            in_a_row = 1 if time.monotonic() - began > HEALTHY_S else in_a_row + 1
            restarts += 1
            _log.error("engine ended (%s); restart %d", reason, restarts)
            problem = Problem(kind="engine.died", detail=reason)
            with self._lock:
                self._snapshot = None
                self._facts.append(EngineRestarted(restarts=restarts, problem=problem))
            self._stopped.wait(PAUSES_S[min(in_a_row, len(PAUSES_S)) - 1])

    def _live_once(self) -> str:
        """Run one engine to its end; returns why it ended."""
        try:
            process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        except OSError as error:
            return f"could not be started: {error.strerror}"
        with self._lock:
            self._process, out = process, self._out
            first = (Hello(), *self._memory.replay())
            self._heard_at = time.monotonic()
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        writer = threading.Thread(
            target=self._write,
            args=(process.stdin, first, out),
            name="engine-commands",
        )
        writer.start()
        reason = ""
        try:
            self._read(process.stdout)
        except (ProtocolError, OSError) as error:
            reason = str(error)
            process.kill()
        with self._lock:
            self._alive = False
            self._process = None
            out.put(None)
            self._out = queue.SimpleQueue()  # commands from now on are the next one's
        writer.join()
        process.stdout.close()
        status = process.wait()
        return reason or f"exit status {status}"

    def _read(self, pipe: IO[bytes]) -> None:
        while (message := read_update(pipe)) is not None:
            with self._lock:
                self._heard_at = time.monotonic()
                if isinstance(message, Update):
                    self._snapshot = message.snapshot
                    self._facts.extend(message.facts)
                    for fact in message.facts:
                        self._memory.note_fact(fact)
                elif message.version != VERSION:
                    raise ProtocolError(f"engine speaks version {message.version}")
                else:
                    self._alive = True

    @staticmethod
    def _write(
        pipe: IO[bytes],
        first: tuple[ToEngine, ...],
        out: "queue.SimpleQueue[ToEngine | None]",
    ) -> None:
        try:
            for greeting in first:
                write(pipe, greeting)
            while (message := out.get()) is not None:
                write(pipe, message)
        except OSError:
            _log.debug("engine pipe closed while writing")
        finally:
            try:
                pipe.close()
            except OSError:
                _log.debug("engine pipe closed with unsent commands")
