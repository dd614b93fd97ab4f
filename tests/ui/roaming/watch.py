"""What must hold at every step; each fault is kept with when it was found."""

import logging
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from voipmon.core.domain.commands import Command, Leave, Listen, SetPlace
from voipmon.core.domain.snapshot import MonitorSnapshot
from voipmon.engine.client import EngineClient, Poll
from voipmon.ui.hearing import hearing
from voipmon.ui.main_window import MainWindow
from voipmon.ui.state import MAX_CARDS

STUCK_S = 1.0  # nothing may hold the window still for so long
_LOOK_MS = 10
_PASSING = {"settings", "curves-import"}  # threads that end when they have written
_HEADS = ("NOBODY CAN HEAR YOU — ", "NOT SIGNED IN — ")
_RING_S = 60.5  # what is replayed is never older than what is kept
_STREAMS_S = 3.0  # a stream that nothing owns is closed within this time
_SOON_S = 1.0  # widgets follow the state at the next tick, focus at the next turn
_QUIET = (
    "QObject::connect: No such signal QPlatformNativeInterface",  # Qt's own, of trays
    "Mouse event at",  # the window became smaller while the hand was on its way
    "This plugin does not support",  # raise and the like, on a bare display
    "QXcbConnection: XCB error",  # a window that was closed before it was asked for
)


class WatchedEngine(EngineClient):
    """The client, and what went through it."""

    last = MonitorSnapshot()
    snapshots = 0

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Command] = []

    def send(self, command: Command) -> None:
        """As the client's."""
        if isinstance(command, Listen | Leave | SetPlace):
            self.sent.append(command)
        super().send(command)

    def poll(self) -> Poll:
        """As the client's."""
        news = super().poll()
        if news.snapshot is not None:
            self.last = news.snapshot
            self.snapshots += 1
        return news


class Watch(QObject):
    """Owned by the run; GUI thread, except for the hooks.

    Attributes:
        faults: In words, the first is what counts.
        over: The window may be closed now.
        longest_s: In which the event loop did not turn.
    """

    def __init__(self, window: MainWindow, engine: WatchedEngine) -> None:
        super().__init__()
        self._window = window
        self._engine = engine
        self._since: dict[str, float] = {}  # something is not so, since when
        self.faults: list[str] = []
        self.over = False
        self.longest_s = 0.0
        self._turned = time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.turn)
        sys.excepthook = self._on_exception
        sys.unraisablehook = lambda it: self.fault(
            f"unraisable in {it.object!r}: {_told(it.exc_value)}"
        )
        threading.excepthook = lambda it: self.fault(
            f"in thread {it.thread and it.thread.name}: {_told(it.exc_value)}"
        )
        qInstallMessageHandler(self._on_message)
        logging.getLogger("voipmon.ui").addHandler(_Loud(self))

    def keep_open(self) -> None:
        """From now on; a filter that came later is asked first."""
        self._window.installEventFilter(self)
        self._turned = time.monotonic()
        self._timer.start(_LOOK_MS)

    def turn(self) -> None:
        """The event loop goes on."""
        now = time.monotonic()
        self.longest_s = max(self.longest_s, now - self._turned)
        self._turned = now

    def fault(self, words: str) -> None:
        """Something is wrong."""
        self.faults.append(words)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, _: TracebackType | None
    ) -> None:
        self.fault(f"{kind.__name__}: {_told(error)}")

    def _on_message(self, kind: QtMsgType, context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not text.startswith(_QUIET):
            thread = threading.current_thread().name
            self.fault(f"Qt says in {thread}: {text}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A hand that closes the window does not end the run."""
        if event.type() is not QEvent.Type.Close or self.over:
            return False
        self._window.quitting = False
        event.ignore()
        return True

    # -- what holds ------------------------------------------------------------------

    def look(self) -> None:
        """After every step."""
        state = self._window.state
        ids = [card.stream_id for card in state.streams()]
        self._at_once("cards", len(state.cards) <= MAX_CARDS)
        self._at_once("each stream once", len(set(ids)) == len(ids))
        keys = [card.key for card in state.streams()]
        self._at_once("each call once", len(set(keys)) == len(keys))
        places = [card.place.azimuth_deg for card in state.cards]
        self._at_once("places apart", len(set(places)) == len(places))
        chosen = state.selected
        self._at_once("selected", chosen is None or chosen in state.cards)
        self._at_once("banner's head", self._window.banner.text.startswith(_HEADS))
        late = [card.snap.behind_s for card in state.cards if card.snap]
        self._at_once("behind", all(0.0 <= s <= _RING_S for s in late))
        self._soon("banner as the state", self._banner_is_so())
        self._soon("a widget for each card", self._widgets_are_so())
        self._soon("focus", self._focus_is_somewhere())
        self._soon("streams of nobody", not self._strangers(), _STREAMS_S)
        self._soon("streams opened once", self._opened_once())

    def _at_once(self, what: str, holds: bool) -> None:
        if not holds:
            self.fault(f"does not hold: {what}: {self.state()}")

    def _soon(self, what: str, holds: bool, within_s: float = _SOON_S) -> None:
        if holds:
            self._since.pop(what, None)
            return
        now = time.monotonic()
        if now - self._since.setdefault(what, now) > within_s:
            self.fault(f"not within {within_s:g} s: {what}: {self.state()}")

    def _banner_is_so(self) -> bool:
        return self._banner_words() == hearing(self._window.state).words

    def _banner_words(self) -> str:
        return self._window.banner._hearing.words

    def _widgets_are_so(self) -> bool:
        cards, panel = self._window.state.cards, self._window.cards
        drawn = [panel.widget_of(card) for card in cards]
        return None not in drawn and panel.widgets == drawn

    def _focus_is_somewhere(self) -> bool:
        if QApplication.activePopupWidget() is not None:
            return True
        return QApplication.activeWindow() is None or (
            QApplication.focusWidget() is not None
        )

    def _strangers(self) -> set[int]:
        mine = {card.stream_id for card in self._window.state.streams()}
        return {snap.stream_id for snap in self._engine.last.streams} - mine

    def _opened_once(self) -> bool:
        """Told to the engine: each number opened once, and left only if opened."""
        opened = [c.stream_id for c in self._engine.sent if isinstance(c, Listen)]
        left = {c.stream_id for c in self._engine.sent if isinstance(c, Leave)}
        return len(set(opened)) == len(opened) and left <= set(opened)

    def state(self) -> str:
        """All that helps to understand a fault."""
        state = self._window.state
        cards = [
            (card.stream_id, card.key[:9], card.place.azimuth_deg, card.cause)
            for card in state.cards
        ]
        taps = [card.stream_id for card in state.taps]
        streams = [
            (snap.stream_id, snap.state.value, snap.lag_ms, snap.problem)
            for snap in self._engine.last.streams
        ]
        focus = QApplication.focusWidget()
        return (
            f"cards {cards}, taps {taps}, engine's {streams}, "
            f"output {self._engine.last.output.state}, "
            f"banner {self._window.banner.text!r}, focus {focus}, "
            f"window {QApplication.activeWindow()}"
        )


class _Loud(logging.Handler):
    """Nothing of the window logs an error."""

    def __init__(self, watch: Watch) -> None:
        super().__init__(logging.ERROR)
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        self._watch.fault(f"logged: {record.getMessage()}")


def _told(error: BaseException | None) -> str:
    return "" if error is None else "".join(traceback.format_exception(error))


def sizes() -> dict[str, int]:
    """What must not grow: widgets, threads, descriptors, and memory [MB]."""
    own = Path("/proc/self")
    pages = int((own / "statm").read_text().split()[1])
    return {
        "widgets": len(QApplication.allWidgets()),
        "windows": sum(w.isVisible() for w in QApplication.topLevelWidgets()),
        "own threads": sum(t.name not in _PASSING for t in threading.enumerate()),
        "threads": len(list((own / "task").iterdir())),
        "descriptors": len(list((own / "fd").iterdir())),
        "memory": pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000,
    }


def left_open(window: QWidget) -> list[str]:
    """Menus and dialogs besides the window."""
    front = [QApplication.activePopupWidget(), QApplication.activeModalWidget()]
    front += [
        part
        for part in QApplication.topLevelWidgets()
        if isinstance(part, QDialog) and part.isVisible()
    ]
    return [repr(part) for part in front if part is not None and part is not window]
