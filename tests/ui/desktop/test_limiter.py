"""Never more notifications than the limits, whatever happens and when."""

from hypothesis import given
from hypothesis import strategies as st

from voipmon.ui.desktop.limiter import APART_S, MINUTE_S, MOST, Limiter

WISHES = st.lists(st.tuples(st.floats(0, 40), st.sampled_from("abcdefgh")), max_size=60)


@given(WISHES)
def test_the_limits_hold_in_any_window_of_time(wishes):
    limiter, now_s, shown = Limiter(), 0.0, []
    for pause_s, about in wishes:
        now_s += pause_s
        calm = all(now_s - at >= APART_S for at, who in shown if who == about)
        room = sum(now_s - at < MINUTE_S for at, _ in shown) < MOST
        allowed = limiter.allow(about, now_s)
        assert allowed == (calm and room)  # nor is anything kept back needlessly
        if allowed:
            shown.append((now_s, about))


def test_one_call_may_speak_again_after_30_s():
    limiter = Limiter()
    assert [limiter.allow("a", at) for at in (0, 29.9, 30, 59)] == [1, 0, 1, 0]


def test_the_seventh_within_a_minute_is_kept_back():
    limiter = Limiter()
    assert [limiter.allow(str(n), n) for n in range(7)] == [True] * 6 + [False]
    assert limiter.allow("7", 60.0)
