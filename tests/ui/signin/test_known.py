"""What the dialog begins with, and what a kept secret signs in as."""

import pytest

from voipmon.core.domain.policy import Policy
from voipmon.core.domain.profile import Keeping, Profile
from voipmon.core.domain.settings import Account, Settings
from voipmon.ui.preferences import Preferences
from voipmon.ui.signin.known import sign_in_with, suggested, usable

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


@pytest.mark.parametrize(
    ("server", "keeping", "may"),
    [
        ("https://fixed", Keeping.KEYCHAIN, True),
        ("https://Fixed:443/v1.0/", Keeping.KEYCHAIN, True),
        ("https://fixed.example", Keeping.KEYCHAIN, False),
        ("http://fixed", Keeping.KEYCHAIN, False),
        ("https://fixed:8443", Keeping.KEYCHAIN, False),
        ("https://fixed", Keeping.FILE, False),
    ],
)
def test_a_secret_is_used_where_the_administrator_allows_it(server, keeping, may):
    policy = Policy(
        fixed={"account.server": "fixed", "account.keep_token": Keeping.KEYCHAIN}
    )
    known = Profile(server=server, keeping=keeping)
    assert usable(known, Preferences(policy=policy)) is may
    assert usable(known, Preferences())


def test_a_token_and_a_key_are_not_mixed_up():
    by_token = sign_in_with(LAST, "t")
    assert (by_token.token, by_token.accesskey, by_token.username) == ("t", "", "sam")
    by_key = sign_in_with(Profile(server="https://s", by_key=True, pin_sha256="a"), "k")
    assert (by_key.token, by_key.accesskey, by_key.pin_sha256) == ("", "k", "a")
