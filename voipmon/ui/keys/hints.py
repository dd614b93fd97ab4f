"""Names of keys in tool tips and sentences, as they are mapped now."""

from PySide6.QtWidgets import QWidget

from voipmon.ui.keys.keymap import Keymap

_TIP = "tip"  # dynamic properties of widgets whose tool tip names a key
_ACTION = "tip_action"  # one id or several, with spaces between


class _Current:
    """The keymap in force; the process has one window."""

    keymap = Keymap()


def use(keymap: Keymap, window: QWidget) -> None:
    """Name these keys from now on, in the tool tips of `window`, too."""
    _Current.keymap = keymap
    for widget in (window, *window.findChildren(QWidget)):
        if action_ids := widget.property(_ACTION):
            words = str(widget.property(_TIP))
            widget.setToolTip(tip(words, *str(action_ids).split()))


def key(action_id: str) -> str:
    """The key of an action as this system writes it; "" if it has none."""
    return _Current.keymap.text(action_id)


def tip(text: str, *action_ids: str) -> str:
    """`text` with the keys behind it, if there are any: "Refresh the list (F5)"."""
    names = " ".join(filter(None, map(key, action_ids)))
    return f"{text} ({names})" if names else text


def put(widget: QWidget, text: str, *action_ids: str) -> None:
    """Give a widget a tool tip that names the keys of actions, now and later."""
    widget.setProperty(_TIP, text)
    widget.setProperty(_ACTION, " ".join(action_ids))
    widget.setToolTip(tip(text, *action_ids))
