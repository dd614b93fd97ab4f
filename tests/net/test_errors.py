import pytest

from voipmon.core.errors import VoipmonError, WireError
from voipmon.net import errors
from voipmon.net.errors import (
    NetError,
    NotFound,
    RateLimited,
    ServerError,
    to_problem,
)

ALL = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, NetError)
]


def test_every_kind_is_its_own():
    kinds = [kind.kind for kind in ALL]
    assert len(set(kinds)) == len(kinds) == 15
    assert all(kind == "net" or kind.startswith("net.") for kind in kinds)


@pytest.mark.parametrize("kind", ALL)
def test_problem_carries_what_a_person_needs(kind: type[NetError]):
    problem = to_problem(kind("it broke", status=418, request_id="req_1"))
    assert problem.kind == kind.kind
    assert problem.status == 418
    assert problem.detail == "it broke [request req_1]"


def test_the_status_is_said_once():
    refused = NotFound("HTTP 404 CALL_NOT_FOUND", status=404, request_id="req_1")
    problem = to_problem(refused)
    assert (problem.status, problem.detail) == (404, "CALL_NOT_FOUND [request req_1]")


def test_waiting_time_reaches_the_problem():
    assert to_problem(RateLimited(retry_after_s=7)).retry_after_s == 7
    assert to_problem(RateLimited()).retry_after_s == 1
    assert to_problem(ServerError("x")).retry_after_s == 0


def test_other_errors_become_problems_too():
    assert to_problem(WireError("short")).kind == "wire"
    assert to_problem(VoipmonError("d")).detail == "d"
