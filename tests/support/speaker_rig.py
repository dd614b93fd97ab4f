"""A `Speaker` that plays a tone on a private sound server, for its tests."""

import numpy as np

from tests.support.sound import Recording, SoundServer, wait_until
from tests.support.tone import Player, is_tone
from voipmon.core.domain.facts import Device
from voipmon.core.domain.snapshot import OutputSnapshot, OutputState
from voipmon.services.speaker import Speaker

# The server moves the stream before anybody can know, with what it holds of it. 0 to
# 20 ms were measured (PulseAudio 16.1); a starved machine adds to that.
LEAK_MS = 60.0


def leaked_ms(recording: Recording) -> float:
    """How much sound a device played that should have played none [ms]."""
    return float(np.count_nonzero(recording.samples().any(axis=1)) / 48.0)


class Rig:
    """A speaker that plays a tone, and the server it plays on."""

    def __init__(self, server: SoundServer) -> None:
        self.server = server
        self.devices: list[tuple[Device, ...]] = []
        self.crashes: list[Exception] = []
        self.speaker = Speaker(
            on_devices=self.devices.append,
            on_crash=lambda _, error: self.crashes.append(error),
        )
        self.player = Player(self.speaker)

    def __enter__(self):
        self.speaker.start()
        self.player.start()
        return self

    def __exit__(self, *_):
        self.player.__exit__(None, None, None)
        self.speaker.request_stop()
        assert self.speaker.join(3)
        assert not self.crashes

    @property
    def now(self) -> OutputSnapshot:
        return self.speaker.snapshot()

    def reach(self, state: OutputState, device: str | None = None, within_s=5.0):
        """Wait for a state, and for the device it is about."""

        def there() -> bool:
            now = self.now
            return now.state is state and device in {None, now.device}

        wait_until(there, within_s, f"{state} {device}, is {self.now}")
        return self.now

    def hear(self, sink: str) -> None:
        """Fail unless the tone is on `sink` now."""
        with self.server.record(sink) as recording:
            wait_until(lambda: is_tone(recording.samples()), 5, f"tone on {sink}")
