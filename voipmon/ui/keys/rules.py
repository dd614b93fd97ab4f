"""Which keys an action may have, and the sentence when it may not."""

import re

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from voipmon.ui.keys.actions import Action, Scope

_Key, _Mod = Qt.Key, Qt.KeyboardModifier
_STEERING = {
    _Key.Key_Space, _Key.Key_Return, _Key.Key_Enter, _Key.Key_Tab, _Key.Key_Backtab,
    _Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home,
    _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_Escape,
}  # fmt: skip
_WIDE = {Scope.WINDOW, Scope.PROGRAM}
_EDITING = {
    _Key.Key_A, _Key.Key_C, _Key.Key_V, _Key.Key_X, _Key.Key_Z, _Key.Key_Y,
}  # fmt: skip
_ERASING = {_Key.Key_Backspace, _Key.Key_Delete, _Key.Key_Insert}
_MODIFIERS = {
    _Key.Key_Control, _Key.Key_Shift, _Key.Key_Alt, _Key.Key_Meta, _Key.Key_AltGr,
    _Key.Key_CapsLock, _Key.Key_NumLock,
}  # fmt: skip
_TEXT_END = 0x01000000  # keys below are those of characters (Qt::Key)


def read(text: str) -> QKeySequence | None:
    """A sequence from portable text; None if it is none that can be typed."""
    made = QKeySequence(text, QKeySequence.SequenceFormat.PortableText)
    chords = _chords(made)
    wrong = {_Key.Key_unknown, _Key(0), *_MODIFIERS}
    if not chords or any(chord.key() in wrong for chord in chords):
        return None
    return made


def normal(text: str) -> str:
    """The one spelling of a sequence ("ctrl+f" is "Ctrl+F"); "" if it is none."""
    made = read(text)
    return made.toString(QKeySequence.SequenceFormat.PortableText) if made else ""


def shown(text: str) -> str:
    """A sequence as this system writes it; Return is Enter to a supervisor."""
    made = read(text)
    if made is None:
        return ""
    native = made.toString(QKeySequence.SequenceFormat.NativeText)
    return re.sub(r"\bReturn\b", "Enter", native)


def _chords(keys: QKeySequence) -> list[QKeyCombination]:
    """Keys pressed one after the other; PySide's stub knows no index of sequences."""
    return [keys[place] for place in range(keys.count())]  # type: ignore[index]


def collide(one: str, other: str) -> bool:
    """Whether one sequence is the other or begins it: the longer one cannot act."""
    first, second = read(one), read(other)
    if first is None or second is None:
        return False
    return all(a == b for a, b in zip(_chords(first), _chords(second), strict=False))


def objection(action: Action, text: str) -> str:
    """Why `action` cannot have this key, whatever else is bound; "" if it can."""
    made = read(text)
    if made is None:
        return f"“{text}” is not a key."
    return next(
        (
            found
            for chord in _chords(made)
            if (found := _against(action, chord, shown(text)))
        ),
        "",
    )


def _against(action: Action, chord: QKeyCombination, name: str) -> str:
    key, held = chord.key(), chord.keyboardModifiers() & ~_Mod.KeypadModifier
    plain = not held & ~_Mod.ShiftModifier
    spelled = QKeySequence(chord).toString(QKeySequence.SequenceFormat.PortableText)
    if spelled.replace("Enter", "Return") in {action.key, action.always}:
        return ""
    if plain and key in _STEERING:
        return f"{name} is needed to move in the window and to press its buttons."
    if plain and _Key.Key_0 <= key <= _Key.Key_9:
        return f"{name}: digits find numbers in the list."
    types = int(key) < _TEXT_END or key in _ERASING
    if plain and types and action.scope in _WIDE:
        return (
            f"{name} is needed to type. This acts in the whole window, "
            "so its key needs Ctrl or is a function key."
        )
    if held == _Mod.ControlModifier and key in _EDITING:
        return f"{name} is needed to copy and paste text."
    if held & _Mod.AltModifier and not held & _Mod.ControlModifier and types:
        return f"{name}: Alt and a letter opens the button or menu with that letter."
    return ""
