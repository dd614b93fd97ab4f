"""Our own SVG icons, tinted in the theme's colours and cached."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


@lru_cache(maxsize=1)
def folder() -> Path:
    """Where the icons lie: inside an installed package, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "resources", package.parent / "resources"):
        if (place / "icons").is_dir():
            return place / "icons"
    raise FileNotFoundError("resources/icons")


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (folder() / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _render(name: str, colour: str, size: int, scale: float) -> QPixmap:
    svg = _source(name).replace("currentColor", colour)
    pixmap = QPixmap(round(size * scale), round(size * scale))
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def pixmap(name: str, colour: QColor, size: int = 18) -> QPixmap:
    """One icon in one colour; `size` in device-independent pixels."""
    # There is an application before there is an icon; the stub allows for none.
    scale = QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
    return _render(name, colour.name(), size, scale)


def icon(name: str, colour: QColor, *, faded: QColor | None = None) -> QIcon:
    """An icon for buttons and menus, with its disabled look."""
    made = QIcon(pixmap(name, colour, 20))
    if faded is not None:
        made.addPixmap(pixmap(name, faded, 20), QIcon.Mode.Disabled)
    return made


def application_icon() -> QIcon:
    """The program's own icon, in the sizes desktops ask for."""
    made = QIcon()
    for size in (16, 32, 48, 128):
        made.addPixmap(_render("voipmon", "#000000", size, 1.0), QIcon.Mode.Normal)
    return made


ICON_SIZE = QSize(20, 20)
