from hypothesis import given
from hypothesis import strategies as st

from voipmon.demo.limits import Limits, TokenBucket

GAPS = st.lists(st.floats(0, 0.5), min_size=1, max_size=120)


@given(GAPS)
def test_never_more_than_burst_plus_rate_in_any_span(gaps):
    bucket, now, accepted = TokenBucket(17.0, 33), 100.0, []
    for gap in gaps:
        now += gap
        if bucket.take(now) == 0:
            accepted.append(now)
    for i, begin in enumerate(accepted):
        for j, end in enumerate(accepted[i:], 1):
            assert j <= 33 + 17 * (end - begin) + 1e-6


@given(GAPS)
def test_who_waits_as_told_is_served(gaps):
    bucket, now = TokenBucket(17.0, 33), 100.0
    for gap in gaps:
        now += gap / 50
        wait = bucket.take(now)
        if wait:
            now += wait + 1e-9
            assert bucket.take(now) == 0


def test_customers_have_a_bucket_each_and_addresses_one_for_sign_in():
    limits = Limits()
    waits = [limits.by_customer(5.0, "a") for _ in range(34)]
    assert waits == [0] * 33 + [1]
    assert limits.by_customer(5.0, "b") == 0
    assert [limits.by_ip(5.0, auth=True) for _ in range(21)] == [0] * 20 + [1]
    assert limits.by_ip(5.0, auth=False) == 0


def test_limits_can_be_off():
    limits = Limits(enabled=False)
    assert not any(limits.by_customer(1.0, "a") for _ in range(500))
