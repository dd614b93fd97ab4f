"""The one kind of thread: named, stoppable, joined, and loud when it crashes."""

import logging
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Worker:
    """Subclass and write `_run`; return from it soon after `_stopping` is set.

    Threads: `start`, `request_stop` and `join` belong to the owner, `_run` and
    `_cleanup` to the worker. Not a daemon: nothing outlives the program.

    Args:
        name: Thread name, shown in logs.
        on_crash: Called on the worker's thread with its name and the exception.
    """

    POLL_S = 0.25  # longest a `_run` may sleep before it looks at `_stopping`

    def __init__(
        self, name: str, on_crash: Callable[[str, Exception], None] | None = None
    ) -> None:
        self._on_crash = on_crash
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._main, name=name)

    def start(self) -> None:
        """Begin `_run` on the new thread."""
        self._thread.start()

    def request_stop(self) -> None:
        """Ask `_run` to return; any thread, any number of times."""
        self._stopping.set()

    def join(self, timeout_s: float = 2.0) -> bool:
        """Wait for the end; False means it is stuck and the owner must say so."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        raise NotImplementedError

    def _cleanup(self) -> None:
        """Free on the thread that used it; runs after `_run`, crash or not."""

    def _main(self) -> None:
        try:
            self._run()
        except Exception as error:  # noqa: BLE001 - last line of defence of a thread
            _log.exception("thread %s crashed", self._thread.name)
            if self._on_crash is not None:
                self._on_crash(self._thread.name, error)
        finally:
            self._cleanup()
