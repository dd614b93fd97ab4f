"""Versions, licences, paths."""

import platform

import msgspec
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QLabel

from voipmon import __version__
from voipmon.ui.setup.technical import about, advanced


def test_about_tells_versions_and_licences(desk, qtbot):
    desk.state.output = msgspec.structs.replace(desk.state.output, library="Port 19")
    form = about(desk.context)
    qtbot.addWidget(form)
    shown = " ".join(label.text() for label in form.findChildren(QLabel))
    for version in (__version__, platform.python_version(), qVersion(), "Port 19"):
        assert version in shown
    assert "Lesser General Public License" in shown


def test_advanced_names_the_files(desk, qtbot):
    form = advanced(desk.context)
    qtbot.addWidget(form)
    for name, path in desk.preferences.places.items():
        assert form.findChild(QLabel, name).text() == path
