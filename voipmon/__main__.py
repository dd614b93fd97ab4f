"""Command line of the window: `voipmon`, `python -m voipmon`.

The hidden `--engine` makes this very program the engine process, so that a frozen
program needs no second executable.
"""

import argparse
import sys
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from voipmon import __version__

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
    return _window(demo=options.demo)


def _window(*, demo: bool) -> int:
    """Run the window; the engine starts up while Qt is imported.

    With practice calls it starts when the window is there: three programs at once
    would make the window wait for a processor.
    """
    from voipmon.engine.client import EngineClient

    client = EngineClient()

    def engine() -> EngineClient:
        if not demo:
            client.start()
        return client

    from voipmon.app import run

    if not demo:
        return run(engine)
    from voipmon.demo.embedded import EmbeddedDemo

    platform = EmbeddedDemo()
    try:
        ready = _when_ready(platform)
        return run(engine, demo=True, sign_in=ready, shown=client.start)
    finally:
        platform.stop()


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
    parser.add_argument("--version", action="version", version=f"voipmon {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
