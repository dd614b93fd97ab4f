"""The engine process: a `Monitor` behind two pipes.

Standard input and output are the pipe to the window; they are moved to private
descriptors first, so that no library that prints can corrupt the protocol. End of
file on the input means that the window is gone: stop in order and exit within 2 s.
"""

import gc
import logging
import os
import sys
import threading
from typing import IO

from voipmon.core.domain.facts import Fact
from voipmon.engine.protocol import (
    VERSION,
    Ack,
    Bye,
    Hello,
    ProtocolError,
    Update,
    read_command,
    write,
)
from voipmon.services.monitor import Monitor
from voipmon.services.worker import Worker

_log = logging.getLogger(__name__)

FRAME_S = 1 / 30  # updates while a stream is open
IDLE_S = 0.25  # updates while none is: sign-in, list age, device
CRASHED = 70  # exit status; EX_SOFTWARE of sysexits.h


class UpdateWriter(Worker):
    """The only thread that writes to the window; blocks there as long as it must.

    One update is outstanding at a time. While the window does not acknowledge,
    facts wait in the monitor's bounded bus and envelope columns in their rings.
    """

    def __init__(self, monitor: Monitor, pipe: IO[bytes]) -> None:
        super().__init__("engine-updates")
        self._monitor = monitor
        self._pipe = pipe
        self._acked = threading.Event()
        self._acked.set()
        self._number = 0

    def acknowledge(self, number: int) -> None:
        """Reader thread: the window has taken update `number`."""
        if number == self._number:
            self._acked.set()

    def _run(self) -> None:
        waited = True
        while not self._stopping.is_set():
            if not self._acked.wait(self.POLL_S):
                continue
            if not (waited or self._monitor.busy):
                self._monitor.wait(IDLE_S)
                waited = True
                continue
            waited = False
            self._send()
            if self._monitor.crashed is not None:
                # Half an engine must not look whole: the window starts a new one.
                logging.shutdown()
                os._exit(CRASHED)
            self._stopping.wait(FRAME_S)

    def _send(self) -> None:
        facts: tuple[Fact, ...] = self._monitor.facts()
        snapshot = self._monitor.snapshot()
        self._number = snapshot.number
        self._acked.clear()
        try:
            write(self._pipe, Update(snapshot=snapshot, facts=facts))
        except OSError:
            self._stopping.set()  # the window is gone; its end of file follows


def serve(monitor: Monitor, commands: IO[bytes], updates: IO[bytes]) -> None:
    """Host `monitor` until the window says goodbye or is gone."""
    write(updates, Hello())
    writer = UpdateWriter(monitor, updates)
    writer.start()
    try:
        while (message := read_command(commands)) is not None:
            if isinstance(message, Ack):
                writer.acknowledge(message.number)
            elif isinstance(message, Hello):
                if message.version != VERSION:
                    raise ProtocolError(f"window speaks version {message.version}")
            elif isinstance(message, Bye):
                break
            else:
                monitor.send(message)
    finally:
        writer.request_stop()
        monitor.stop()
        writer.join(0.2)  # may hang in a write that nobody reads; see `main`


def main() -> int:
    """Entry of `voipmon --engine`."""
    commands, updates = _claim_pipes()
    monitor = Monitor()
    monitor.start()
    gc.collect()
    gc.freeze()  # what start-up made stays: keep it out of every later collection
    status = 0
    try:
        serve(monitor, commands, updates)
    except (ProtocolError, OSError):
        _log.exception("engine: the window's pipe failed")
        status = 1
    logging.shutdown()
    # A writer thread blocked in a pipe that nobody reads must not keep us alive.
    os._exit(status)


def _claim_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Take descriptors 0 and 1 for the protocol, and point them elsewhere."""
    commands = os.fdopen(os.dup(0), "rb")
    updates = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin = None  # nobody may read the pipe by name
    return commands, updates
