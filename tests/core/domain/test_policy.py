"""The administrator wins; what cannot be read restricts."""

from voipmon.core.domain.policy import SAFE, Policy, closed, read_policy
from voipmon.core.domain.profile import Keeping
from voipmon.core.domain.settings import KEYS, OnLock, Settings
from voipmon.core.domain.settings_rules import check, replace

RANGE = "a whole number from 0 to 8"


def test_what_is_fixed_wins_and_is_locked():
    policy = read_policy(
        {"listening": {"taps": 1, "mono": True}, "keys": {"scan": "X"}}, "policy.toml"
    )
    own = replace(Settings(), "listening", {"taps": 5, "hop_back_s": 1.0})
    held = policy.apply(own)
    assert (held.listening.taps, held.listening.mono) == (1, True)
    assert held.listening.hop_back_s == 1.0
    assert held.keys == {"scan": "X"}
    assert policy.locked == {"listening.taps", "listening.mono", "keys.scan"}
    assert not policy.complaints


def test_a_limit_leaves_the_choice_below_it():
    policy = read_policy({"limits": {"taps": 3}}, "policy.toml")
    for own, held in ((5, 3), (2, 2)):
        settings = replace(Settings(), "listening", {"taps": own})
        assert policy.apply(settings).listening.taps == held
    assert not policy.locked


def test_a_bad_restriction_is_the_strictest_and_told():
    policy = read_policy(
        {"listening": {"taps": 99}, "session": 4, "limits": {"taps": "many"}},
        "policy.toml",
    )
    held = policy.apply(replace(Settings(), "session", {"on_lock": OnLock.KEEP}))
    assert held.listening.taps == 0
    assert held.session.on_lock is OnLock.PAUSE
    assert policy.locked == {"listening.taps", "session.on_lock"}
    assert policy.most == {"listening.taps": 0}
    strictest = "so the strictest values hold."
    assert policy.complaints == (
        f"policy.toml, listening.taps: 99 is not {RANGE}, {strictest}",
        f"policy.toml, session: 4 is not a table of settings, {strictest}",
        f'policy.toml, limits.taps: "many" is not {RANGE}, so 0 is the most.',
    )


def test_a_bad_value_that_restricts_nothing_leaves_the_users_own():
    policy = read_policy({"appearance": {"theme": "pink"}}, "policy.toml")
    own = replace(Settings(), "appearance", {"theme": "dark"})
    assert policy.apply(own) == own
    (complaint,) = policy.complaints
    assert complaint.startswith('policy.toml, appearance.theme: "pink" is not ')
    assert complaint.endswith(", so your own settings hold.")


def test_a_slip_of_the_pen_is_told():
    policy = read_policy({"listening": {"tabs": 1}, "limits": {"x": 1}}, "policy.toml")
    unknown, limit = policy.complaints
    assert unknown.startswith("policy.toml, listening.tabs: this version has no such ")
    assert limit == "policy.toml, limits.x: there is no such limit."


def test_limits_that_are_no_table_allow_the_least():
    policy = read_policy({"limits": 3}, "policy.toml")
    assert policy.most == {"listening.taps": 0}
    assert len(policy.complaints) == 1


def test_a_policy_that_cannot_be_read_restricts_all_it_could():
    policy = closed("policy.toml cannot be used.")
    held = policy.apply(Settings())
    assert policy.locked == set(SAFE)
    assert held.account.keep_token is Keeping.SESSION
    assert held.listening.taps == 0
    for where, value in SAFE.items():
        assert check(*where.split("."), value) == value


def test_no_policy_changes_nothing():
    own = replace(Settings(), KEYS, {"scan": "X"})
    assert Policy().apply(own) == own
