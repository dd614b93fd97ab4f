"""What a sound device can do to us; PortAudio's codes in our own words."""

from typing import ClassVar

from voipmon.core.domain.snapshot import Problem
from voipmon.core.errors import Retry, VoipmonError


class DeviceError(VoipmonError):
    """Base of everything that a sound device or its driver causes."""

    kind: ClassVar[str] = "audio"
    retry: ClassVar[Retry] = Retry.BACKOFF

    def to_problem(self) -> Problem:
        """Return it as the value that snapshots and messages carry."""
        return Problem(kind=self.kind, detail=self.detail)


class NoDevice(DeviceError):  # noqa: N818 - reads as what happened
    """No output device, no sound server, or no PortAudio library."""

    kind = "audio.absent"


class DeviceBusy(DeviceError):  # noqa: N818 - reads as what happened
    """Another program holds the device for itself alone."""

    kind = "audio.busy"


class DeviceLost(DeviceError):  # noqa: N818 - reads as what happened
    """A device that had worked stopped: unplugged, its server ended, it hangs."""

    kind = "audio.lost"


class FormatUnsupported(DeviceError):  # noqa: N818 - reads as what happened
    """The device takes neither our sample rate nor our channels."""

    kind = "audio.refused"
    retry = Retry.ON_USER


# PaErrorCode of portaudio.h, v19.6. -9999 (unanticipated host error) and -9993 (bad
# combination of I/O devices) are what ALSA's pulse plugin answers without a sink and
# without a server; -9996 means that the device list is older than the device.
_BY_CODE: dict[int, type[DeviceError]] = {
    -9998: FormatUnsupported,  # invalid channel count
    -9997: FormatUnsupported,  # invalid sample rate
    -9996: NoDevice,  # invalid device
    -9994: FormatUnsupported,  # sample format not supported
    -9993: NoDevice,
    -9985: DeviceBusy,  # device unavailable
}
INVALID_SAMPLE_RATE = -9997


def from_portaudio(error: Exception) -> DeviceError:
    """Translate a `PortAudioError` (message, code, host error) or `ValueError`."""
    code = next((a for a in error.args[1:2] if isinstance(a, int)), 0)
    words = ": ".join(str(a) for a in error.args[:1]) or type(error).__name__
    if isinstance(error, ValueError):  # sounddevice: no such device
        return NoDevice(words)
    return _BY_CODE.get(code, DeviceLost)(f"{words} [{code}]" if code else words)
