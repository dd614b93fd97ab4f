"""What a page of the settings dialog is given."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from voipmon.ui.devices.desk import DevicesDesk
from voipmon.ui.keys.binding import Binding
from voipmon.ui.preferences import Preferences
from voipmon.ui.state import WindowState
from voipmon.ui.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The window's parts that pages show and change."""

    preferences: Preferences
    theme: Theme
    state: WindowState
    binding: Binding
    window: QWidget
    devices: DevicesDesk
    account: Callable[[], None]  # signs out, or asks to sign in
