from voipmon.cli.failure import CommandFailed, problem_of
from voipmon.core.domain.snapshot import Problem
from voipmon.core.errors import WireError
from voipmon.net.errors import RateLimited


def test_nothing_of_a_problem_is_lost_on_its_way_out():
    problem = Problem(kind="net.server", detail="d", status=503, retry_after_s=2.0)
    assert problem_of(CommandFailed(problem)) == problem
    assert CommandFailed(problem).kind == "net.server"
    assert problem_of(RateLimited(retry_after_s=7)).retry_after_s == 7
    assert problem_of(WireError("short")).kind == "wire"
