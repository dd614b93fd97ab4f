"""The window: banner, toolbar, messages, calls, cards, tabs; and the clock's round."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from voipmon.core.domain.commands import Refresh
from voipmon.core.domain.facts import Fact, SignedIn, SignedOut
from voipmon.core.domain.profile import DEFAULT
from voipmon.core.domain.snapshot import LinkState
from voipmon.ui import icons
from voipmon.ui.access.access import Access
from voipmon.ui.account import Account, Given
from voipmon.ui.applied import Applied
from voipmon.ui.bottom import BottomBar
from voipmon.ui.calls.panel import CallsPanel
from voipmon.ui.card_keys import CardKeys
from voipmon.ui.clock import Clock
from voipmon.ui.companions import Companions
from voipmon.ui.devices.desk import DevicesDesk
from voipmon.ui.engine_port import Engine
from voipmon.ui.focus_order import FocusOrder
from voipmon.ui.hearing import hearing
from voipmon.ui.keys.binding import Binding
from voipmon.ui.layout import choose_size, lay_out
from voipmon.ui.listening import Listening
from voipmon.ui.notices import Notices
from voipmon.ui.preferences import Preferences
from voipmon.ui.quality.tab import QualityTab
from voipmon.ui.ringing import Ringing
from voipmon.ui.settings import WindowSettings
from voipmon.ui.setup.context import Context
from voipmon.ui.setup.opening import Setup
from voipmon.ui.signin.remembering import Remembering
from voipmon.ui.signin.secrets import Secrets
from voipmon.ui.state import WindowState
from voipmon.ui.streams.panel import CardsPanel
from voipmon.ui.theme import Theme
from voipmon.ui.toolbar import Toolbar
from voipmon.ui.widgets.banner import Banner
from voipmon.ui.widgets.hearing_frame import HearingFrame
from voipmon.ui.widgets.message_bar import MessageStack
from voipmon.ui.window_keys import bind_all

_BANNER_S = 0.25  # numbers in the banner change no faster than they can be read


class MainWindow(QMainWindow):
    """Owns the state and everything that draws it; GUI thread only.

    Args:
        engine: Told what to do, asked for news on every tick.
        practice: Show that these are no customers.
        sign_in: Credentials to sign in with at once, instead of asking.
        secrets: Where sign-ins are kept; None keeps nothing.
        profiles: Names of all profiles.
    """

    told = Signal(object)  # each Fact, once the state has it

    def __init__(
        self,
        engine: Engine,
        settings: WindowSettings,
        *,
        preferences: Preferences | None = None,
        practice: bool = False,
        sign_in: Given = None,
        secrets: Secrets | None = None,
        profiles: tuple[str, ...] = (DEFAULT,),
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("voipmon - practice" if practice else "voipmon")
        self.setWindowIcon(icons.application_icon())
        choose_size(self)
        self._engine = engine
        self._settings = settings
        self._was_shown = self.quitting = False
        self._since_banner_s = _BANNER_S
        self._banner_key: object = None
        self.preferences = preferences or Preferences()
        self.theme = Theme(self, self.preferences.now.appearance.theme)
        self.state = WindowState(practice=practice)
        self.messages = MessageStack(self.theme)
        remembering = Remembering(secrets, self.messages) if secrets else None
        self.account = Account(
            engine, self.preferences, self.theme, window=self, given=sign_in,
            practice=practice, remembering=remembering, profiles=profiles,
        )  # fmt: skip
        self._build()
        self._connect()
        self._attach()
        self._show_banner(0.0)
        if not settings.geometry.isEmpty():
            self.restoreGeometry(settings.geometry)
        self.clock = Clock(self)
        self.clock.tick.connect(self._on_tick)
        self.clock.tick.connect(self.companions.tick)
        self.clock.start()

    # -- building --------------------------------------------------------------------

    def _attach(self) -> None:
        """What works on the window's parts from beside them."""
        self.companions = Companions(self, parent=self)
        self.told.connect(self.companions.on_fact)
        self.binding = Binding(self, self.calls.view, self.cards)
        self.setup = Setup(self, self._setup_context)
        bind_all(self.binding, self)
        self.access = Access(self, self.state, self.cards, self.focus_order.home)
        self.applied = Applied(self, self._engine.send)
        self.devices = DevicesDesk(self, self, self._engine.send)
        self.toolbar.output_wanted.connect(self.applied.choose_output)
        self.toolbar.theme_wanted.connect(self.applied.choose_theme)
        self.toolbar.settings_wanted.connect(self.setup.show)

    def _build(self) -> None:
        self.banner = Banner()
        self.toolbar = Toolbar(self.state, self.theme)
        self.notices = Notices(
            self.messages, self.state, self.account.sign_in, self._use_output
        )
        self.listening = Listening(
            self._engine, self.state, say=self.notices.say, changed=self._on_cards
        )
        self.ringing = Ringing(self.state, self.listening, self.messages)
        self.calls = CallsPanel(self.state, self.theme)
        self.cards = CardsPanel(self.state, self.listening, self.theme)
        self.keys = CardKeys(
            self.state,
            self.listening,
            self.cards,
            say=self.notices.say,
            refresh=self._refresh,
        )
        self.bottom = BottomBar(self.theme)
        self.quality = QualityTab(self.state, self.theme)
        self.bottom.add(self.quality, "quality_tab", "Link &quality", "chart")
        middle = lay_out(
            above=(self.banner, self.toolbar, self.messages),
            left=self.calls,
            right=self.cards,
            bottom=self.bottom,
        )
        self.focus_order = FocusOrder(
            self.state,
            toolbar=self.toolbar,
            messages=self.messages,
            calls=self.calls,
            cards=self.cards,
            bottom=self.bottom,
        )
        self.frame = HearingFrame(middle)
        self.setCentralWidget(self.frame)

    def _connect(self) -> None:
        listening, bar = self.listening, self.toolbar
        self.calls.view.listen_wanted.connect(self.ringing.listen)
        self.calls.sign_in_wanted.connect(self.account.sign_in)
        bar.volume_wanted.connect(
            lambda db, muted: listening.set_master(db, muted=muted)
        )
        bar.refresh_wanted.connect(self._refresh)
        bar.account_wanted.connect(self._on_account)
        bar.help_wanted.connect(self.show_help)
        self.cards.details_wanted.connect(lambda: self.bottom.show_page(self.quality))

    # -- the clock's round -----------------------------------------------------------

    def _on_tick(self, dt_s: float, draw: bool) -> None:
        news = self._engine.poll()
        state = self.state
        state.apply_alive(news.alive)
        roster_changed = False
        for fact in news.facts:
            roster_changed |= state.apply_fact(fact)
            self._on_fact(fact)
        if news.snapshot is not None:
            state.apply_snapshot(news.snapshot)
        state.pass_time(dt_s)
        self.keys.pass_time(dt_s)
        if roster_changed:
            self.calls.sync()
        self._show_banner(dt_s)
        self.notices.tick(dt_s)
        self.ringing.tick()
        self.access.tick()
        self.applied.tick()
        self.account.tick()
        self.clock.set_calm(not state.cards and not state.meters)
        if draw:
            self._draw(dt_s)
        else:
            self.cards.refresh(dt_s)  # the waveforms take what came; none is painted

    def _draw(self, dt_s: float) -> None:
        self.toolbar.refresh()
        self.cards.refresh(dt_s)
        self.calls.tick(dt_s)
        if self.bottom.current is self.quality:
            self.quality.refresh(dt_s)

    def _show_banner(self, dt_s: float) -> None:
        """At once when it says something else, calmly when only a number moves."""
        self._since_banner_s += dt_s
        shown = hearing(self.state)
        key = (shown.words, shown.fill)
        if key != self._banner_key or self._since_banner_s >= _BANNER_S:
            self._banner_key, self._since_banner_s = key, 0.0
            self.banner.show_hearing(shown)
            self.frame.show_hearing(shown)

    def _on_cards(self) -> None:
        """Answer a click before the engine does."""
        self.clock.set_calm(False)
        self.notices.unsay()
        self._show_banner(0.0)
        self.cards.refresh(0.0)
        self.cards.show_card()
        self.calls.tick(1.0)

    def _use_output(self, name: str, api: str) -> None:
        self.applied.choose_output(name, api)

    def _on_fact(self, fact: Fact) -> None:
        self.told.emit(fact)
        self.notices.on_fact(fact)
        self.account.on_fact(fact)
        match fact:
            case SignedIn():
                self.listening.resume()
                if not self.state.rows:  # not after a restart
                    self.calls.view.setFocus()
            case SignedOut(problem=None):
                self.listening.leave_all()

    # -- keys ------------------------------------------------------------------------

    def _refresh(self) -> None:
        self._engine.send(Refresh())
        self.calls.sync(force=True)

    def show_help(self) -> None:
        from voipmon.ui.keys.sheet import KeySheet

        sheet = self.findChild(KeySheet)
        if sheet is None or not sheet.isVisible():
            sheet = KeySheet(self, self.binding.bound, self.binding.keymap)
        sheet.show()
        sheet.raise_()
        sheet.activateWindow()

    def _setup_context(self) -> Context:
        return Context(
            preferences=self.preferences,
            theme=self.theme,
            state=self.state,
            binding=self.binding,
            window=self,
            devices=self.devices,
            account=self._on_account,
        )

    def _on_account(self) -> None:
        if self.state.link.state is LinkState.SIGNED_OUT:
            self.account.sign_in()
            return
        self.listening.leave_all()
        self.account.sign_out()

    def quit(self) -> None:
        """Close for good, whatever closing means otherwise."""
        self.quitting = True
        self.close()

    # -- Qt --------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.clock.set_visible(not self.isMinimized())
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self.account.begin)  # after the first paint

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.clock.set_visible(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self.clock.set_visible(self.isVisible() and not self.isMinimized())

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.keep_geometry(self.saveGeometry())
        self.clock.stop()
        super().closeEvent(event)
