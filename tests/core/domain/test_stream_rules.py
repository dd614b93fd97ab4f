"""The numbers fit each other."""

from voipmon.core.domain import stream_rules as rules
from voipmon.core.domain.backoff import SPREAD, STEPS_S
from voipmon.core.domain.snapshot import EndCause
from voipmon.core.domain.verdict import Fate


def test_a_dead_link_is_found_within_20_s():
    assert rules.PING_EVERY + rules.PONG_WAIT < 20 * rules.S
    assert rules.STALL_PING + rules.PONG_WAIT < rules.STALL_REOPEN


def test_every_fate_either_ends_a_stream_or_lets_it_go_on():
    assert set(rules.CAUSES) | {Fate.LIVE, Fate.UNKNOWN} == set(Fate)
    assert EndCause.LOST not in rules.CAUSES.values()


def test_the_tries_last_about_as_long_as_the_patience():
    waits = [STEPS_S[min(n, len(STEPS_S) - 1)] for n in range(rules.TRIES)]
    assert sum(waits) * rules.S > rules.TROUBLE_LIMIT * (1 - SPREAD)
    assert sum(waits) * rules.S < rules.TROUBLE_LIMIT * (1 + SPREAD)
