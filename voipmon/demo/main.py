"""Command line of the demo platform; `voipmon-cli demo-server` calls `run`."""

import argparse
import asyncio
import ctypes
import json
import logging
import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from voipmon.demo.auth import TOKEN_LIFETIME_S, Credentials
from voipmon.demo.certificate import Certificate, make_certificate
from voipmon.demo.faults import KNOWN
from voipmon.demo.profiles import PROFILES
from voipmon.demo.server import AGENT_USERNAME, HOST, DemoServer, Options

EXIT_OK, EXIT_FAILED, EXIT_USAGE = 0, 1, 2
PR_SET_PDEATHSIG = 1  # linux/prctl.h
MAX_STREAMS = 200
YEAR_S = 366 * 86400.0


def parser() -> argparse.ArgumentParser:
    """Give the options."""
    parse = argparse.ArgumentParser(
        prog="voipmon-cli demo-server",
        description="A VoIPBIN platform with recorded callers, on this machine alone.",
        epilog=_about_faults(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parse.add_argument
    add("--host", default=HOST, help="only 127.0.0.1")
    add("--port", type=int, default=0, help="0: a free one")
    add("--profile", choices=sorted(PROFILES), default="head-ulaw")
    add("--asterisk", choices=("20", "dev"), default="20", help="20.15 or 2026-08")
    add("--calls", type=int, default=8, metavar="N", help="about N live legs")
    add("--streams", type=int, default=MAX_STREAMS, metavar="N", help="1..200 at once")
    add("--attach-delay", type=float, default=30.0, metavar="MS")
    add("--seed", type=int, default=1)
    add("--pace", type=float, default=1.0, help="the script runs so much faster")
    add("--tls", action="store_true", help="with a self-signed certificate")
    add(
        "--fault",
        action="append",
        default=[],
        metavar="NAME:key=value,...",
        help="may be repeated; see below",
    )
    add("--token-lifetime", type=float, default=TOKEN_LIFETIME_S, metavar="S")
    add("--no-rate-limit", action="store_true")
    add("--credentials-from-env", action="store_true")
    add("--watch-stdin", action="store_true", help="end with the standard input")
    return parse


def _about_faults() -> str:
    """List every fault as it stands without parameters, for `--help`."""
    lines = ["faults, with what their parameters are unless given:"]
    for name, params in KNOWN.items():
        pairs = (
            f"{k}={v if isinstance(v, str) else f'{v:.12g}'}" for k, v in params.items()
        )
        lines.append(f"  {name}:{','.join(pairs)}".rstrip(":"))
    lines += [
        "each also takes target=ID of a call or conference, seconds=N, times=N",
        "",
        "while it runs: POST, GET, DELETE /__demo__/faults with",
        '  {"name": NAME, "params": {KEY: VALUE}, "target": ID, "seconds": N}',
    ]
    return "\n".join(lines)


def run(argv: list[str]) -> int:
    """Serve until a signal, or the end of the standard input; gives the exit code."""
    parse = parser()
    args = parse.parse_args(argv)
    if args.host not in {HOST, "localhost"}:
        parse.error(f"the demo platform serves {HOST} alone")
    if not 1 <= args.streams <= MAX_STREAMS:
        parse.error(f"--streams is 1 to {MAX_STREAMS}")
    if not 0 < args.pace < math.inf or args.calls < 0:
        parse.error("--pace and --calls cannot be negative")
    if not 0 <= args.attach_delay < math.inf:
        parse.error("--attach-delay cannot be negative")
    if not 0 <= args.port <= 65535:
        parse.error("--port is 0 to 65535")
    if not 0 <= args.token_lifetime <= YEAR_S:
        parse.error(f"--token-lifetime is 0 to {YEAR_S:.0f}")
    level = os.environ.get("VOIPMON_LOG_LEVEL", "").upper()
    logging.basicConfig(
        stream=sys.stderr,
        level=level if level in logging.getLevelNamesMapping() else "WARNING",
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    from_env = args.credentials_from_env
    credentials = Credentials.from_environment() if from_env else Credentials.random()
    with tempfile.TemporaryDirectory(prefix="voipmon-demo-") as folder:
        try:
            certificate = make_certificate(Path(folder)) if args.tls else None
            asyncio.run(_serve(args, credentials, certificate))
        except ValueError as error:
            parse.error(str(error))
        except subprocess.CalledProcessError as error:
            return _fail("openssl made no certificate", error)
        except OSError as error:
            return _fail("cannot serve", error)
    return EXIT_OK


def _fail(what: str, error: Exception) -> int:
    sys.stderr.write(f"demo-server: {what}: {error}\n")
    return EXIT_FAILED


def _options(args: argparse.Namespace) -> Options:
    return Options(
        port=args.port,
        profile=args.profile,
        asterisk=args.asterisk,
        calls=args.calls,
        streams=args.streams,
        attach_delay_ms=args.attach_delay,
        seed=args.seed,
        pace=args.pace,
        token_lifetime_s=args.token_lifetime,
        limits=not args.no_rate_limit,
        faults=tuple(args.fault),
    )


async def _serve(
    args: argparse.Namespace,
    credentials: Credentials,
    certificate: Certificate | None,
) -> None:
    context = None if certificate is None else certificate.context()
    server = DemoServer(_options(args), credentials, context)
    url = await server.start()
    try:
        stop = asyncio.Event()
        _on_signals(stop.set)
        if args.watch_stdin:
            _on_parents_end(stop.set)
        ready = {
            "url": url,
            "username": credentials.username,
            "password": credentials.password,
            "accesskey": credentials.accesskey,
            "agent_username": AGENT_USERNAME,
            "profile": args.profile,
        }
        if certificate is not None:
            ready["sha256"] = certificate.sha256
            ready["ca_file"] = str(certificate.ca_file)
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        await stop.wait()
    finally:
        await server.stop()


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
        else:
            loop.add_signal_handler(number, stop)


def _on_parents_end(stop: Callable[[], None]) -> None:
    """Stop at end-of-file on the standard input, or when the parent dies.

    The kernel's signal comes when the parent's *thread* ends that started us, so
    it counts only if the parent is no longer our parent.
    """
    loop = asyncio.get_running_loop()
    if sys.platform == "linux":
        parent = os.getppid()

        def orphaned() -> None:
            if os.getppid() != parent:
                stop()

        loop.add_signal_handler(signal.SIGUSR1, orphaned)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGUSR1)

    def read() -> None:
        # not through sys.stdin: its lock would be held when the interpreter ends
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(stop)

    threading.Thread(target=read, name="stdin", daemon=True).start()
