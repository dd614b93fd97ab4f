"""The pages of the settings dialog, in their order. A new page is one more line."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from voipmon.ui.keys.page import KeysPage
from voipmon.ui.setup import forms, technical
from voipmon.ui.setup.account_page import AccountPage
from voipmon.ui.setup.context import Context
from voipmon.ui.setup.devices_page import DevicesPage


@dataclass(frozen=True, slots=True)
class Page:
    """One entry; `make` is called when it is first looked at.

    Attributes:
        id: Part of object names.
    """

    id: str
    title: str
    make: Callable[[Context], QWidget]


PAGES = (
    Page("account", "Account", AccountPage),
    Page("listening", "Listening", forms.listening),
    Page("devices", "Devices", DevicesPage),
    Page("appearance", "Appearance", forms.appearance),
    Page("keys", "Keys", lambda c: KeysPage(c.preferences, c.binding.bound)),
    Page("privacy", "Privacy", forms.privacy),
    Page("notices", "Notifications and tray", forms.notices),
    Page("advanced", "Advanced", technical.advanced),
    Page("about", "About", technical.about),
)
