"""Names of keys in tool tips and sentences, as they are mapped now."""

from PySide6.QtWidgets import QWidget

from voipmon.ui.keys.keymap import Keymap

_TIP = "tip"  # dynamic properties of widgets whose tool tip names a key
_ACTION = "tip_action"


class _Current:
    """The keymap in force; the process has one window."""

    keymap = Keymap()


def use(keymap: Keymap, window: QWidget) -> None:
    """Name these keys from now on, in the tool tips of `window`, too."""
    _Current.keymap = keymap
    for widget in (window, *window.findChildren(QWidget)):
        if action_id := widget.property(_ACTION):
            widget.setToolTip(tip(str(widget.property(_TIP)), str(action_id)))


def key(action_id: str) -> str:
    """The key of an action as this system writes it; "" if it has none."""
    return _Current.keymap.text(action_id)


def tip(text: str, action_id: str) -> str:
    """`text` with the key behind it, if there is one: "Refresh the list (F5)"."""
    name = key(action_id)
    return f"{text} ({name})" if name else text


def put(widget: QWidget, text: str, action_id: str) -> None:
    """Give a widget a tool tip that names the key of an action, now and later."""
    widget.setProperty(_TIP, text)
    widget.setProperty(_ACTION, action_id)
    widget.setToolTip(tip(text, action_id))
