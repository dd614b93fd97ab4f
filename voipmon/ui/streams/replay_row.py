"""Hear again what was just said, catch up, and mark what was heard."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from voipmon.core.domain.snapshot import StreamSnapshot, StreamState
from voipmon.ui import icons
from voipmon.ui.keys import hints
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP
from voipmon.ui.wording import MINUS

SPEEDS = (1.0, 1.25, 1.5)  # pace while behind live
_LEAST_S = 1.0  # kept; less is nothing to go back to
_NOTHING_KEPT = "Nothing of this call is kept yet, so there is nothing to go back to"
_SPEED_TIP = "Pace while behind live, the voice keeps its pitch. 1x stays behind"


class ReplayRow(QWidget):
    """Shows where in what is kept a stream is heard; asks for another place.

    A mark can be made at any time, also when the call has ended.
    """

    back_wanted = Signal(float)  # seconds
    live_wanted = Signal()
    speed_wanted = Signal(float)
    mark_wanted = Signal()
    note_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        # As in `_show`.
        self._drawn: tuple[bool, bool, bool, bool, float] | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP - 5)
        self._backs = [self._back(15), self._back(5)]
        self._live = self._button("live_button", "Live", "Hear it live")
        self._live.setCheckable(True)
        self._live.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._live.clicked.connect(self._on_live)
        self._make_speeds()
        row.addStretch(1)
        self._mark = self._button("mark_button", "Mark", "")
        hints.put(self._mark, "Mark what is heard now", "mark.now")
        self._mark.clicked.connect(self.mark_wanted)
        self._note = self._button("note_button", "Note", "")
        hints.put(self._note, "Mark what is heard now and write a note", "mark.note")
        self._note.clicked.connect(self.note_wanted)
        theme.changed.connect(self._tint)
        self.show_stream(None, live=False)

    def show_stream(self, snap: StreamSnapshot | None, *, live: bool) -> None:
        """Show the place.

        Args:
            snap: None: there is nothing to replay.
            live: It is heard, and as it is said.
        """
        behind = snap is not None and snap.behind_s > 0
        possible = behind or (snap is not None and snap.kept_s >= _LEAST_S)
        speed = SPEEDS[1] if snap is None else snap.speed
        over = snap is not None and snap.state is StreamState.CLOSED
        drawn = (behind, possible, live, over, speed)
        if drawn != self._drawn:
            self._drawn = drawn
            self._show(*drawn)

    def _show(
        self, behind: bool, possible: bool, live: bool, over: bool, speed: float
    ) -> None:
        for button, seconds, action in zip(
            self._backs, (15, 5), ("replay.back15", "replay.back5"), strict=True
        ):
            button.setEnabled(possible)
            tip = f"Hear the last {seconds} s again" if possible else _NOTHING_KEPT
            hints.put(button, tip, action)
        self._live.setEnabled(behind or live)
        self._live.setChecked(live)
        state = "this call is heard live" if live else "nothing is heard of this call"
        if behind:
            ended = "nothing more comes; stop the replay"
            state = ended if over else "hear what is said now"
        hints.put(self._live, f"Live: {state}", "replay.live")
        name = "Stop the replay" if over else "Go live"
        self._live.setAccessibleName("Live" if live else name)
        self._speed.setText(_speed(speed))
        self._speed.setAccessibleName(f"Pace while behind live: {_speed(speed)}")
        self._speed.setEnabled(possible)
        self._speeds[speed].setChecked(True)
        self._tint()

    def _on_live(self) -> None:
        self._drawn = None  # a click on a lit button must not put it out
        self.live_wanted.emit()

    def _back(self, seconds: int) -> QToolButton:
        label = f"{MINUS}{seconds} s"
        button = self._button(f"back{seconds}_button", label, "")
        button.setAccessibleName(f"Back {seconds} seconds")
        button.clicked.connect(lambda: self.back_wanted.emit(float(seconds)))
        return button

    def _make_speeds(self) -> None:
        self._speed = self._button("speed_button", _speed(SPEEDS[1]), _SPEED_TIP)
        self._speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._speed)
        menu.setObjectName("speed_menu")
        group = QActionGroup(menu)
        self._speeds: dict[float, QAction] = {}
        for speed in SPEEDS:
            stays = "  stays behind live" if speed == 1.0 else ""
            action = menu.addAction(f"{_speed(speed)}{stays}")
            action.setObjectName(f"speed_{speed}")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, s=speed: self.speed_wanted.emit(s))
            self._speeds[speed] = action
        self._speed.setMenu(menu)

    def _button(self, name: str, label: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(label)
        button.setAccessibleName(label)
        button.setToolTip(tip)
        self._row.addWidget(button)
        return button

    def _tint(self) -> None:
        colour = self._theme.tokens.colour
        lamp = colour("good" if self._live.isChecked() else "faint")
        self._live.setIcon(icons.icon("dot", lamp))
        for button, name in ((self._mark, "mark"), (self._note, "note")):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setIcon(icons.icon(name, colour("soft")))


def _speed(speed: float) -> str:
    return f"{speed:g}x"
