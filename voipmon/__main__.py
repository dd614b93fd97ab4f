"""Command line of the window: `voipmon`, `python -m voipmon`.

The hidden `--engine` makes this very program the engine process, so that a frozen
program needs no second executable.
"""

import argparse
import contextlib
import sys
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from voipmon import __version__

PLATFORM_STOP_S = 0.3  # it has nothing to save

if TYPE_CHECKING:
    from voipmon.core.domain.commands import SignIn
    from voipmon.demo.embedded import EmbeddedDemo


def main(argv: list[str] | None = None) -> int:
    """Start the window, or be the engine; returns the exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["--engine"]:
        from voipmon.engine.process import main as engine_main

        _configure_logs()
        return engine_main()
    if arguments[:1] == ["--demo-server"]:
        from voipmon.demo.main import run as demo_run

        return demo_run(arguments[1:])
    options = _parser().parse_args(arguments)
    _configure_logs()
    from voipmon.launch import NotShown

    try:
        return _practise() if options.demo else _show(options.profile or "")
    except NotShown as why:
        told = sys.stderr if why.status else sys.stdout
        if told is not None:  # a Windows program without a console has neither
            told.write(f"{why}\n")
        return why.status


def _show(profile: str) -> int:
    """Run the window; each engine starts up while Qt is imported."""
    from voipmon.engine.client import EngineClient
    from voipmon.launch import show_profile

    def engine() -> EngineClient:
        client = EngineClient()
        client.start()
        return client

    return show_profile(engine, profile)


def _practise() -> int:
    """Run the window with practice calls.

    The engine starts when the window is there: three programs at once would make the
    window wait for a processor.
    """
    from voipmon.demo.embedded import EmbeddedDemo
    from voipmon.engine.client import EngineClient
    from voipmon.launch import show_practice

    client = EngineClient()
    with contextlib.ExitStack() as ending:

        def start() -> "Future[SignIn]":
            platform = EmbeddedDemo()
            ending.callback(platform.stop, PLATFORM_STOP_S)
            return _when_ready(platform)

        return show_practice(lambda: client, start, shown=client.start)


def _when_ready(platform: "EmbeddedDemo") -> "Future[SignIn]":
    """How to sign in to the practice calls, as soon as they are there."""
    from voipmon.core.domain.commands import SignIn

    found: Future[SignIn] = Future()

    def wait() -> None:
        try:
            access = platform.wait_ready()
        except Exception as error:  # noqa: BLE001 - the window says it
            found.set_exception(error)
            return
        found.set_result(
            SignIn(
                server=access.url, username=access.username, password=access.password
            )
        )

    threading.Thread(target=wait, name="demo-start", daemon=True).start()
    return found


def _configure_logs() -> None:
    from voipmon.net.urls import redact
    from voipmon.store.logs import configure

    configure(redact)


def _profile(typed: str) -> str:
    from voipmon.launch import known_name

    try:
        return known_name(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="voipmon",
        description="Listen to the live calls of a VoIPBIN call centre.",
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="start an embedded demo platform and sign in to it (practice)",
    )
    parser.add_argument(
        "--profile",
        metavar="NAME",
        type=_profile,
        help="server and account by a name of yours; the one used last if not given",
    )
    parser.add_argument("--version", action="version", version=f"voipmon {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
