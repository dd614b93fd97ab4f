"""Ties choosing, test sound and first start to the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

from voipmon.core.domain.commands import Command
from voipmon.ui.account import Account
from voipmon.ui.applied import Applied
from voipmon.ui.devices import words
from voipmon.ui.devices.sound_check import SoundCheck
from voipmon.ui.notices import Notices
from voipmon.ui.preferences import Preferences
from voipmon.ui.state import WindowState
from voipmon.ui.theme import Theme
from voipmon.ui.toolbar import Toolbar

if TYPE_CHECKING:
    from voipmon.ui.devices.first_run import FirstRun

_LATER = "The test sound is in the settings, on the page Devices."


class Settings(Protocol):
    """The settings dialog, of which this is a part."""

    def show(self, page: str = "") -> None: ...


class Window(Protocol):
    """What it needs of the window."""

    account: Account
    applied: Applied
    notices: Notices
    preferences: Preferences
    state: WindowState
    theme: Theme
    toolbar: Toolbar

    @property
    def setup(self) -> Settings: ...

    @property
    def told(self) -> SignalInstance: ...


class DevicesDesk(QObject):
    """One per window, which is also `parent`.

    Attributes:
        check: The test sound.
    """

    def __init__(
        self, window: Window, parent: QWidget, send: Callable[[Command], None]
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._parent = parent
        self._first_run: FirstRun | None = None
        muting = window.toolbar.mute_all
        self.check = SoundCheck(window.state, send, lambda: muting.setChecked(False))
        window.told.connect(self.check.on_fact)
        window.toolbar.devices_wanted.connect(lambda: window.setup.show("devices"))
        window.account.signed_in_first_time.connect(self._on_first_sign_in)

    def choose(self, name: str, api: str) -> None:
        """Play there from now on; what was tested before is another output."""
        self.check.forget()
        self._window.applied.choose_output(name, api)

    def show_first_run(self) -> None:
        """Show the dialog, or bring it to the front."""
        if self._first_run is None:
            self._first_run = self._make()
        self._first_run.show()
        self._first_run.raise_()
        self._first_run.activateWindow()

    def _make(self) -> "FirstRun":
        from voipmon.ui.devices.first_run import FirstRun

        window = self._window
        locked = "devices.output_name" in window.preferences.locked
        dialog = FirstRun(
            self._parent,
            check=self.check,
            state=window.state,
            theme=window.theme,
            choose=self.choose,
            fixed=words.FIXED if locked else "",
        )
        dialog.finished.connect(self._on_finished)
        return dialog

    def _on_first_sign_in(self) -> None:
        done = self._window.preferences.now.session.first_run_done
        if not done and not self._window.state.practice:
            QTimer.singleShot(0, self.show_first_run)  # once the sign-in is all done

    def _on_finished(self) -> None:
        dialog, self._first_run = self._first_run, None
        first = not self._window.preferences.now.session.first_run_done
        self._window.preferences.change("session", first_run_done=True)
        if first and dialog is not None and not dialog.confirmed:
            self._window.notices.say(_LATER)
        self._parent.activateWindow()
