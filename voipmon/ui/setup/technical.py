"""Settings, pages Advanced and About: for whoever looks after the installation."""

import platform

import PySide6
from PySide6.QtCore import qVersion

from voipmon import __version__
from voipmon.ui.setup.context import Context
from voipmon.ui.setup.form import Form

_LICENCES = (
    "voipmon is under the MIT licence. Qt and PySide6 are used under the GNU Lesser "
    "General Public License, version 3, as libraries that can be replaced. PortAudio "
    "is under the MIT licence. The recorded practice calls have licences of their "
    "own, which are installed beside them."
)


def advanced(context: Context) -> Form:
    """Sound block, and where the files are."""
    form = Form(context.preferences, "Advanced")
    form.choice(
        "devices",
        "block_ms",
        "Sound &block",
        {20: "20 ms (usual)", 10: "10 ms"},
    )
    form.words("Changing the block interrupts the sound for a moment.")
    for label, name in (("Settings", "settings_path"), ("Policy", "policy_path")):
        if path := context.preferences.places.get(name, ""):
            form.fact(label, path, name)
    return form.end()


def about(context: Context) -> Form:
    """Versions and licences."""
    form = Form(context.preferences, "About voipmon")
    for label, name, text in (
        ("voipmon", "about_voipmon", __version__),
        ("Python", "about_python", platform.python_version()),
        ("Qt", "about_qt", f"{qVersion()} (PySide6 {PySide6.__version__})"),
        ("Sound", "about_sound", context.state.output.library or "not started"),
        ("System", "about_system", platform.platform(terse=True)),
    ):
        form.fact(label, text, name)
    form.words(_LICENCES)
    return form.end()
