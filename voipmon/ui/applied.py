"""Settings at work: told to the engine and the window's parts, whenever they change."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from voipmon.core.domain.commands import (
    Command,
    Ear,
    SelectOutput,
    SetBlock,
    SetHearing,
)
from voipmon.core.domain.settings import Appearance, Devices, Settings, ThemeChoice
from voipmon.core.domain.settings import Listening as ListeningPage
from voipmon.ui.bottom import BottomBar
from voipmon.ui.calls.column_memory import ColumnMemory
from voipmon.ui.calls.panel import CallsPanel
from voipmon.ui.layout_memory import LayoutMemory
from voipmon.ui.listening import Listening
from voipmon.ui.motion import MotionSwitch
from voipmon.ui.notices import Notices
from voipmon.ui.preferences import Preferences
from voipmon.ui.state import WindowState
from voipmon.ui.theme import Theme
from voipmon.ui.toolbar import Toolbar
from voipmon.ui.widgets.message_bar import MessageStack, Notice


class Window(Protocol):
    """What the settings act upon."""

    bottom: BottomBar
    calls: CallsPanel
    preferences: Preferences
    state: WindowState
    theme: Theme
    listening: Listening
    toolbar: Toolbar
    messages: MessageStack
    notices: Notices


class Applied(QObject):
    """One per window. The engine's client repeats all of it to a new engine.

    What the supervisor changes elsewhere (volume, output, layout) goes the other way,
    into the preferences.
    """

    def __init__(self, window: Window, send: Callable[[Command], None]) -> None:
        super().__init__(window.toolbar)
        self._window = window
        self._send = send
        self._preferences = window.preferences
        self._hearing: SetHearing | None = None
        self._output = SelectOutput()  # as the engine has it unless told
        self._block = SetBlock()
        self._appearance: Appearance | None = None
        self._motion = MotionSwitch()
        now = self._preferences.now
        self._volume_db = now.listening.master_db
        if now.listening.master_db:
            window.listening.set_master(now.listening.master_db, muted=False)
            window.toolbar.show_master()
        self._apply(now)
        self._columns = ColumnMemory(window.calls.view, self._preferences)
        self._layout = LayoutMemory(window.calls, window.bottom, self._preferences)
        self._preferences.changed.connect(self._apply)

    def choose_output(self, name: str, api: str) -> None:
        """Play there now, and after every start; empty names: the system's default."""
        if "devices.output_name" in self._preferences.locked:
            self._refuse("The output device is set by your administrator.")
            return
        self._output = SelectOutput(name=name, host_api=api)
        self._send(self._output)
        self._preferences.change("devices", output_name=name, output_api=api)

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Light, dark or the system's."""
        if "appearance.theme" in self._preferences.locked:
            self._refuse("The colours are set by your administrator.")
            return
        self._preferences.change("appearance", theme=choice)

    def _refuse(self, words: str) -> None:
        self._window.notices.say(words)
        self._window.toolbar.show_choices()

    def tick(self) -> None:
        """Notice the master volume, and say what could not be read or kept."""
        volume_db = self._window.state.master_db
        if volume_db != self._volume_db:
            self._volume_db = volume_db
            self._preferences.change("listening", master_db=volume_db)
        if troubles := self._preferences.troubles():
            first, *others = troubles
            more = f" ({len(others)} more under Details)" if others else ""
            self._window.messages.say(
                Notice(key="settings", text=first + more, details="\n".join(others))
            )

    def _apply(self, now: Settings) -> None:
        if now.appearance != self._appearance:
            self._appearance = now.appearance
            self._window.theme.choose(now.appearance.theme)
            self._motion.use(now.appearance.reduced_motion)
            self._window.calls.view.set_row_height(now.appearance.row_height)
        self._window.toolbar.taps_limit = now.listening.taps
        self._apply_hearing(now.listening)
        self._apply_output(now.devices)

    def _apply_hearing(self, now: ListeningPage) -> None:
        wanted = SetHearing(
            mono=now.mono,
            ear=now.ear,
            levelling=now.levelling,
            ceiling_dbfs=now.ceiling_dbfs,
        )
        if wanted != self._hearing:
            self._hearing = wanted
            self._window.state.placed = not now.mono and now.ear is Ear.BOTH
            self._send(wanted)

    def _apply_output(self, now: Devices) -> None:
        wanted = SelectOutput(name=now.output_name, host_api=now.output_api)
        if wanted != self._output:
            self._output = wanted
            self._send(wanted)
        if now.block_ms != self._block.block_ms:
            self._block = SetBlock(block_ms=now.block_ms)
            self._send(self._block)
