"""The window's geometry, in Qt's own bytes; everything else is in `preferences`."""

from PySide6.QtCore import QByteArray, QSettings

_OLDER = ("sign_in/server", "sign_in/user", "window/theme")


class WindowSettings:
    """Size and place of the window.

    Args:
        path: INI file; made when something is kept.
    """

    def __init__(self, path: str) -> None:
        self._store = QSettings(path, QSettings.Format.IniFormat)

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window; empty the first time."""
        found = self._store.value("window/geometry", QByteArray())
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Remember size and place."""
        self._store.setValue("window/geometry", geometry)


def take_older(*, forget: bool) -> dict[str, str]:
    """What versions before `settings.toml` kept in Qt's store of this user.

    Args:
        forget: It has long moved: remove it, it names a user.
    """
    store = QSettings("voipmon", "voipmon")
    found = {name: str(store.value(name)) for name in _OLDER if store.contains(name)}
    if forget:
        for name in found:
            store.remove(name)
    return found
