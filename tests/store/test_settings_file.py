"""The file: round trip, people's edits kept, nothing lost, whole or not at all."""

import os
import signal
import subprocess
import sys
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.demo import wait_for
from tests.support.settings import all_settings
from voipmon.core.domain.settings import Settings, ThemeChoice
from voipmon.core.domain.settings_rules import replace
from voipmon.store.private_file import FileError
from voipmon.store.settings_file import SettingsFile

DARK = replace(Settings(), "appearance", {"theme": "dark"})


def loaded(path):
    file = SettingsFile(path)
    return file, file.load()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(all_settings(), min_size=1, max_size=3))
def test_what_is_written_is_loaded_again(tmp_path, steps):
    path = tmp_path / "settings.toml"
    path.unlink(missing_ok=True)
    file, _ = loaded(path)
    for step in steps:
        file.write(step)
        again = SettingsFile(path).load()
        assert again.settings == step
        assert again.complaints == ()


def test_no_file_is_the_usual(tmp_path):
    file, found = loaded(tmp_path / "none" / "settings.toml")
    assert found.settings == Settings()
    assert not found.complaints
    assert not file.exists


def test_comments_and_unknown_names_stay(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(
        "# mine\nversion = 1\n\n[listening]\ntaps = 4  # enough\naura = 1\n"
        "\n[future]\nx = 2\n"
    )
    file, found = loaded(path)
    assert found.settings.listening.taps == 4
    file.write(replace(found.settings, "listening", {"mono": True}))
    text = path.read_text()
    for kept in ("# mine", "taps = 4  # enough", "aura = 1", "[future]", "x = 2"):
        assert kept in text
    assert tomllib.loads(text)["listening"]["mono"] is True


def test_what_is_usual_again_leaves_the_file(tmp_path):
    path = tmp_path / "settings.toml"
    file, _ = loaded(path)
    file.write(DARK)
    assert "theme" in path.read_text()
    file.write(Settings())
    assert "theme" not in path.read_text()


def test_an_edit_by_hand_meanwhile_is_not_undone(tmp_path):
    path = tmp_path / "settings.toml"
    file, _ = loaded(path)
    file.write(DARK)
    path.write_text(path.read_text() + "\n[listening]\ntaps = 7\n")
    file.write(replace(DARK, "session", {"first_run_done": True}))
    again = SettingsFile(path).load().settings
    assert again.listening.taps == 7
    assert again.session.first_run_done
    assert again.appearance.theme is ThemeChoice.DARK


STYLES = [
    "listening.taps = 3\nlistening.mono = true\n",
    "listening = {taps = 3, mono = true}\n",
    "[layout.widths]\nwho = 30\n[listening]\ntaps = 3\n[layout]\ntab = 'a'\n",
    "[layout]\ntab = 'x'\n[listening]\ntaps = 3\n[layout.widths]\nwho = 30\n",
    "layout.widths.who=30\nlistening.taps=3\nlistening.mono=true\nlayout.tab='x'\n",
    "version = 1\r\n[listening]\r\ntaps = 3",
]


@pytest.mark.parametrize("text", STYLES)
def test_every_way_of_writing_toml_can_be_changed_and_changed_back(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_text(text, newline="")
    file, found = loaded(path)
    other = replace(found.settings, "listening", {"taps": 5, "mono": False})
    other = replace(other, "layout", {"widths": {"who": 40, "z": 50}, "tab": "q"})
    for wanted in (other, found.settings):
        file.write(wanted)
        assert SettingsFile(path).load().settings == wanted


def bad_copies(path):
    return [p.read_bytes() for p in path.parent.glob(f"{path.name}.bad-*")]


def test_a_bad_value_is_kept_aside_before_it_is_overwritten(tmp_path):
    path = tmp_path / "settings.toml"
    text = '[listening]\ntaps = 99\nmono = true\n[session]\non_lock = "keep"\n'
    path.write_text(text)
    file, found = loaded(path)
    (complaint,) = found.complaints
    assert complaint.startswith("settings.toml, listening.taps: 99 is not a whole ")
    assert path.read_text() == text
    assert not bad_copies(path)
    file.write(replace(found.settings, "appearance", {"theme": "dark"}))
    assert bad_copies(path) == [text.encode()]
    again = SettingsFile(path).load()
    assert not again.complaints
    assert again.settings.listening.mono
    assert again.settings.session.on_lock == "keep"


BROKEN = [
    (b"[listening]\ntaps = \n", ", line 2"),
    (b"[listening\n", ", line 1"),
    (b"\xff\xfe\x00", " (it is not a text file)"),
    (b"a = 1\na = 2\n", ", line 2"),
    (b"a = [", ", end"),
    (b"a = " + b"[" * 50_000 + b"]" * 50_000, " (its tables are too deep)"),
    (b"a = " + b"9" * 5000, " (a number in it is too long)"),
]


@pytest.mark.parametrize(("content", "where"), BROKEN)
def test_a_broken_file_is_told_and_kept_aside(tmp_path, content, where):
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    file, found = loaded(path)
    assert found.settings == Settings()
    (complaint,) = found.complaints
    assert complaint.startswith(f"settings.toml{where}: this cannot be understood")
    assert path.read_bytes() == content
    file.write(DARK)
    assert bad_copies(path) == [content]
    assert SettingsFile(path).load().settings == DARK


def test_a_file_broken_while_the_program_runs_loses_nothing(tmp_path):
    path = tmp_path / "settings.toml"
    file, _ = loaded(path)
    file.write(DARK)
    path.write_text("[listening\n")
    file.write(replace(DARK, "listening", {"taps": 4}))
    assert bad_copies(path) == [b"[listening\n"]
    again = SettingsFile(path).load().settings
    assert (again.appearance.theme, again.listening.taps) == (ThemeChoice.DARK, 4)


def test_a_newer_versions_file_is_used_and_never_written(tmp_path):
    path = tmp_path / "settings.toml"
    text = 'version = 2\n[appearance]\ntheme = "dark"\nglow = 3\n'
    path.write_text(text)
    file, found = loaded(path)
    assert found.settings.appearance.theme is ThemeChoice.DARK
    (complaint,) = found.complaints
    assert "newer version of voipmon" in complaint
    with pytest.raises(FileError, match="newer version"):
        file.write(Settings())
    assert path.read_text() == text


def test_a_file_that_becomes_newer_meanwhile_is_not_overwritten(tmp_path):
    path = tmp_path / "settings.toml"
    file, _ = loaded(path)
    file.write(DARK)
    path.write_text("version = 9\n")
    with pytest.raises(FileError, match="newer version"):
        file.write(Settings())
    assert path.read_text() == "version = 9\n"


def test_a_version_that_is_none_is_told(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('version = "new"\n')
    file, found = loaded(path)
    assert found.complaints == (
        "settings.toml, version: is no such number; 1 is used.",
    )
    file.write(DARK)
    assert tomllib.loads(path.read_text())["version"] == 1


def test_what_qts_store_held_is_taken_over_once(tmp_path):
    path = tmp_path / "settings.toml"
    file = SettingsFile(path)
    found = file.load({"sign_in/user": "sam", "window/theme": "dark"})
    assert found.settings.account.user == "sam"
    file.write(found.settings)
    again = SettingsFile(path).load({"sign_in/user": "other"}).settings
    assert (again.account.user, again.appearance.theme) == ("sam", ThemeChoice.DARK)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_file_and_folder_are_the_users_alone(tmp_path):
    path = tmp_path / "profiles" / "Default" / "settings.toml"
    file, _ = loaded(path)
    before = os.umask(0)
    try:
        file.write(DARK)
        path.write_text("broken =\n")
        file.write(Settings())
    finally:
        os.umask(before)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {p.stat().st_mode & 0o777 for p in path.parent.iterdir()} == {0o600}


def test_a_folder_in_the_way_is_told_not_removed(tmp_path):
    path = tmp_path / "settings.toml"
    path.mkdir()
    file, found = loaded(path)
    assert "cannot be read" in found.complaints[0]
    with pytest.raises(FileError):
        file.write(DARK)
    assert path.is_dir()


_WRITER = """
import sys
from pathlib import Path
from voipmon.core.domain.settings import Settings
from voipmon.core.domain.settings_rules import replace
from voipmon.store.settings_file import SettingsFile
file = SettingsFile(Path(sys.argv[1]))
file.load()
print("ready", flush=True)
number = 0
while True:
    number += 1
    keys = {f"action{n}": f"{number}" * 40 for n in range(200)}
    file.write(replace(Settings(keys=keys), "account", {"user": f"{number}"}))
    print(number, flush=True)
"""


def test_killed_at_any_moment_the_file_is_a_whole_one(tmp_path):
    path = tmp_path / "settings.toml"
    for delay in (0, 1, 4):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE
        )
        with writer.stdout as told:
            for _ in range(2 + delay):  # ready, then that many whole files
                assert told.readline()
            writer.send_signal(signal.SIGKILL)
            writer.wait(10)
        found = SettingsFile(path).load()
        assert found.complaints == ()
        user = found.settings.account.user
        assert set(found.settings.keys.values()) == {user * 40}


def test_a_writer_after_a_killed_one_is_not_stopped_by_what_it_left(tmp_path):
    path = tmp_path / "settings.toml"
    (tmp_path / "settings.toml.new").write_text("half")
    file, _ = loaded(path)
    file.write(DARK)
    wait_for(lambda: [p.name for p in tmp_path.iterdir()] == ["settings.toml"])


@pytest.mark.skipif(os.name != "posix", reason="has no devices")
def test_a_device_in_its_place_is_neither_read_nor_copied(tmp_path):
    path = tmp_path / "settings.toml"
    path.symlink_to("/dev/zero")
    file, found = loaded(path)
    assert "it is not a file" in found.complaints[0]
    with pytest.raises(FileError):
        file.write(DARK)
