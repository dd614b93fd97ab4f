"""What the dialog begins with, and what a kept secret signs in as."""

from voipmon.core.domain.policy import Policy
from voipmon.core.domain.profile import Profile
from voipmon.core.domain.settings import Account, Settings
from voipmon.ui.preferences import Preferences
from voipmon.ui.signin.known import sign_in_with, suggested

LAST = Profile(server="https://last", user="sam")
SETTINGS = Settings(account=Account(server="https://set", user="kim"))


def test_the_last_sign_in_comes_before_the_settings():
    preferences = Preferences(SETTINGS)
    assert suggested(LAST, preferences) == LAST
    first = suggested(None, preferences)
    assert (first.server, first.user) == ("https://set", "kim")


def test_a_fixed_server_comes_before_both():
    policy = Policy(fixed={"account.server": "https://fixed"})
    found = suggested(LAST, Preferences(SETTINGS, policy=policy))
    assert (found.server, found.user) == ("https://fixed", "sam")


def test_a_token_and_a_key_are_not_mixed_up():
    by_token = sign_in_with(LAST, "t")
    assert (by_token.token, by_token.accesskey, by_token.username) == ("t", "", "sam")
    by_key = sign_in_with(Profile(server="https://s", by_key=True, pin_sha256="a"), "k")
    assert (by_key.token, by_key.accesskey, by_key.pin_sha256) == ("", "k", "a")
