"""Ties the window to its neighbours: session, tray, notifications, closing."""

import time

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from voipmon.core.domain.facts import Fact
from voipmon.core.domain.settings import OnClose, OnLock, Settings
from voipmon.ui.desktop.closing import CloseQuestion, Wish, wish
from voipmon.ui.desktop.happenings import Happening, Happenings
from voipmon.ui.desktop.limiter import Limiter
from voipmon.ui.desktop.pausable_engine import PausableEngine
from voipmon.ui.desktop.pausing import Pausing
from voipmon.ui.desktop.popups import Popups
from voipmon.ui.desktop.session import Session, SleepMeter
from voipmon.ui.desktop.tray import Tray
from voipmon.ui.hearing import hearing
from voipmon.ui.main_window import MainWindow
from voipmon.ui.state import Pause

_TRAY_S = 0.25  # between two looks at what the tray has to say
_TOUCHED = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin}


class Neighbours(QObject):
    """Owner: the GUI thread, from the window's making to its end.

    Args:
        window: Not shown yet; its engine is `engine`.
        engine: Paused while nobody may listen.
        session: What the system says of lock and sleep.
        app_id: Name of the desktop file.
    """

    left = Signal()  # the window was closed for good

    def __init__(
        self,
        window: MainWindow,
        engine: PausableEngine,
        session: Session,
        *,
        app_id: str,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._session = session
        self._since_tray_s = _TRAY_S
        self._limiter = Limiter()
        self._happenings = Happenings(window.state)
        self.pausing = Pausing(engine, window.state, SleepMeter())
        self.tray = Tray(window)
        self.popups = Popups(session.bus, app_id, self.tray.tell)
        self._connect()
        self._apply(window.preferences.now)

    def start(self) -> None:
        """Begin to listen to the neighbours."""
        self._session.start()
        self._follow()
        self.tray.show()

    def stop(self) -> None:
        """End in order."""
        self._session.stop()
        self.tray.hide()
        QGuiApplication.setQuitOnLastWindowClosed(True)

    def _connect(self) -> None:
        window, session, tray = self._window, self._session, self.tray
        window.clock.tick.connect(self._on_tick)
        window.told.connect(self._on_fact)
        window.preferences.changed.connect(self._apply)
        window.installEventFilter(self)
        session.locked.connect(self._on_locked)
        session.unlocked.connect(self._on_unlocked)
        session.sleeping.connect(self._on_sleeping)
        session.woke.connect(self._on_woke)
        tray.show_wanted.connect(self.bring_back)
        tray.mute_wanted.connect(window.toolbar.mute_all.setChecked)
        tray.silence_wanted.connect(window.listening.silence)
        tray.quit_wanted.connect(window.quit)
        self.popups.chosen.connect(self._on_chosen)

    def _apply(self, settings: Settings) -> None:
        self.popups.sound = settings.notices.sound
        self._happenings.tell_ends = settings.notices.ended
        self.pausing.set_pauses_on_lock(settings.session.on_lock is OnLock.PAUSE)

    # -- lock and sleep --------------------------------------------------------------

    def _on_locked(self) -> None:
        self.pausing.lock()
        if (handle := self._window.windowHandle()) is not None:
            handle.installEventFilter(self)
        self._follow()

    def _on_unlocked(self) -> None:
        self.pausing.unlock()
        if (handle := self._window.windowHandle()) is not None:
            handle.removeEventFilter(self)
        self._follow()

    def _on_sleeping(self) -> None:
        self.pausing.sleep()
        self._follow()

    def _on_woke(self) -> None:
        self.pausing.wake()
        self._follow()

    # -- the clock's round -----------------------------------------------------------

    def _on_tick(self, dt_s: float, _draw: bool) -> None:
        self.pausing.tick()
        if self._window.state.pause is Pause.ASLEEP and self._engine.quiet:
            self._session.ready_to_sleep()
        gone = self._happenings.of_output(discreet=self.pausing.locked)
        if gone is not None:
            self._tell(gone)
        self._since_tray_s += dt_s
        if self._since_tray_s >= _TRAY_S:
            self._follow()

    def _follow(self) -> None:
        self._since_tray_s = 0.0
        state = self._window.state
        self.tray.follow(hearing(state), muted=state.master_muted)

    # -- notifications ---------------------------------------------------------------

    def _on_fact(self, fact: Fact) -> None:
        happening = self._happenings.of(fact, discreet=self.pausing.locked)
        if happening is not None:
            self._tell(happening)

    def _tell(self, happening: Happening) -> None:
        """Outside the window, unless the supervisor is looking at it."""
        if QApplication.activeWindow() is not None and not self.pausing.locked:
            return
        if happening.urgent and self._window.isVisible():
            QApplication.alert(self._window)
        if not self._window.preferences.now.notices.enabled:
            return
        if self._limiter.allow(happening.about, time.monotonic()):
            self.popups.show(happening)

    def _on_chosen(self, happening: Happening, pressed: bool) -> None:
        self.bring_back()
        card = self._window.state.card_of(happening.about)
        if card is None:
            return
        self._window.listening.select(card)
        if pressed and happening.action == "Listen":
            self._window.listening.retry(card)

    # -- closing and coming back -----------------------------------------------------

    def bring_back(self) -> None:
        """Show the window in front."""
        QGuiApplication.setQuitOnLastWindowClosed(True)
        window = self._window
        if window.isMinimized():
            window.showNormal()
        else:
            window.show()
        window.raise_()
        window.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Close:
            return self._stays(event)
        if watched is not self._window and event.type() in _TOUCHED:
            self._session.seen()
        return False

    def _stays(self, event: QEvent) -> bool:
        """Whether the window is not to be closed; it may be hidden or ask instead."""
        window = self._window
        wanted = wish(
            window.preferences.now.session.on_close,
            tray=self.tray.there,
            listening=any(window.state.listened()),
        )
        if window.quitting or _session_ends() or wanted is Wish.QUIT:
            self.left.emit()
            return False
        event.ignore()
        if wanted is Wish.HIDE:
            self._hide()
        elif window.findChild(CloseQuestion) is None:
            question = CloseQuestion(window)
            question.answered.connect(self._on_answer)
            question.open()
        return True

    def _on_answer(self, answer: OnClose) -> None:
        self._window.preferences.change("session", on_close=answer)
        if answer is OnClose.TRAY:
            self._hide()
        else:
            self._window.quit()

    def _hide(self) -> None:
        # A dialog that closes while the window is hidden must not end the program.
        QGuiApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()


def _session_ends() -> bool:
    """The desktop logs out: no time for questions."""
    app = QApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()
