"""What the window remembers between starts: never a secret."""

from PySide6.QtCore import QByteArray, QSettings

from voipmon.ui.theme import Choice


class WindowSettings:
    """Server, user name, theme and geometry, in Qt's own store.

    Args:
        profile: Path of an INI file to use instead of the user's own; "" for that.
    """

    def __init__(self, profile: str = "") -> None:
        if profile:
            self._store = QSettings(profile, QSettings.Format.IniFormat)
        else:
            self._store = QSettings("voipmon", "voipmon")

    @property
    def server(self) -> str:
        """Address used last."""
        return str(self._store.value("sign_in/server", ""))

    @property
    def user(self) -> str:
        """User name used last."""
        return str(self._store.value("sign_in/user", ""))

    def keep_sign_in(self, server: str, user: str) -> None:
        """Remember where and as whom; nothing else of a sign-in is ever kept."""
        self._store.setValue("sign_in/server", server)
        self._store.setValue("sign_in/user", user)

    @property
    def theme(self) -> Choice:
        """Light, dark or the system's."""
        found = str(self._store.value("window/theme", Choice.SYSTEM.value))
        return Choice(found) if found in set(Choice) else Choice.SYSTEM

    def keep_theme(self, choice: Choice) -> None:
        """Remember the theme."""
        self._store.setValue("window/theme", choice.value)

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window; empty the first time."""
        found = self._store.value("window/geometry", QByteArray())
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Remember size and place."""
        self._store.setValue("window/geometry", geometry)
