"""Reduced motion: what blinks and glides is kept still; what is heard goes on moving.

The program animates nothing of its own. What moves by itself is Qt's: the blinking
text cursor, and menus, lists and tool tips that glide or fade.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle

from voipmon.core.domain.settings import Motion

_EFFECTS = Qt.UIEffect.UI_General  # the switch of all of them


class MotionSwitch:
    """Applies the setting to the whole program; GUI thread.

    What the system wishes is asked once, before anything is changed.
    """

    def __init__(self) -> None:
        hints = QGuiApplication.styleHints()
        self._flash_ms = hints.cursorFlashTime()
        self._effects = QApplication.isEffectEnabled(_EFFECTS)
        self.still = False

    def use(self, motion: Motion) -> None:
        """Keep still, or not."""
        still = motion is Motion.ON
        if motion is Motion.SYSTEM:
            still = system_is_still(QApplication.style())
        if still == self.still:
            return
        self.still = still
        QGuiApplication.styleHints().setCursorFlashTime(0 if still else self._flash_ms)
        QApplication.setEffectEnabled(_EFFECTS, self._effects and not still)


def system_is_still(style: QStyle) -> bool:
    """Whether the desktop asks for less motion, as far as Qt 6.11 tells.

    Windows ("Animation effects") and KDE ("Animation speed: instant") reach the
    style's animation duration or the effects; GNOME's setting reaches neither.
    """
    return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
