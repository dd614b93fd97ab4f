"""A few threads for calls that block: connecting, asking REST.

Daemon threads, unlike every `Worker`: a name server that does not answer holds a
thread beyond any time-out of ours, and must not hold the end of the program.
"""

import logging
import queue
import threading
from collections.abc import Callable
from time import monotonic

_log = logging.getLogger(__name__)

STUCK_S = 2.0  # [s] in one job: a thread counts as lost to the others
MOST = 32  # threads, however many are stuck


class Pool:
    """Runs jobs on at most `size` threads, begun as they are needed.

    Threads: `submit`, `relieve` and `stop` belong to one owner at a time. A job
    handles its own errors; one that does not is logged and costs nothing else.
    """

    def __init__(self, name: str, size: int, stuck_s: float = STUCK_S) -> None:
        self._name = name
        self._size = size
        self._stuck_s = stuck_s
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle = threading.Semaphore(0)
        self._since: dict[int, float] = {}  # when each busy thread began its job

    def submit(self, job: Callable[[], None]) -> None:
        """Run `job` as soon as a thread is free."""
        if not self._idle.acquire(blocking=False) and len(self._threads) < self._size:
            self._begin()
        self._jobs.put(job)

    def relieve(self) -> None:
        """Replace threads that are stuck while jobs wait; call it now and then."""
        if self._jobs.empty():
            return
        old = monotonic() - self._stuck_s
        stuck = sum(since < old for since in tuple(self._since.values()))
        while len(self._threads) < min(self._size + stuck, MOST):
            self._begin()

    def stop(self, timeout_s: float) -> int:
        """Let every thread end after its job; return how many are still in one."""
        for _ in self._threads:
            self._jobs.put(None)
        until = monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(until - monotonic(), 0.0))
        return sum(thread.is_alive() for thread in self._threads)

    def _begin(self) -> None:
        name = f"{self._name}-{len(self._threads) + 1}"
        thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        me = threading.get_ident()
        while (job := self._jobs.get()) is not None:
            self._since[me] = monotonic()
            try:
                job()
            except Exception:  # noqa: BLE001 - a job's bug must not cost the others their thread
                _log.exception("a job of %s failed", self._name)
            del self._since[me]
            self._idle.release()
