"""The output devices there are, by name and host API, never by index.

On Linux with a sound server these are its sinks: PortAudio shows only one device
"pulse" for all of them, and plays through it. Everywhere else they are PortAudio's
own, which it finds anew only when it is initialised again.
"""

from voipmon.audio import portaudio
from voipmon.audio.outputs import Outputs
from voipmon.audio.pulse import SinkWatch
from voipmon.core.domain.facts import Device


def own_outputs() -> Outputs:
    """Return PortAudio's own devices, as it last found them.

    Raises:
        NoDevice: The PortAudio library is missing or does not start.
    """
    return Outputs(devices=portaudio.devices())


def list_outputs() -> list[Device]:
    """Look once, without a `Speaker`; the calling thread then owns PortAudio.

    Raises:
        NoDevice: The PortAudio library is missing or does not start.
    """
    watch = SinkWatch()
    try:
        found = watch.look()
    finally:
        watch.close()
    if found.server and portaudio.has_pulse():
        return list(found.devices)
    return list(own_outputs().devices)


def default_output() -> Device | None:
    """The system's default output, or None.

    Raises:
        NoDevice: The PortAudio library is missing or does not start.
    """
    return Outputs(devices=tuple(list_outputs())).default
