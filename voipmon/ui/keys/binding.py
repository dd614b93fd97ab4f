"""Binds the actions that the window can do to the keys of the present keymap."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from voipmon.core.domain.settings import Settings
from voipmon.ui.keys import hints
from voipmon.ui.keys.actions import ACTIONS, BY_ID, Action, Scope
from voipmon.ui.keys.keymap import Keymap
from voipmon.ui.preferences import Preferences


class Binding(QObject):
    """One for each window. What is not bound is on no sheet: it is not there.

    Qt asks shortcuts before the widget with the focus, so that no slider or button
    swallows one; text fields claim what they type first, so that none steals a letter.

    Args:
        window: Where `Scope.WINDOW` acts, unless a dialog is in front.
        calls: The list.
        cards: What else `Scope.LETTERS` acts in, with all that is inside.
    """

    changed = Signal()

    def __init__(self, window: QWidget, calls: QWidget, cards: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._calls = calls
        self._cards = cards
        self._acts: dict[str, Callable[[], object]] = {}
        self._shortcuts: dict[str, list[QShortcut]] = {}
        self._modal: list[QShortcut] = []  # of the dialog in front
        self.keymap = Keymap()
        hints.use(self.keymap, window)
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._on_focus)

    @property
    def bound(self) -> list[Action]:
        """What can be done by key here, in the table's order."""
        return [action for action in ACTIONS if action.id in self._acts]

    def bind(self, action_id: str, act: Callable[[], object]) -> None:
        """Let an action do something, by whatever key it has now or later."""
        self._acts[action_id] = act
        self._make(BY_ID[action_id])

    def use(self, keymap: Keymap) -> None:
        """Act by these keys from now on."""
        self.keymap = keymap
        hints.use(keymap, self._window)
        for action in self.bound:
            self._make(action)
        self.changed.emit()

    def follow(self, preferences: Preferences) -> None:
        """Act by the user's keys, now and whenever they change."""
        self.use(Keymap(preferences.now.keys))
        preferences.changed.connect(self._on_settings)

    def _on_settings(self, settings: Settings) -> None:
        keymap = Keymap(settings.keys)
        if keymap.changes != self.keymap.changes:
            self.use(keymap)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Let a modal dialog have what acts everywhere: Qt keeps it from the window."""
        dialog = QApplication.activeModalWidget()
        if (
            dialog is None
            or now is None
            or any(isValid(made) and made.parent() is dialog for made in self._modal)
        ):
            return
        self._modal = [
            self._shortcut(text, action, dialog, Qt.ShortcutContext.WindowShortcut)
            for action in self.bound
            if action.scope is Scope.PROGRAM
            for text in self.keymap.sequences(action.id)
        ]

    def _make(self, action: Action) -> None:
        for old in self._shortcuts.pop(action.id, []):
            old.setEnabled(False)
            old.deleteLater()
        made = self._shortcuts[action.id] = []
        for text in self.keymap.sequences(action.id):
            for owner, context in self._places(action.scope):
                made.append(self._shortcut(text, action, owner, context))

    def _shortcut(
        self, text: str, action: Action, owner: QWidget, context: Qt.ShortcutContext
    ) -> QShortcut:
        keys = QKeySequence(text, QKeySequence.SequenceFormat.PortableText)
        shortcut = QShortcut(keys, owner)
        shortcut.setContext(context)
        shortcut.setAutoRepeat(action.repeats)
        shortcut.activated.connect(self._acts[action.id])
        return shortcut

    def _places(self, scope: Scope) -> Iterator[tuple[QWidget, Qt.ShortcutContext]]:
        context = Qt.ShortcutContext
        match scope:
            case Scope.PROGRAM:
                yield self._window, context.ApplicationShortcut
            case Scope.WINDOW:
                yield self._window, context.WindowShortcut
            case Scope.LIST:
                yield self._calls, context.WidgetShortcut
            case Scope.LETTERS:
                yield self._calls, context.WidgetShortcut
                yield self._cards, context.WidgetWithChildrenShortcut
