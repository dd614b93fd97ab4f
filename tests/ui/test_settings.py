"""Geometry, and what older versions kept."""

from PySide6.QtCore import QByteArray, QSettings

from voipmon.ui.settings import WindowSettings, take_older


def test_a_second_start_knows_the_first(tmp_path):
    place = str(tmp_path / "w.ini")
    first = WindowSettings(place)
    assert first.geometry.isEmpty()
    first.keep_geometry(QByteArray(b"xyz"))
    del first
    assert WindowSettings(place).geometry == QByteArray(b"xyz")


def test_nonsense_in_the_file_is_survived(tmp_path):
    place = tmp_path / "w.ini"
    place.write_text("[window]\ngeometry=7\n")
    assert WindowSettings(str(place)).geometry.isEmpty()


def test_what_older_versions_kept_is_found_until_it_is_forgotten():
    store = QSettings("voipmon", "voipmon")
    store.setValue("sign_in/user", "sam")
    store.setValue("window/theme", "dark")
    store.setValue("window/geometry", QByteArray(b"xyz"))
    store.sync()
    assert take_older(forget=False) == {"sign_in/user": "sam", "window/theme": "dark"}
    assert take_older(forget=True) == {"sign_in/user": "sam", "window/theme": "dark"}
    assert take_older(forget=False) == {}
