"""What a stream's bytes are, and the menu that overrules it."""

from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from voipmon.core.domain.snapshot import StreamSnapshot
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.ui import wording
from voipmon.ui.theme import SMALL, font

K = TypeVar("K")

_FOUND = "Found from the sound itself"


class FormatButton(QToolButton):
    """Small and quiet: "µ-law · sln"; a click opens the choices.

    The codec is found, not assumed; this is the way out should that ever be wrong.
    A change of the encapsulation opens the stream again.
    """

    codec_wanted = Signal(object)  # Codec, or None: find it
    encapsulation_wanted = Signal(object)  # Encapsulation

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("codec_label")
        self.setFont(font(scale=SMALL))
        self.setProperty("soft", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("Codec and encapsulation; click to change them")
        menu = QMenu(self)
        menu.setObjectName("format_menu")
        self._codecs = self._section(menu, "Codec", _codec_names())
        self._ways = self._section(menu, "Encapsulation", _way_names())
        self.setMenu(menu)
        self.hide()
        for codec, action in self._codecs.items():
            action.triggered.connect(lambda _=False, c=codec: self.codec_wanted.emit(c))
        for way, action in self._ways.items():
            action.triggered.connect(
                lambda _=False, w=way: self.encapsulation_wanted.emit(w)
            )

    def show_format(self, snap: StreamSnapshot | None) -> None:
        """Show what a stream is decoded as; nothing before it is known."""
        text = "" if snap is None else _text(snap)
        if text == self.text():
            return
        self.setText(text)
        self.setVisible(bool(text))  # Qt writes dots where there is no text
        self.setAccessibleName(f"Codec and encapsulation: {text or 'not known yet'}")
        if snap is None:
            return
        forced = snap.codec if snap.codec_forced else None
        self._codecs[forced].setChecked(True)
        self._ways[snap.encapsulation].setChecked(True)

    def _section(
        self, menu: QMenu, title: str, names: dict[K, str]
    ) -> dict[K, QAction]:
        menu.addSection(title)
        group = QActionGroup(self)
        actions = {}
        for key, name in names.items():
            action = menu.addAction(name)
            action.setObjectName(f"format_{name}")
            action.setCheckable(True)
            group.addAction(action)
            actions[key] = action
        return actions


def _codec_names() -> dict[Codec | None, str]:
    names: dict[Codec | None, str] = {None: _FOUND}
    names.update(wording.CODEC.items())
    return names


def _way_names() -> dict[Encapsulation, str]:
    return dict(wording.ENCAPSULATION)


def _text(snap: StreamSnapshot) -> str:
    codec = wording.CODEC[snap.codec] if snap.codec else "finding codec"
    forced = " (forced)" if snap.codec_forced else ""
    return f"{codec}{forced} · {wording.ENCAPSULATION[snap.encapsulation]}"
