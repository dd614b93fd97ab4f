"""What goes along with the cards: hopping, marks and notes, the activity log."""

from typing import Protocol

from PySide6.QtCore import QObject

from voipmon.core.domain.facts import Fact, SignedIn, SignedOut
from voipmon.core.domain.settings import Settings
from voipmon.ui.activity.follow import Follow
from voipmon.ui.activity.log import Log
from voipmon.ui.activity.tab import ActivityTab
from voipmon.ui.bottom import BottomBar
from voipmon.ui.calls.panel import CallsPanel
from voipmon.ui.hopping import Hopping
from voipmon.ui.listening import Listening
from voipmon.ui.marks.mark import Mark
from voipmon.ui.marks.tab import MarksTab
from voipmon.ui.notices import Notices
from voipmon.ui.opening import Pace
from voipmon.ui.preferences import Preferences
from voipmon.ui.scan_stop import ScanStop
from voipmon.ui.state import WindowState
from voipmon.ui.theme import Theme
from voipmon.ui.widgets.message_bar import MessageStack


class Window(Protocol):
    """What they need of the window."""

    bottom: BottomBar
    calls: CallsPanel
    listening: Listening
    messages: MessageStack
    notices: Notices
    preferences: Preferences
    state: WindowState
    theme: Theme


class Companions(QObject):
    """Owned by the main window, whose clock ticks it and which tells it the facts.

    Attributes:
        log: Anybody may write a line.
    """

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        state, theme = window.state, window.theme
        self._bottom = window.bottom
        self._listening = window.listening
        self._user: tuple[str, str] | None = None  # server and name, None before
        self._ended = False  # the platform ended the sign-in since
        self.log = Log()
        self._follow = Follow(state, self.log)
        self.marks = MarksTab(state, theme, play=window.listening.play_from)
        self.activity = ActivityTab(self.log, theme)
        window.bottom.add(self.marks, "marks_tab", "&Marks and notes", "mark")
        window.bottom.add(self.activity, "activity_tab", "&Activity log", "log")
        self.hopping = Hopping(
            window.listening,
            state,
            order=window.calls.model.keys,
            say=window.notices.say,
            show=window.calls.view.go_to,
            note=self.log.write,
            messages=window.messages,
        )
        self._scan_stop = ScanStop(self.hopping, self)
        window.listening.marked = self.take_mark
        self._use(window.preferences.now)
        window.preferences.changed.connect(self._use)

    def take_mark(self, mark: Mark, note: bool) -> None:
        """Keep a mark; with `note` open its line for typing."""
        if note:
            self._bottom.show_page(self.marks)
        self.marks.take(mark, note=note)

    def on_fact(self, fact: Fact) -> None:
        """Before another user signs in, and at the sign-out, all is forgotten."""
        match fact:
            case SignedOut(problem=None):
                self._forget()
            case SignedOut():
                self._ended = True
            case SignedIn(session=session):
                user = session.server, session.user
                unknown = self._ended and not session.user
                if self._user is not None and (user != self._user or unknown):
                    self._listening.leave_all()  # opened with another's rights
                    self._forget()
                self._user, self._ended = user, False
        self._follow.on_fact(fact)

    def tick(self, dt_s: float, draw: bool) -> None:
        """A tick of the clock went by; the open tab is drawn if anybody sees it."""
        self.hopping.tick(dt_s)
        self._scan_stop.follow()
        self._follow.tick()
        for page in (self.marks, self.activity):
            if draw and self._bottom.current is page:
                page.refresh(dt_s)

    def _forget(self) -> None:
        self.hopping.stop_scan()
        self.marks.clear()
        self.log.clear()
        self.activity.refresh(0.0)  # also while closed: it keeps what it drew
        self._follow.forget()

    def _use(self, settings: Settings) -> None:
        now = settings.listening
        self.hopping.taps, self.hopping.back_s = now.taps, now.hop_back_s
        self._listening.opening.pace = Pace(now.back_speed, now.skip_silence)
        self._listening.opening.volume_db = now.call_db
