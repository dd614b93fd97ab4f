import pytest

from voipmon.cli.words import last_sentence, of_cause, of_state, sentence
from voipmon.core.domain.snapshot import (
    EndCause,
    Problem,
    ResourceKind,
    StreamHint,
    StreamSnapshot,
    StreamState,
)


def snapshot(**more):
    return StreamSnapshot(
        **{
            "stream_id": 1,
            "kind": ResourceKind.CALL,
            "resource_id": "c",
            "state": StreamState.STREAMING,
            **more,
        }
    )


@pytest.mark.parametrize("state", [s for s in StreamState if s != StreamState.CLOSED])
def test_every_state_has_words(state):
    assert of_state(snapshot(state=state))


@pytest.mark.parametrize("cause", list(EndCause))
def test_every_end_has_words(cause):
    assert of_cause(cause)
    assert of_state(snapshot(state=StreamState.CLOSED, cause=cause))


@pytest.mark.parametrize("hint", [h for h in StreamHint if h])
def test_every_hint_has_words(hint):
    assert of_state(snapshot(state=StreamState.OPEN, hint=hint))


def test_nobody_hears_a_listener():
    assert "Nobody can hear you" in of_state(snapshot())


def test_a_problem_says_what_happened_and_what_to_do():
    text = sentence(Problem(kind="net.tls", detail="expired yesterday"))
    assert "not trusted" in text
    assert "expired yesterday" in text


KINDS = ["auth", "rate-limited", "server", "tls", "timeout", "not-found", "unreachable"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_that_is_over_promises_nothing(kind):
    words = last_sentence(Problem(kind=f"net.{kind}", detail="why", status=499))
    assert "by itself" not in words
    assert "goes on" not in words
    assert words.endswith("(HTTP 499. why)")


def test_how_long_to_wait_is_said():
    problem = Problem(kind="net.rate-limited", retry_after_s=7.0)
    assert last_sentence(problem).endswith("Try again in 7 s.")
    assert last_sentence(Problem(kind="net.rate-limited")).endswith("in a moment.")
