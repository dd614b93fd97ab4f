"""What blinks stands still where it is asked for, and blinks again after."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle

from voipmon.core.domain.settings import Motion
from voipmon.ui.motion import MotionSwitch, system_is_still


def test_the_cursor_and_menus_stand_still_and_go_on(qapp):
    hints = QGuiApplication.styleHints()
    before = hints.cursorFlashTime()
    assert before > 0
    effects = Qt.UIEffect.UI_General
    QApplication.setEffectEnabled(effects, True)
    switch = MotionSwitch()
    switch.use(Motion.ON)
    assert switch.still
    assert hints.cursorFlashTime() == 0
    assert not QApplication.isEffectEnabled(effects)
    switch.use(Motion.OFF)
    assert hints.cursorFlashTime() == before
    assert QApplication.isEffectEnabled(effects)


class _Still(QProxyStyle):
    """A desktop that is told to animate nothing."""

    def styleHint(self, hint, *rest):  # noqa: N802 - Qt's name
        if hint is QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, *rest)


def test_the_systems_wish_is_followed(qapp):
    assert system_is_still(_Still())
    assert not system_is_still(qapp.style())
    switch = MotionSwitch()
    switch.use(Motion.SYSTEM)
    assert not switch.still
