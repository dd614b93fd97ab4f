"""PortAudio's codes become our words."""

import pytest

from voipmon.audio.errors import (
    DeviceBusy,
    DeviceError,
    DeviceLost,
    FormatUnsupported,
    NoDevice,
    from_portaudio,
)


class PortAudioError(Exception):
    """Shaped as sounddevice's: message, code, host error."""


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-9985, DeviceBusy),
        (-9997, FormatUnsupported),
        (-9998, FormatUnsupported),
        (-9994, FormatUnsupported),
        (-9996, NoDevice),
        (-9993, NoDevice),
        (-9999, DeviceLost),
        (-1, DeviceLost),
    ],
)
def test_each_code_has_its_error(code, kind):
    error = from_portaudio(PortAudioError("Error opening RawOutputStream", code))
    assert type(error) is kind
    assert error.detail == f"Error opening RawOutputStream [{code}]"


def test_a_name_that_sounddevice_does_not_know_is_no_device():
    assert type(from_portaudio(ValueError("No output device matching"))) is NoDevice


def test_an_error_without_anything_still_has_words():
    assert from_portaudio(PortAudioError()).detail == "PortAudioError"


def test_every_kind_is_its_own_and_becomes_a_problem():
    kinds = {k.kind for k in DeviceError.__subclasses__()}
    assert kinds == {"audio.absent", "audio.busy", "audio.lost", "audio.refused"}
    problem = DeviceBusy("held by jackd").to_problem()
    assert (problem.kind, problem.detail) == ("audio.busy", "held by jackd")
