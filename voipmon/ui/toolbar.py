"""The line under the banner: freshness of the list, volume, device, theme, account."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
)

from voipmon.core.domain.facts import Device
from voipmon.core.domain.settings import ThemeChoice
from voipmon.core.domain.snapshot import LinkState
from voipmon.ui import icons, wording
from voipmon.ui.keys import hints
from voipmon.ui.output_choices import choices
from voipmon.ui.state import WindowState
from voipmon.ui.streams.sound_row import VOLUME_RANGE_DB, VOLUME_STEP_DB
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.toolbar_words import LIMITING_TIP, TAPS_TIP, Limiting, taps_word
from voipmon.ui.widgets.labels import WordLabel

_THEMES = {
    ThemeChoice.SYSTEM: "&System colours",
    ThemeChoice.LIGHT: "&Light",
    ThemeChoice.DARK: "&Dark",
}


class Toolbar(QWidget):
    """Shows the link and the output; asks for changes through signals."""

    volume_wanted = Signal(float, bool)  # dB, muted
    output_wanted = Signal(str, str)  # name, host API
    devices_wanted = Signal()
    theme_wanted = Signal(object)  # ThemeChoice
    refresh_wanted = Signal()
    account_wanted = Signal()
    help_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, state: WindowState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._theme = theme
        self._devices: tuple[Device, ...] | None = None
        self._chosen: str | None = None
        self._output_drawn: wording.Word | None = None
        self._signed_in: bool | None = None
        self._link = WordLabel(theme)
        self._link.setObjectName("link_label")
        self._taps = WordLabel(theme)
        self._taps.setObjectName("taps_label")
        hints.put(self._taps, TAPS_TIP, "panic")
        self.taps_limit = 0
        self._limiting = Limiting()
        self._held = WordLabel(theme)
        self._held.setObjectName("limiting_label")
        self._held.setToolTip(LIMITING_TIP)
        self._refresh = _button("refresh_button", "Refresh the list", "refresh")
        self._refresh.clicked.connect(self.refresh_wanted)
        self._make_volume()
        self._make_menus()
        self._help = _button("help_button", "Keys", "help")
        self._help.clicked.connect(self.help_wanted)
        self._settings = _button("settings_button", "Settings", "settings")
        self._settings.clicked.connect(self.settings_wanted)
        self._account = _button("account_button", "Sign in")
        self._account.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._account.clicked.connect(self.account_wanted)
        self._lay_out()
        self._tint()
        theme.changed.connect(self._tint)

    def _make_volume(self) -> None:
        self.mute_all = _button("mute_all", "Mute all", "mute_all")
        self.mute_all.setCheckable(True)
        self.mute_all.toggled.connect(self._on_volume)
        self.master = QSlider(Qt.Orientation.Horizontal)
        self.master.setObjectName("master_volume")
        self.master.setAccessibleName("Volume of all calls")
        self.master.setToolTip("Volume of all calls")
        self.master.setRange(*VOLUME_RANGE_DB)
        self.master.setPageStep(VOLUME_STEP_DB)
        self.master.setFixedWidth(110)
        self.master.valueChanged.connect(self._on_volume)
        self._gain = QLabel()
        self._gain.setFont(font(scale=SMALL))
        self._gain.setProperty("soft", True)
        self._gain.setFixedWidth(
            self._gain.fontMetrics().horizontalAdvance(wording.gain(-59)) + 4
        )

    def _make_menus(self) -> None:
        self.output = _button("output_button", "Output device")
        self.output.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.output.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._output_menu = QMenu(self)
        self._output_menu.setObjectName("output_menu")
        self.output.setMenu(self._output_menu)
        self._theme_button = _button("theme_button", "Light or dark")
        self._theme_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setObjectName("theme_menu")
        group = QActionGroup(menu)
        for choice, text in _THEMES.items():
            action = menu.addAction(text)
            action.setObjectName(f"theme_{choice.value}")
            action.setCheckable(True)
            action.setChecked(choice is self._theme.choice)
            group.addAction(action)
            action.triggered.connect(
                lambda _checked, c=choice: self.theme_wanted.emit(c)
            )
        self._theme_actions = group.actions()
        self._theme_button.setMenu(menu)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP + 2, 5, GAP, 5)
        row.setSpacing(GAP - 4)
        row.addWidget(self._link)
        row.addWidget(self._refresh)
        row.addSpacing(GAP)
        row.addWidget(self._taps)
        row.addStretch(1)
        row.addWidget(self._held)
        for part in (self.mute_all, self.master, self._gain):
            row.addWidget(part)
        row.addSpacing(GAP)
        row.addWidget(self.output)
        row.addSpacing(GAP)
        for part in (self._theme_button, self._settings, self._help, self._account):
            row.addWidget(part)

    # -- showing ---------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the state as it is; cheap when nothing changed."""
        state = self._state
        self._link.show_word(link_word(state))
        self._taps.show_word(taps_word(state, self.taps_limit))
        gone = state.engine_dead
        self._held.show_word(None if gone else self._limiting.word(state.output))
        word = wording.output_word(state.output)
        if state.engine_dead:
            word = wording.Word("No sound engine", "warning", "broken")
        if word != self._output_drawn:
            self._output_drawn = word
            self._show_output(word)
        chosen = state.output.chosen
        if (self._devices, self._chosen) != (state.devices, chosen):
            self._devices, self._chosen = state.devices, chosen
            self._fill_outputs()
        if self._signed_in != state.signed_in:
            self._signed_in = state.signed_in
            self._tint()

    def show_choices(self) -> None:
        """Tick in the menus what holds: what was clicked there was not to be had."""
        self._devices = self._chosen = None
        self._tint()
        self.refresh()

    def show_master(self) -> None:
        """The master volume was changed by a key."""
        for part in (self.master, self.mute_all):
            part.blockSignals(True)
        self.master.setValue(round(self._state.master_db))
        self.mute_all.setChecked(self._state.master_muted)
        for part in (self.master, self.mute_all):
            part.blockSignals(False)
        self._show_gain()

    def _on_volume(self) -> None:
        self._show_gain()
        self.volume_wanted.emit(float(self.master.value()), self.mute_all.isChecked())

    def _show_gain(self) -> None:
        muted = self.mute_all.isChecked()
        colour = self._theme.tokens.colour("broken" if muted else "text")
        name = "volume-off" if muted else "volume"
        self.mute_all.setIcon(icons.icon(name, colour))
        self.mute_all.setAccessibleName("Unmute all" if muted else "Mute all")
        self._gain.setText("muted" if muted else wording.gain(self.master.value()))

    def _show_output(self, word: wording.Word) -> None:
        text = word.text if len(word.text) <= 28 else f"{word.text[:27]}…"
        self.output.setText(f"{text}  ▾")
        colour = self._theme.tokens.colour(word.tone)
        self.output.setIcon(icons.icon(word.icon, colour))
        hints.put(self.output, f"Output device: {word.text}", "devices")
        self.output.setAccessibleName(f"Output device: {word.text}")

    def show_outputs(self) -> None:
        """Open the list of output devices."""
        below = QPoint(0, self.output.height())
        self._output_menu.popup(self.output.mapToGlobal(below))

    def _fill_outputs(self) -> None:
        menu = self._output_menu
        menu.clear()
        for place, choice in enumerate(
            choices(self._state.devices, self._state.output)
        ):
            if place == 1:
                menu.addSeparator()
            self._add_output(
                choice.text, choice.name, choice.api, checked=choice.chosen
            )
        if not self._state.devices:
            nothing = menu.addAction("No other device found")
            nothing.setEnabled(False)
        menu.addSeparator()
        more = menu.addAction("&Devices and test sound…")
        more.setObjectName("output_devices")
        more.triggered.connect(self.devices_wanted)

    def _add_output(self, text: str, name: str, api: str, *, checked: bool) -> None:
        action = QAction(text.replace("&", "&&"), self._output_menu)
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda: self.output_wanted.emit(name, api))
        self._output_menu.addAction(action)

    def _tint(self) -> None:
        colour = self._theme.tokens.colour
        self._refresh.setIcon(icons.icon("refresh", colour("text")))
        self._theme_button.setIcon(icons.icon("theme", colour("text")))
        self._help.setIcon(icons.icon("help", colour("text")))
        self._settings.setIcon(icons.icon("settings", colour("text")))
        signed_in = self._state.signed_in
        name = "sign-out" if signed_in else "sign-in"
        self._account.setIcon(icons.icon(name, colour("text")))
        self._account.setText("Sign &out" if signed_in else "Sign &in")
        self._account.setAccessibleName("Sign out" if signed_in else "Sign in")
        self._account.setToolTip(self._account_tip())
        for action in self._theme_actions:
            wanted = action.objectName() == f"theme_{self._theme.choice.value}"
            action.setChecked(wanted)
        self._output_drawn = None
        self._show_gain()

    def _account_tip(self) -> str:
        link = self._state.link
        if not self._state.signed_in:
            return "Sign in to a server"
        who = f"{link.user} at {link.server}" if link.user else link.server
        return f"Signed in: {who}. Click to sign out"


def link_word(state: WindowState) -> wording.Word:
    """Freshness of the list in words."""
    if state.engine_dead:
        return wording.Word("Engine stopped", "engine", "broken")
    match state.link.state:
        case LinkState.SIGNED_OUT:
            return wording.Word("Not signed in", "dot", "faint")
        case LinkState.SIGNING_IN:
            return wording.Word("Signing in…", "connecting", "soft")
    age = state.link_age_s
    if age is None:
        return wording.Word("Loading the list…", "connecting", "soft")
    tone = "broken" if state.stale else "good"
    return wording.Word(f"Updated {int(age)} s ago", "dot", tone)


def _button(name: str, label: str, action: str = "") -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(label)
    button.setToolTip(label)
    if action:
        hints.put(button, label, action)
    button.setIconSize(icons.ICON_SIZE)
    return button
