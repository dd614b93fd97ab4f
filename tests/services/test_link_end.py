"""Failed openings, sorted."""

import pytest

from voipmon.core.domain.snapshot import EndCause
from voipmon.core.domain.stream_rules import S
from voipmon.net import errors
from voipmon.services.link_end import failure_of


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (errors.AuthError(status=401), EndCause.SIGNED_OUT),
        (errors.Forbidden(status=403), EndCause.DENIED),
        (errors.NotFound(status=404), EndCause.GONE),
        (errors.Conflict(status=409), EndCause.GONE),
        (errors.InsecureAddress(), EndCause.LOST),
        (errors.BadAddress(), EndCause.LOST),
        (errors.ServerError(status=503), None),
        (errors.Unreachable(), None),
        (errors.TimedOut(), None),
        (errors.TlsError(), None),
        (errors.BadAnswer(status=400), EndCause.GONE),
        (errors.BadAnswer(status=302), None),
    ],
)
def test_only_what_no_try_can_cure_ends_it(error, cause):
    failure = failure_of(error)
    assert failure.cause is cause
    assert failure.problem.kind == error.kind
    assert failure.problem.status == error.status
    assert failure.wait_ns == 0


def test_the_servers_wish_is_kept():
    assert failure_of(errors.RateLimited(retry_after_s=2.5)).wait_ns == 2.5 * S
