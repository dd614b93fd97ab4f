"""Which server and account by name: choose a profile, make, rename or delete one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QToolButton,
    QWidget,
)

from voipmon.core.domain.profile import DEFAULT, fault_of, tidy
from voipmon.ui.tokens import GAP


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProfile:
    """Go on with another one; `new`: make it first."""

    name: str
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameProfile:
    """Give the present one another name."""

    name: str


@dataclass(frozen=True, slots=True)
class DeleteProfile:
    """Remove the present one with all its settings."""


ProfileWish = OpenProfile | RenameProfile | DeleteProfile


class ProfileRow(QWidget):
    """Shows the present profile; a wish is carried out by somebody else."""

    wanted = Signal(object)  # ProfileWish
    refused = Signal(str)  # why a name cannot be one

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("profile_row")
        self._name = DEFAULT
        self._names: tuple[str, ...] = (DEFAULT,)
        self.combo = QComboBox()
        self.combo.setObjectName("profile_combo")
        self.combo.setAccessibleName("Profile")
        self.combo.setToolTip("Server and account, by a name of yours (Alt+L)")
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.activated.connect(self._on_chosen)
        label = QLabel("Profi&le")
        label.setBuddy(self.combo)
        self.menu_button = QToolButton()
        self.menu_button.setObjectName("profile_menu_button")
        self.menu_button.setText("&More")
        self.menu_button.setAccessibleName("More: new, rename or delete a profile")
        self.menu_button.setToolTip("New, rename or delete a profile (Alt+M)")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setObjectName("profile_menu")
        self.new = menu.addAction("&New profile…", self._ask_new)
        self.rename = menu.addAction("&Rename…", self._ask_rename)
        self.delete = menu.addAction("&Delete…", self._ask_delete)
        self.menu_button.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(label)
        row.addWidget(self.combo, 1)
        row.addWidget(self.menu_button)

    def show_profiles(self, names: tuple[str, ...], name: str) -> None:
        """Offer these; `name` is the present one."""
        self._names, self._name = names, name
        self.combo.clear()
        self.combo.addItems(names)
        self.combo.setCurrentText(name)
        for action in (self.rename, self.delete):
            action.setEnabled(name != DEFAULT)

    def _on_chosen(self) -> None:
        name = self.combo.currentText()
        if name != self._name:
            self.combo.setCurrentText(self._name)  # until it has been opened
            self.wanted.emit(OpenProfile(name=name))

    def _ask_new(self) -> None:
        def take(text: str) -> None:
            if self._acceptable(text, self._names):
                self.wanted.emit(OpenProfile(name=tidy(text), new=True))

        self._ask_name("New profile", "Name of the new profile:", "", take)

    def _ask_rename(self) -> None:
        others = tuple(name for name in self._names if name != self._name)

        def take(text: str) -> None:
            if tidy(text) != self._name and self._acceptable(text, others):
                self.wanted.emit(RenameProfile(name=tidy(text)))

        self._ask_name("Rename profile", "New name:", self._name, take)

    def _ask_name(
        self, title: str, label: str, text: str, take: Callable[[str], None]
    ) -> None:
        dialog = QInputDialog(self)
        dialog.setObjectName("profile_name_dialog")
        dialog.setWindowTitle(f"{title} - voipmon")
        dialog.setLabelText(label)
        dialog.setTextValue(text)
        dialog.textValueSelected.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _acceptable(self, text: str, taken: tuple[str, ...]) -> bool:
        fault = fault_of(tidy(text), taken)
        if fault:
            self.refused.emit(fault)
        return not fault

    def _ask_delete(self) -> None:
        box = QMessageBox(self)
        box.setObjectName("profile_delete_box")
        box.setWindowTitle("Delete profile - voipmon")
        box.setText(f'Delete the profile "{self._name}"?')
        box.setInformativeText(
            "Its address, its settings and its remembered sign-in are removed from "
            "this computer. Nothing changes on the server."
        )
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self.wanted.emit(DeleteProfile()))
        box.finished.connect(box.deleteLater)
        box.open()
