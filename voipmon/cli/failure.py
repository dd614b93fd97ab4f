"""What ends a command early."""

from voipmon.core.domain.snapshot import Problem
from voipmon.core.errors import VoipmonError


class CommandFailed(VoipmonError):  # noqa: N818 - named for what happened
    """A problem that ends the command, whole: its words need all of it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.kind = problem.kind  # type: ignore[misc]  # the instance's own kind
        self.problem = problem


def problem_of(error: VoipmonError) -> Problem:
    """Give the problem that an exception of ours stands for."""
    if isinstance(error, CommandFailed):
        return error.problem
    from voipmon.net.errors import to_problem

    return to_problem(error)
