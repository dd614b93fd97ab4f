"""The icon in the system's tray: what the banner says, where the window is hidden."""

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from voipmon.ui import icons
from voipmon.ui.desktop.happenings import Happening
from voipmon.ui.hearing import Hearing

_SIZES = (16, 22, 24, 32, 48, 64)  # [px] of panels at 100 and 200 %
_WHITE = QColor("#FFFFFF")
_ROUND = 0.22  # of the size: corners


class Tray(QObject):
    """Owned by `Neighbours`; `there` is False where the desktop has no tray.

    The icon has the banner's fill and sign, so that it can never say anything else.

    Args:
        mute_all: The toolbar's own action or button, which the menu's entry follows.
        window: Parent of the menu.
    """

    show_wanted = Signal()
    mute_wanted = Signal(bool)
    silence_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._shown: object = None
        self._about: Happening | None = None
        self._menu = QMenu(window)
        self._menu.setObjectName("tray_menu")
        self._add("Show voipmon").triggered.connect(self.show_wanted)
        self._mute = self._add("Mute all")
        self._mute.setCheckable(True)
        self._mute.triggered.connect(self.mute_wanted)
        silence = self._add("Silence everything and close all calls")
        silence.triggered.connect(self.silence_wanted)
        self._menu.addSeparator()
        self._add("Quit").triggered.connect(self.quit_wanted)
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self.show_wanted)

    @property
    def there(self) -> bool:
        """Whether the desktop shows it; desktops may bring a tray later, or lose it."""
        return self._icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Appear, as soon as there is a tray."""
        self._icon.show()

    def hide(self) -> None:
        """Leave the tray."""
        self._icon.hide()

    def follow(self, hearing: Hearing, *, muted: bool) -> None:
        """Say what the banner says; nothing happens if it is said already."""
        practice = "PRACTICE — " if hearing.practice else ""
        words = f"{practice}{hearing.head} — {hearing.said}"
        shown = (hearing.icon, hearing.fill, words, muted)
        if shown == self._shown:
            return
        self._shown = shown
        self._icon.setIcon(drawn(hearing.icon, hearing.fill))
        self._icon.setToolTip(words)
        self._mute.setChecked(muted)

    def tell(self, happening: Happening) -> None:
        """Show a notification without buttons, where nothing better is served."""
        if self.there:
            urgent = QSystemTrayIcon.MessageIcon.Warning
            usual = QSystemTrayIcon.MessageIcon.Information
            self._icon.showMessage(
                happening.title, happening.text, urgent if happening.urgent else usual
            )

    def _add(self, words: str) -> QAction:
        return self._menu.addAction(words)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.show_wanted.emit()


def drawn(name: str, fill: str) -> QIcon:
    """One of our icons, white on a square of the banner's colour.

    Panels are light or dark whatever the window is: the icon brings its own ground.
    """
    made = QIcon()
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(0, 0, size, size), size * _ROUND, size * _ROUND)
        glyph = round(size * 0.75)
        inset = (size - glyph) / 2
        target = QRectF(inset, inset, glyph, glyph)
        sign = icons.pixmap(name, _WHITE, glyph)
        painter.drawPixmap(target, sign, QRectF(sign.rect()))
        painter.end()
        made.addPixmap(picture)
    return made
