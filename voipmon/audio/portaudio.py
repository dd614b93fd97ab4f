"""PortAudio, loaded when first needed and kept quiet.

Decision: imported inside functions. Because importing it initialises every driver of
the machine, and the command line without playback must run where the library is
absent. All calls belong to one thread at a time; `reload` only while no stream is
open, since it takes PortAudio's whole state away (its device list is a snapshot made
at initialisation).
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from voipmon.audio.errors import NoDevice, from_portaudio
from voipmon.core.domain.facts import Device

STDERR = 2  # ALSA and PortAudio print to the descriptor, past sys.stderr
PULSE = "pulse"  # ALSA's name for the sound server (alsa-plugins)


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send file descriptor 2 to /dev/null for a moment; always restored."""
    try:
        kept = os.dup(STDERR)
    except OSError:  # no standard error at all (a window program on Windows)
        yield
        return
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, STDERR)
        os.close(silent)
        yield
    finally:
        os.dup2(kept, STDERR)
        os.close(kept)


def version() -> str:
    """Which PortAudio is loaded, "" if none is yet."""
    module = sys.modules.get("sounddevice")
    return "" if module is None else str(module.get_portaudio_version()[1])


def library() -> ModuleType:
    """Return sounddevice, initialised.

    Raises:
        NoDevice: The PortAudio library is missing or does not start.
    """
    with quiet_stderr():
        try:
            import sounddevice
        except OSError as error:
            raise NoDevice(
                f"the PortAudio library cannot be loaded: {error}"
            ) from error
        except Exception as error:
            if type(error).__name__ != "PortAudioError":
                raise
            raise NoDevice(f"PortAudio does not start: {error}") from error
    module: ModuleType = sounddevice
    return module


def reload() -> None:
    """Let PortAudio look for devices again; every stream must be closed.

    Raises:
        NoDevice: It does not start again.
    """
    fresh = "sounddevice" not in sys.modules
    sd = library()
    if fresh:  # the import itself has just looked
        return
    with quiet_stderr():
        try:
            with contextlib.suppress(sd.PortAudioError):  # "not initialised" is fine
                sd._terminate()  # noqa: SLF001 - its documented way to re-scan
            sd._initialize()  # noqa: SLF001
        except sd.PortAudioError as error:
            raise NoDevice(from_portaudio(error).detail) from error


def query() -> list[tuple[int, dict[str, Any], str]]:
    """Return (index, device information, host API name) of every output.

    Indexes are good until the next `reload` and are never stored.
    """
    sd = library()
    try:
        apis = [api["name"] for api in sd.query_hostapis()]
        found = enumerate(sd.query_devices())
        return [
            (index, dict(info), apis[info["hostapi"]])
            for index, info in found
            if info["max_output_channels"] > 0
        ]
    except (sd.PortAudioError, ValueError) as error:
        raise from_portaudio(error) from error


def has_pulse() -> bool:
    """Tell whether streams can go through the sound server's plugin."""
    return any(info["name"] == PULSE for _, info, _ in query())


def devices() -> tuple[Device, ...]:
    """Return PortAudio's own outputs, by name and host API, the default marked."""
    sd = library()
    try:
        default = int(sd.default.device[1])
    except (sd.PortAudioError, ValueError, TypeError):
        default = -1
    seen: dict[tuple[str, str], Device] = {}
    for index, info, api in query():
        name = str(info["name"])
        device = Device(
            name=name, host_api=api, description=name, default=index == default
        )
        if device.default or (api, name) not in seen:
            seen[api, name] = device
    return tuple(seen.values())
