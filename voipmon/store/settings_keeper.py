"""Writes settings soon after they changed, on a thread that ends when it is done."""

import logging
import threading
from collections import deque

from voipmon.core.domain.settings import Settings
from voipmon.store.private_file import FileError
from voipmon.store.settings_file import SettingsFile

_log = logging.getLogger(__name__)

SETTLE_S = 0.3  # a slider that is dragged is written once
CLOSE_S = 1.0


class SettingsKeeper:
    """`save`, `troubles` and `close` never wait for a disk, `close` 1 s at most.

    The thread is no daemon: the program does not end between a change and its file.

    Args:
        file: Loaded already.
        told: What the supervisor must know to begin with.
        settle_s: How long a change waits for the next one.
    """

    def __init__(
        self,
        file: SettingsFile,
        told: tuple[str, ...] = (),
        settle_s: float = SETTLE_S,
    ) -> None:
        self._file = file
        self._settle_s = settle_s
        self._told: deque[str] = deque(told)
        self._last_trouble = ""
        self._lock = threading.Lock()  # guards _wanted and _thread
        self._wanted: Settings | None = None
        self._thread: threading.Thread | None = None
        self._hurry = threading.Event()

    def save(self, settings: Settings) -> None:
        """Keep these; the latest wins."""
        with self._lock:
            self._wanted = settings
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="settings")
                self._thread.start()

    def troubles(self) -> tuple[str, ...]:
        """Sentences since the last call; the same one is not said twice in a row."""
        found = []
        while self._told:
            found.append(self._told.popleft())
        return tuple(found)

    def close(self) -> bool:
        """Write what waits now; False if it is not done within 1 s."""
        self._hurry.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(CLOSE_S)
        return thread is None or not thread.is_alive()

    def _write(self) -> None:
        while True:
            self._hurry.wait(self._settle_s)
            with self._lock:
                wanted, self._wanted = self._wanted, None
                if wanted is None:
                    self._thread = None
                    return
            try:
                self._file.write(wanted)
                self._last_trouble = ""
            except FileError as error:
                self._tell(f"Your settings could not be kept: {error}")
            except Exception as error:  # noqa: BLE001 - the next change is to be tried
                self._tell(f"Your settings could not be kept: {type(error).__name__}")

    def _tell(self, words: str) -> None:
        if words != self._last_trouble:
            self._last_trouble = words
            _log.warning("%s", words)
            self._told.append(words)
