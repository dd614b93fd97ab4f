"""A field that takes the next key instead of typing it."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

_Key, _Mod = Qt.Key, Qt.KeyboardModifier
_HELD = _Mod.ShiftModifier | _Mod.ControlModifier | _Mod.AltModifier | _Mod.MetaModifier
_MODIFIERS = {
    _Key.Key_Control, _Key.Key_Shift, _Key.Key_Alt, _Key.Key_Meta, _Key.Key_AltGr,
}  # fmt: skip
_LEAVING = {_Key.Key_Tab, _Key.Key_Backtab, _Key.Key_Escape}
_WAITING = "Press the new key"


class CaptureField(QLineEdit):
    """Emits `captured` with a sequence in portable text.

    Tab still goes on to the next control and Esc closes the dialog, so that nobody is
    caught in here; no action can have them anyway.
    """

    captured = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(
            event, QKeyEvent
        ):
            if _leaves(event):
                return False
            event.accept()  # no shortcut may act on what is meant for this field
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _leaves(event):
            event.ignore()
            return
        event.accept()
        if event.isAutoRepeat() or Qt.Key(event.key()) in _MODIFIERS:
            return
        chord = QKeyCombination(_held(event), Qt.Key(event.key()))
        text = QKeySequence(chord).toString(QKeySequence.SequenceFormat.PortableText)
        self.captured.emit(text.replace("Enter", "Return"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setPlaceholderText(_WAITING)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setPlaceholderText("")
        super().focusOutEvent(event)


def _leaves(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & _HELD & ~_Mod.ShiftModifier
    return plain and Qt.Key(event.key()) in _LEAVING


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    """Modifiers that belong to the key; Shift not if the symbol needs it anyway.

    As QKeySequenceEdit of Qt does, so that "?" is "?" and not "Shift+?", which a
    keyboard with "?" on a key of its own could not type.
    """
    held = event.modifiers() & _HELD
    symbol = event.text()[:1]
    if symbol.isprintable() and symbol and not (symbol.isalnum() or symbol.isspace()):
        held &= ~_Mod.ShiftModifier
    return held
