"""How a self-signed server is known: its CA file, or its certificate's fingerprint."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from voipmon.ui import icons
from voipmon.ui.signin.fields import edit, rows
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP


class TrustBox(QWidget):
    """Folded away: most servers need none of it."""

    unfolded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.expand = QToolButton()
        self.expand.setObjectName("self_signed_button")
        self.expand.setText("Self-signed server")
        self.expand.setToolTip("Say how the server's own certificate is known")
        self.expand.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.expand.setCheckable(True)
        self.expand.toggled.connect(self._on_expand)
        self.ca_file = edit("ca_file_edit", "CA file", "/path/to/ca.pem")
        self.pin = edit("pin_edit", "Certificate fingerprint, SHA-256", "SHA-256, hex")
        self.browse = QPushButton("&Browse…")
        self.browse.setObjectName("ca_browse_button")
        self.browse.setAccessibleName("Browse for the CA file")
        self.browse.setToolTip("Choose the CA file (Alt+B)")
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        self._fields = QWidget()
        form = rows(
            self._fields, ("&CA file", self.ca_file), ("&Fingerprint", self.pin)
        )
        form.setContentsMargins(2 * GAP, 0, 2 * GAP, 0)
        form.addWidget(self.browse, 0, 2)
        form.addWidget(self.pin, 1, 1, 1, 2)
        self._fields.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.expand)
        column.addWidget(self._fields)
        self._tint()
        theme.changed.connect(self._tint)

    def prefill(self, ca_file: str, pin_sha256: str) -> None:
        """Put in what is remembered, and show it: it decides who is believed."""
        self.ca_file.setText(self.ca_file.text() or ca_file)
        self.pin.setText(self.pin.text() or pin_sha256)
        if self.ca_file.text() or self.pin.text():
            self.expand.setChecked(True)

    def _browse(self) -> None:
        dialog = QFileDialog(self, "CA file")
        dialog.setObjectName("ca_file_dialog")
        dialog.setNameFilters(["Certificates (*.pem *.crt *.cer)", "All files (*)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.ca_file.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_expand(self, shown: bool) -> None:
        self._fields.setVisible(shown)
        self._tint()
        self.unfolded.emit()

    def _tint(self) -> None:
        colour = self._theme.tokens.colour
        name = "chevron-up" if self.expand.isChecked() else "chevron-down"
        self.expand.setIcon(icons.icon(name, colour("soft")))
