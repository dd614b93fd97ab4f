"""The present theme: applies the tokens to the program, makes its fonts."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from voipmon.core.domain.settings import ThemeChoice
from voipmon.ui.style_sheet import style_sheet
from voipmon.ui.tokens import DARK, LIGHT, Tokens

SMALL = 0.88  # of the base size: captions, technical lines
LARGE = 1.12  # who is listened to
BANNER = 1.15


class Theme(QObject):
    """The present tokens; `changed` when they do. One per window, its parent.

    The style sheet is the window's, whose dialogs, menus and tool tips inherit it:
    to change the application's takes 40 ms for the same widgets instead of 10.
    """

    changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        choice: ThemeChoice = ThemeChoice.SYSTEM,
    ) -> None:
        super().__init__(parent)
        self.choice = choice  # now: Qt keeps to the first sheet of an unshown window
        self.tokens = LIGHT
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system)
        self._apply()

    def choose(self, choice: ThemeChoice) -> None:
        """Follow the system, or not."""
        if choice is not self.choice:
            self.choice = choice
            self._apply()

    def _on_system(self) -> None:
        if self.choice is ThemeChoice.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        dark = self.choice is ThemeChoice.DARK or (
            self.choice is ThemeChoice.SYSTEM and scheme is Qt.ColorScheme.Dark
        )
        self.tokens = DARK if dark else LIGHT
        app, window = QApplication.instance(), self.parent()
        if isinstance(app, QApplication):
            app.setPalette(_palette(self.tokens))
        if isinstance(window, QWidget | QApplication):
            window.setStyleSheet(style_sheet(self.tokens))
        self.changed.emit()


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, token in (
        (role.Window, "window"), (role.Base, "surface"), (role.AlternateBase, "sunken"),
        (role.Button, "surface"), (role.ToolTipBase, "surface"),
        (role.WindowText, "text"), (role.Text, "text"), (role.ButtonText, "text"),
        (role.ToolTipText, "text"), (role.BrightText, "broken"),
        (role.PlaceholderText, "faint"), (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"), (role.Link, "accent"),
        (role.Accent, "accent"), (role.Mid, "line"), (role.Midlight, "line"),
        (role.Dark, "edge"), (role.Light, "surface"), (role.Shadow, "edge"),
    ):  # fmt: skip
        palette.setColor(which, tokens.colour(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, tokens.colour("faint"))
    return palette


def font(*, scale: float = 1.0, weight: int = QFont.Weight.Normal) -> QFont:
    """The system's font at a step of our scale, with digits of equal width."""
    made = QFont(QGuiApplication.font())
    size = made.pointSizeF() if made.pointSizeF() > 0 else 10.0
    made.setPointSizeF(size * scale)
    made.setWeight(QFont.Weight(weight))
    if hasattr(made, "setFeature"):
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
