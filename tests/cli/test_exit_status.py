import pytest

from voipmon.cli.exit_status import OF_CAUSE, Exit, of_problem
from voipmon.core.domain.snapshot import EndCause


def test_every_end_has_a_status():
    assert set(OF_CAUSE) == set(EndCause)


def test_a_call_that_ended_early_has_a_status_of_its_own():
    early = [cause for cause, status in OF_CAUSE.items() if status is Exit.ENDED_EARLY]
    assert early == [EndCause.ENDED]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("net.login", Exit.SIGN_IN),
        ("net.auth", Exit.SIGN_IN),
        ("net.forbidden", Exit.NOT_ALLOWED),
        ("net.tls", Exit.UNREACHABLE),
        ("audio.absent", Exit.FAILED),
    ],
)
def test_status_of_a_problem(kind, status):
    assert of_problem(kind) is status
