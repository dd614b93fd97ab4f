"""Inline messages under the toolbar: one line each, the same one again replaces."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from voipmon.ui import icons
from voipmon.ui.access.announce import announce
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP

_SHOWN = 3  # more would push the calls out of sight; the newest win


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message; `key` says what it is about."""

    key: str
    text: str
    tone: str = "patchy"  # token of the icon and the edge
    icon: str = "warning"
    action: str = ""
    on_action: Callable[[], None] | None = None
    details: str = ""
    lasting: bool = False  # goes only when its cause goes


class MessageBar(QWidget):
    """A single line with icon, text, at most one action, and a way to dismiss it."""

    def __init__(self, theme: Theme, on_close: Callable[[str], None]) -> None:
        super().__init__()
        self._theme = theme
        self._on_close = on_close
        self.notice: Notice | None = None
        self.setObjectName("message_bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GAP, 6, GAP, 6)
        row.setSpacing(GAP)
        self._icon = QLabel()
        self._icon.setFixedWidth(20)
        self._text = QLabel()
        self._text.setObjectName("message_text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred
        )
        self._action = QPushButton()
        self._action.setObjectName("message_action")
        self._action.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setObjectName("message_close")
        self._close.setAccessibleName("Dismiss message")
        self._close.setToolTip("Dismiss")
        self._close.clicked.connect(self._dismiss)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        theme.changed.connect(self._tint)

    def show_notice(self, notice: Notice) -> None:
        """Show it."""
        if notice == self.notice:
            return
        self.notice = notice
        self._text.setText(notice.text)
        self._text.setToolTip(notice.details)
        self._action.setVisible(bool(notice.action))
        self._action.setText(notice.action)
        self._action.setAccessibleName(f"{notice.action}: {notice.text}")
        self._action.setToolTip(notice.text)
        self._close.setVisible(not notice.lasting)
        self.setAccessibleName(notice.text)
        self._tint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._theme.tokens
        tone = QColor(tokens.colour(self.notice.tone if self.notice else "patchy"))
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.colour("surface"))
        wash = QColor(tone)
        wash.setAlpha(28)
        painter.fillRect(self.rect(), wash)
        painter.fillRect(0, 0, 4, self.height(), tone)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.colour("line"))
        painter.end()

    def _tint(self) -> None:
        if self.notice is None:
            return
        tokens = self._theme.tokens
        tone = tokens.colour(self.notice.tone)
        self._icon.setPixmap(icons.pixmap(self.notice.icon, tone, 20))
        self._close.setIcon(icons.icon("close", tokens.colour("soft")))
        self.update()

    def _act(self) -> None:
        if self.notice and self.notice.on_action:
            self.notice.on_action()

    def _dismiss(self) -> None:
        if self.notice:
            self._on_close(self.notice.key)


def _words(text: str) -> str:
    """A text without its numbers: what only counts on is no news."""
    return re.sub(r"\d+", "", text)


class MessageStack(QWidget):
    """The messages there are now, newest last; at most three are shown.

    A new one is announced politely; one that only counts on is not.
    """

    added = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: dict[str, MessageBar] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What is shown now."""
        return [bar.notice.text for bar in self._bars.values() if bar.notice]

    def say(self, notice: Notice) -> None:
        """Show a message, in place of the one of the same key."""
        bar = self._bars.get(notice.key)
        if bar is None:
            bar = self._bars[notice.key] = MessageBar(self._theme, self.clear)
            self._column.addWidget(bar)
            self.added.emit()
        if bar.notice is None or _words(bar.notice.text) != _words(notice.text):
            announce(self, notice.text)
        bar.show_notice(notice)
        while len(self._bars) > _SHOWN:
            self.clear(self._least())
        self.show()

    def _least(self) -> str:
        """The oldest whose cause is over; a lasting one would only come back."""
        old = (k for k, b in self._bars.items() if b.notice and not b.notice.lasting)
        return next(old, next(iter(self._bars)))

    def clear(self, key: str) -> None:
        """Take the message about `key` away, if there is one."""
        bar = self._bars.pop(key, None)
        if bar is not None:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        if not self._bars:
            self.hide()
