"""`voipmon-cli doctor`, `devices`, `version`: is everything here that is needed?"""

import argparse
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata

from voipmon import __version__
from voipmon.cli.credentials import CredentialsMissing, from_environment
from voipmon.cli.exit_status import Exit
from voipmon.cli.failure import problem_of
from voipmon.cli.output import print_json
from voipmon.cli.words import last_sentence
from voipmon.core.domain.facts import Device
from voipmon.core.errors import VoipmonError

LIBRARIES = (
    "PySide6-Essentials",
    "numpy",
    "sounddevice",
    "websocket-client",
    "pyqtgraph",
    "msgspec",
    "urllib3",
    "aiohttp",
    "keyring",
    "soundfile",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check: its verdict ("ok", "warning", "failed") and what to do about it."""

    check: str
    verdict: str
    detail: str
    advice: str = ""


def run(options: argparse.Namespace) -> int:
    """All checks; FAILED if one of them failed."""
    findings = list(examine())
    if options.json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            print(f"{finding.verdict:8}{finding.check:14}{finding.detail}")
            if finding.advice:
                print(f"{'':22}{finding.advice}")
    failed = any(finding.verdict == "failed" for finding in findings)
    return Exit.FAILED if failed else Exit.OK


def examine() -> Iterator[Finding]:
    """Libraries, devices, keychain, server, sign-in, in this order."""
    yield from _libraries()
    yield _guarded("sound", _sound)
    yield _guarded("keychain", _keychain)
    yield from _server()


def _libraries() -> Iterator[Finding]:
    for name in LIBRARIES:
        try:
            yield Finding(check=name, verdict="ok", detail=metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(
                check=name,
                verdict="failed",
                detail="not installed",
                advice="Install voipmon again.",
            )


def _guarded(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except VoipmonError as error:
        words = last_sentence(problem_of(error))
        return Finding(check=name, verdict="failed", detail=words)


def _sound() -> Finding:
    from voipmon.audio.devices import list_outputs

    found = list_outputs()
    if not found:
        return Finding(
            check="sound",
            verdict="warning",
            detail="no output device",
            advice="Connect a headset. Everything but sound works without one.",
        )
    names = ", ".join(device.description or device.name for device in found)
    return Finding(check="sound", verdict="ok", detail=names)


def _keychain() -> Finding:
    from voipmon.store.keychain import probe

    report = probe()
    if report.usable:
        return Finding(check="keychain", verdict="ok", detail=report.backend)
    return Finding(
        check="keychain",
        verdict="warning",
        detail=report.reason,
        advice="A sign-in lasts for one session, unless you keep it in a file.",
    )


def _server() -> Iterator[Finding]:
    try:
        request = from_environment()
    except CredentialsMissing as error:
        yield Finding(
            check="server",
            verdict="warning",
            detail="not checked",
            advice=f"{error.detail[:1].upper()}{error.detail[1:]}.",
        )
        return
    from voipmon.services import directory

    reached = _guarded(
        "server",
        lambda: Finding(check="server", verdict="ok", detail=directory.ping(request)),
    )
    yield reached
    if reached.verdict == "ok":
        yield _guarded(
            "sign-in",
            lambda: Finding(
                check="sign-in", verdict="ok", detail=directory.who(request)
            ),
        )


def devices(options: argparse.Namespace) -> int:
    """Output devices, as the system names them."""
    from voipmon.audio.devices import list_outputs

    found = list_outputs()
    if options.json:
        print_json({"devices": [_device(device) for device in found]})
    elif not found:
        print("No output device. Connect a headset; everything but sound works.")
    else:
        for device in found:
            mark = "*" if device.default else " "
            text = device.description or device.name
            print(f"{mark} {text}  [{device.name}, {device.host_api}]")
    return Exit.OK


def _device(device: Device) -> dict[str, object]:
    return {
        "name": device.name,
        "host_api": device.host_api,
        "description": device.description,
        "default": device.default,
    }


def version(options: argparse.Namespace) -> int:
    """Versions of voipmon, Python, the system and the libraries."""
    versions = {
        "voipmon": __version__,
        "Python": platform.python_version(),
        "system": platform.platform(),
        **{name: _version(name) for name in LIBRARIES},
    }
    if options.json:
        print_json(versions)
    else:
        for name, text in versions.items():
            print(f"{name} {text}")
    return Exit.OK


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
