"""Written soon, once, by a thread that ends; failures are told once."""

import threading

from tests.support.demo import wait_for
from voipmon.core.domain.settings import Settings
from voipmon.core.domain.settings_rules import replace
from voipmon.store.settings_file import SettingsFile
from voipmon.store.settings_keeper import SettingsKeeper


def at(volume):
    return replace(Settings(), "listening", {"master_db": float(volume)})


def keeper_of(path, **how):
    file = SettingsFile(path)
    loaded = file.load()
    return SettingsKeeper(file, loaded.complaints, **how)


def test_the_latest_of_many_changes_is_in_the_file(tmp_path):
    path = tmp_path / "settings.toml"
    keeper = keeper_of(path)
    for volume in range(-40, 0):
        keeper.save(at(volume))
    assert not path.exists()  # a drag is written when it rests
    wait_for(path.exists)
    assert SettingsFile(path).load().settings == at(-1)
    assert keeper.close()


def test_closing_writes_what_waits(tmp_path):
    path = tmp_path / "settings.toml"
    keeper = keeper_of(path, settle_s=3600)
    keeper.save(at(-3))
    assert keeper.close()
    assert SettingsFile(path).load().settings == at(-3)


def test_after_closing_a_change_is_still_written(tmp_path):
    path = tmp_path / "settings.toml"
    keeper = keeper_of(path, settle_s=3600)
    assert keeper.close()
    keeper.save(at(-3))
    assert keeper.close()
    assert SettingsFile(path).load().settings == at(-3)


def test_its_thread_ends_by_itself(tmp_path):
    keeper = keeper_of(tmp_path / "settings.toml", settle_s=0.01)
    keeper.save(at(-3))
    wait_for(lambda: not any(t.name == "settings" for t in threading.enumerate()))


def test_what_cannot_be_kept_is_told_once(tmp_path, caplog):
    path = tmp_path / "settings.toml"
    path.write_text("version = 2\n")
    keeper = keeper_of(path, settle_s=0.0)
    (first,) = keeper.troubles()
    assert "newer version" in first
    keeper.save(at(-3))
    assert keeper.close()
    keeper.save(at(-6))
    assert keeper.close()
    (told,) = keeper.troubles()
    assert told.startswith("Your settings could not be kept: ")
    assert keeper.troubles() == ()


def test_what_can_never_be_written_is_told_and_the_next_is_kept(tmp_path, caplog):
    path = tmp_path / "settings.toml"
    keeper = keeper_of(path, settle_s=0.0)
    keeper.save(replace(Settings(), "devices", {"output_name": "\udcff"}))
    (told,) = wait_for(keeper.troubles)
    assert told == "Your settings could not be kept: UnicodeEncodeError"
    keeper.save(at(-3))
    wait_for(path.exists)
    assert keeper.close()
    assert SettingsFile(path).load().settings == at(-3)
