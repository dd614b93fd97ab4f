"""Logging of every voipmon process: redacted, never a secret, UTC.

Whatever is formatted (message, arguments, traceback) passes the redaction that the
composition root hands in, so that a token cannot reach a line by any route.
"""

import faulthandler
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

FORMAT = "%(asctime)s.%(msecs)03dZ %(process)d %(levelname)-7s %(name)s: %(message)s"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DEFAULT = "WARNING"


class RedactingFormatter(logging.Formatter):
    """Formats, then redacts the finished text, tracebacks included."""

    converter = staticmethod(time.gmtime)

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__(FORMAT, "%Y-%m-%dT%H:%M:%S")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """One record as text without secrets."""
        return self._redact(super().format(record))


def configure(redact: Callable[[str], str], level: str = "") -> None:
    """Log to standard error at `level`, or at `VOIPMON_LOG_LEVEL`.

    Args:
        redact: Removes secrets from a text.
        level: One of `LEVELS`; anything else is `DEFAULT`, and said.
    """
    asked = (level or os.environ.get("VOIPMON_LOG_LEVEL", DEFAULT)).upper()
    stream = _private_stderr()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter(redact))
    root = logging.getLogger()
    for old in tuple(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(asked if asked in LEVELS else DEFAULT)
    if asked not in LEVELS:
        root.warning("log level %r is unknown; one of %s", asked, ", ".join(LEVELS))
    # Chatter that could name addresses with a query; ours says what matters.
    for name in ("urllib3", "websocket", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_thread
    if stream is not None:
        faulthandler.enable(stream)


def _private_stderr() -> TextIO | None:
    """Standard error by a descriptor of our own, None where there is none.

    Descriptor 2 itself is sent to nowhere while sound libraries chatter on it
    (`audio.portaudio.quiet_stderr`); a log line must not be lost to that.
    """
    try:
        return os.fdopen(os.dup(2), "w", buffering=1, errors="backslashreplace")
    except OSError:  # a Windows program without a console
        return None


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("voipmon").critical("uncaught", exc_info=(kind, error, trace))


def _log_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        name = args.thread.name if args.thread else "?"
        logging.getLogger("voipmon").critical(
            "uncaught in thread %s",
            name,
            exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
        )
