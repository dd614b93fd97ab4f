"""What holds, what is locked, what is kept, who is told."""

import pytest

from voipmon.core.domain.policy import Policy
from voipmon.core.domain.settings import KEYS, Settings, ThemeChoice
from voipmon.core.domain.settings_rules import replace
from voipmon.ui.preferences import Preferences


class Shelf:
    """A keeper that remembers what it was told to keep."""

    def __init__(self) -> None:
        self.kept: list[Settings] = []
        self.told: tuple[str, ...] = ("settings.toml: odd.",)

    def save(self, settings: Settings) -> None:
        self.kept.append(settings)

    def troubles(self) -> tuple[str, ...]:
        told, self.told = self.told, ()
        return told


def test_a_change_holds_is_told_and_kept(qtbot):
    shelf = Shelf()
    preferences = Preferences(keeper=shelf)
    with qtbot.waitSignal(preferences.changed) as told:
        preferences.change("appearance", theme="dark", scale_percent=150)
    assert preferences.now.appearance.theme is ThemeChoice.DARK
    assert told.args == [preferences.now]
    assert shelf.kept == [preferences.now]


def test_the_same_again_is_no_change(qtbot):
    shelf = Shelf()
    preferences = Preferences(keeper=shelf)
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.change("appearance", theme=ThemeChoice.SYSTEM)
    assert not shelf.kept


def test_what_is_locked_stays_and_the_users_own_is_not_lost(qtbot):
    own = replace(Settings(), "listening", {"taps": 5, "mono": True})
    policy = Policy(fixed={"listening.taps": 1}, most={"listening.hop_back_s": 4.0})
    shelf = Shelf()
    preferences = Preferences(own, policy=policy, keeper=shelf)
    assert preferences.now.listening.taps == 1
    assert preferences.locked == {"listening.taps"}
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.change("listening", taps=7)
    preferences.change("listening", taps=7, mono=False)
    held = preferences.now.listening
    assert (held.taps, held.mono) == (1, False)
    assert shelf.kept[-1].listening.taps == 5


def test_a_limit_holds_and_is_told():
    preferences = Preferences(policy=Policy(most={"listening.taps": 3}))
    assert preferences.most("listening", "taps") == 3
    assert preferences.most("listening", "hop_back_s") == 10
    preferences.change("listening", taps=7)
    assert preferences.now.listening.taps == 3


def test_a_page_and_a_single_field_become_usual_again():
    preferences = Preferences()
    preferences.change("listening", taps=7, mono=True)
    preferences.restore("listening", "taps")
    assert (preferences.now.listening.taps, preferences.now.listening.mono) == (2, True)
    preferences.restore("listening")
    assert preferences.now == Settings()


def test_keys_become_usual_again():
    preferences = Preferences()
    preferences.change(KEYS, **{"scan": "X", "list.add": "Y"})
    preferences.restore(KEYS, "scan")
    assert preferences.now.keys == {"list.add": "Y"}
    preferences.restore(KEYS)
    assert preferences.now.keys == {}


def test_a_wrong_value_is_a_mistake_of_the_program(qtbot):
    preferences = Preferences()
    with qtbot.assertNotEmitted(preferences.changed), pytest.raises(ValueError):
        preferences.change("appearance", scale_percent=90)
    with pytest.raises(KeyError):
        preferences.change("appearance", colour="red")


def test_what_the_keeper_has_to_say_is_said_once():
    preferences = Preferences(keeper=Shelf())
    assert preferences.troubles() == ("settings.toml: odd.",)
    assert preferences.troubles() == ()
    assert Preferences().troubles() == ()
