"""Entry of `voipmon-cli`: parse, run one command, return its exit status."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from voipmon.cli.exit_status import Exit, of_problem
from voipmon.cli.failure import problem_of
from voipmon.core.domain.snapshot import Problem
from voipmon.core.errors import VoipmonError
from voipmon.core.wire.names import Codec, Encapsulation

EPILOG = """\
credentials come from the environment only:
  VOIPMON_SERVER     address, e.g. https://api.voipbin.net
  VOIPMON_TOKEN, or VOIPMON_ACCESSKEY, or VOIPMON_USERNAME and VOIPMON_PASSWORD
  VOIPMON_CA_FILE, VOIPMON_PIN_SHA256   for a self-signed server
  VOIPMON_LOG_LEVEL  DEBUG, INFO, WARNING (default), ERROR

exit status: 0 done; 1 failed; 2 usage; 3 not signed in; 4 not allowed or no such
call; 5 server not reached; 6 the call ended early; 7 no sound arrived; 8 a file
could not be written; 9 no sound device; 130, 143 interrupted, files complete
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `voipmon-cli`; returns one of `exit_status.Exit`."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["demo-server"]:
        from voipmon.demo.main import run as demo_server

        return demo_server(arguments[1:])
    options = parser().parse_args(arguments)
    from voipmon.net.urls import redact
    from voipmon.store.logs import configure

    configure(redact)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        status = command(options)
        sys.stdout.flush()  # here, where what goes wrong can still be told
    except VoipmonError as error:
        return fail(problem_of(error))
    except BrokenPipeError:
        drop_output()
        return Exit.FAILED  # the reader of our output has left; nobody to tell
    except OSError as error:
        drop_output()
        reason = error.strerror or type(error).__name__
        print(f"voipmon-cli: cannot write the output: {reason}.", file=sys.stderr)
        return Exit.FILE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    return status


def drop_output() -> None:
    """Let the interpreter's own last flush succeed, after one that did not."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def fail(problem: Problem) -> int:
    """Say what went wrong on standard error; the exit status for it."""
    from voipmon.cli.words import last_sentence

    print(f"voipmon-cli: {last_sentence(problem)}", file=sys.stderr)
    return of_problem(problem.kind)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="voipmon-cli",
        description="Live calls of a VoIPBIN call centre, from the command line.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name, text in (
        ("calls", "list the live calls"),
        ("conferences", "list the conferences"),
        ("devices", "list the output devices"),
        ("doctor", "check this machine, the server and the sign-in"),
        ("version", "print the versions of voipmon and its libraries"),
    ):
        one = commands.add_parser(name, help=text, description=text.capitalize())
        one.add_argument("--json", action="store_true", help="print JSON")
        one.set_defaults(command=_lazy(name))
    _add_listen(commands)
    commands.add_parser(
        "demo-server", help="run the demo platform on loopback", add_help=False
    )
    return top


def _add_listen(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    listen = commands.add_parser(
        "listen",
        help="listen to a call or conference",
        description="Listen to a call or conference; nobody can hear you.",
    )
    listen.set_defaults(command=_lazy("listen"))
    listen.add_argument("kind", choices=["call", "conference"])
    listen.add_argument("id", metavar="ID")
    listen.add_argument(
        "--encapsulation",
        choices=[e.value for e in Encapsulation],
        default=Encapsulation.SLN.value,
    )
    listen.add_argument(
        "--codec",
        choices=["auto", *(c.value for c in Codec)],
        default="auto",
        help="auto (default) finds it from the sound itself",
    )
    _add_listen_outputs(listen)


def _add_listen_outputs(listen: argparse.ArgumentParser) -> None:
    """How long, and where to: device, files."""
    listen.add_argument(
        "--seconds",
        type=_seconds,
        metavar="N",
        help="stop after N seconds, counted from the opened socket",
    )
    listen.add_argument(
        "--wav", metavar="FILE", help="write what was heard: 8 kHz, 16-bit, mono"
    )
    listen.add_argument(
        "--no-play",
        action="store_true",
        help="play nothing; needs no sound library or device",
    )
    listen.add_argument(
        "--device",
        default="",
        metavar="NAME",
        help="output device, named as `devices` lists it (default: the system's)",
    )
    listen.add_argument(
        "--stats", metavar="FILE", help="write counters and history as JSON"
    )
    listen.add_argument(
        "--trace",
        metavar="FILE.trace.gz",
        help="write when the sound arrived, and none of it, to replay a bad network",
    )


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 86400:
        raise argparse.ArgumentTypeError("seconds must be above 0 and at most 86400")
    return value


def _lazy(name: str) -> Callable[[argparse.Namespace], int]:
    """Import a command only when it runs: `--help` stays quick."""

    def run(options: argparse.Namespace) -> int:
        if name in {"calls", "conferences"}:
            from voipmon.cli import lists

            return lists.calls(options) if name == "calls" else lists.rooms(options)
        if name == "listen":
            from voipmon.cli import listen

            return listen.run(options)
        from voipmon.cli import doctor

        commands = {
            "doctor": doctor.run,
            "devices": doctor.devices,
            "version": doctor.version,
        }
        return commands[name](options)

    return run


if __name__ == "__main__":
    sys.exit(main())
