"""What the sound server tells about its sinks, as it happens (libpulse by pulsectl).

PulseAudio moves a stream to another sink silently when its own goes away, so
PortAudio cannot know; this can, within milliseconds. PipeWire's server speaks the
same protocol.
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from voipmon.audio.outputs import PULSE_API, Outputs
from voipmon.core.domain.facts import Device

CLIENT = "voipmon devices"
BLUETOOTH = frozenset({"bluetooth", "bluez", "bluez5"})  # device.bus or device.api:
# PulseAudio's module-bluez5-device names bus and "bluez", PipeWire "bluez5"
PROFILE = ("bluetooth.protocol", "api.bluez5.profile")  # PulseAudio's and PipeWire's
HANDS_FREE = ("headset", "handsfree", "hsp", "hfp")  # how their names begin; A2DP's not
DUMMY = "auto_null"  # module-always-sink's stand-in while there is no device


def _library() -> ModuleType | None:
    """Return pulsectl, or None where it or libpulse is missing."""
    try:
        import pulsectl
    except (ImportError, OSError):
        return None
    module: ModuleType = pulsectl
    return module


def _bluetooth(properties: Mapping[str, str]) -> dict[str, bool]:
    """What a sink's properties say of Bluetooth, as fields of `Device`."""
    told = {properties.get("device.bus", ""), properties.get("device.api", "")}
    profile = next((properties[name] for name in PROFILE if name in properties), "")
    bluetooth = bool(told & BLUETOOTH)
    hands_free = bluetooth and profile.startswith(HANDS_FREE)
    return {"bluetooth": bluetooth, "hands_free": hands_free}


class SinkWatch:
    """A connection to the sound server; every method but `abandon` on one thread.

    It never starts a server, and comes back by itself when one does.
    """

    def __init__(self) -> None:
        self._library = _library()
        self._pulse: Any = None
        self._changed = True

    @property
    def possible(self) -> bool:
        """False on systems without libpulse: there is nothing to watch."""
        return self._library is not None

    @property
    def connected(self) -> bool:
        """Whether a server answered at the last look."""
        return self._pulse is not None and bool(self._pulse.connected)

    def look(self) -> Outputs:
        """Return what is there now, connecting if need be; empty without a server."""
        if self._library is None:
            return Outputs()
        try:
            if self._pulse is None:
                self._connect(self._library)
            return self._read()
        except self._errors(self._library):
            self.close()
            return Outputs()

    def wait(self, timeout_s: float) -> bool:
        """Sleep until something changed, at most `timeout_s`; only if `connected`.

        Returns:
            True when it is time to `look`, also because the server ended.
        """
        if self._library is None or self._pulse is None:
            raise ValueError("not connected")
        if not self._changed:
            try:
                self._pulse.event_listen(timeout=timeout_s)
            except self._errors(self._library):
                self.close()
                return True
        changed, self._changed = self._changed, False
        return changed

    def close(self) -> None:
        """Drop the connection; `look` makes a new one."""
        if self._pulse is not None:
            self._pulse.close()
            self._pulse = None

    def abandon(self) -> None:
        """Give up a call that a hanging server leaves unanswered; another thread.

        Only after waiting for longer than any answer takes: pulsectl tells its
        thread to free everything if that is inside a call, else it does so here.
        """
        if self._pulse is not None:
            self._pulse.close()

    def _connect(self, library: ModuleType) -> None:
        pulse = library.Pulse(CLIENT, connect=False)
        try:
            self._pulse = pulse  # for `abandon`: a server that hangs answers never
            pulse.connect(autospawn=False)  # its time-out would last even on success
            pulse.event_mask_set("sink", "server", "card")
            pulse.event_callback_set(self._on_event)
        except BaseException:
            self.close()
            raise

    def _on_event(self, _event: Any) -> None:
        self._changed = True
        if self._library is not None:
            raise self._library.PulseLoopStop

    def _read(self) -> Outputs:
        self._changed = False
        default = self._pulse.server_info().default_sink_name
        sinks = [s for s in self._pulse.sink_list() if s.name != DUMMY]
        dead = frozenset(
            (str(sink.name), str(port.name))
            for sink in sinks
            for port in sink.port_list
            if port.available == "no"
        )
        ports = {str(s.name): str(s.port_active.name) for s in sinks if s.port_active}
        usable = [s for s in sinks if (s.name, ports.get(s.name, "")) not in dead]
        devices = tuple(
            Device(
                name=str(sink.name),
                host_api=PULSE_API,
                description=str(sink.description),
                default=sink.name == default,
                **_bluetooth(sink.proplist),
            )
            # a machine whose jacks all report nothing has a broken detection
            for sink in usable or sinks
        )
        return Outputs(
            devices=devices,
            server=True,
            ports=ports,
            unplugged=dead,
            serials={str(sink.name): int(sink.index) for sink in sinks},
        )

    @staticmethod
    def _errors(library: ModuleType) -> tuple[type[BaseException], ...]:
        """Its own errors; the last two are what an abandoned call ends with."""
        own = (library.PulseError, library.PulseDisconnected)
        return (*own, OSError, RuntimeError, library.pulsectl.c.LibPulse.CallError)
