"""What is remembered, and what never."""

from PySide6.QtCore import QByteArray

from voipmon.ui.settings import WindowSettings
from voipmon.ui.theme import Choice


def test_a_second_start_knows_the_first(tmp_path):
    place = str(tmp_path / "w.ini")
    first = WindowSettings(place)
    assert (first.server, first.user, first.theme) == ("", "", Choice.SYSTEM)
    first.keep_sign_in("https://s", "sam")
    first.keep_theme(Choice.DARK)
    first.keep_geometry(QByteArray(b"xyz"))
    del first
    second = WindowSettings(place)
    assert (second.server, second.user) == ("https://s", "sam")
    assert second.theme is Choice.DARK
    assert second.geometry == QByteArray(b"xyz")


def test_nonsense_in_the_file_is_survived(tmp_path):
    place = tmp_path / "w.ini"
    place.write_text("[window]\ntheme=purple\ngeometry=7\n")
    settings = WindowSettings(str(place))
    assert settings.theme is Choice.SYSTEM
    assert settings.geometry.isEmpty()
