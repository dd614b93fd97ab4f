"""What `voipmon-cli` returns; part of its interface, so never renumbered."""

from enum import IntEnum

from voipmon.core.domain.snapshot import EndCause


class Exit(IntEnum):
    """Exit statuses of `voipmon-cli`."""

    OK = 0
    FAILED = 1  # something of our own went wrong; the message says what
    USAGE = 2  # the command line was not understood
    SIGN_IN = 3  # credentials missing, rejected or expired
    NOT_ALLOWED = 4  # the platform forbids it, or there is no such call
    UNREACHABLE = 5  # network, TLS, or a server that does not answer as VoIPBIN
    ENDED_EARLY = 6  # the call ended before the seconds asked for
    NO_SOUND = 7  # opened, but no sound arrived, or each opening was refused
    FILE = 8  # a file could not be written
    DEVICE = 9  # no output device although sound was asked for
    INTERRUPTED = 130  # SIGINT; files are complete
    TERMINATED = 143  # SIGTERM; files are complete


OF_CAUSE = {
    EndCause.LEFT: Exit.OK,
    EndCause.ENDED: Exit.ENDED_EARLY,
    EndCause.REFUSED: Exit.NO_SOUND,
    EndCause.SILENT_OPEN: Exit.NO_SOUND,
    EndCause.LOST: Exit.UNREACHABLE,
    EndCause.DENIED: Exit.NOT_ALLOWED,
    EndCause.GONE: Exit.NOT_ALLOWED,
    EndCause.SIGNED_OUT: Exit.SIGN_IN,
    EndCause.PROTOCOL: Exit.UNREACHABLE,
}


def of_problem(kind: str) -> Exit:
    """Exit status for a `Problem.kind`."""
    if kind in {"net.auth", "net.login", "cli.credentials"}:
        return Exit.SIGN_IN
    if kind in {"net.forbidden", "net.not-found", "net.conflict"}:
        return Exit.NOT_ALLOWED
    return Exit.UNREACHABLE if kind.startswith("net.") else Exit.FAILED
