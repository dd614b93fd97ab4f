"""The output devices at one instant, and which of them may play: values and rules.

Pure. The rules are about privacy: a customer's voice must not burst out of the
laptop's loudspeakers because a headset was unplugged.
"""

from dataclasses import dataclass, field

from voipmon.core.domain.facts import Device

PULSE_API = "PulseAudio"  # host API of a sound server's sinks, PipeWire's included


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """The devices at one instant.

    Attributes:
        devices: All that can play; at most one is marked as the default.
        server: A sound server named them, and tells at once when they change.
        ports: Active jack of each device that has jacks, by device name.
        unplugged: (device name, jack) pairs known to have nothing plugged in.
        serials: The server's own number of each device, by name: a device that was
            unplugged and plugged in again has another one.
    """

    devices: tuple[Device, ...] = ()
    server: bool = False
    ports: dict[str, str] = field(default_factory=dict)
    unplugged: frozenset[tuple[str, str]] = frozenset()
    serials: dict[str, int] = field(default_factory=dict)

    @property
    def default(self) -> Device | None:
        """The system's default, or the first; None without any."""
        marked = (device for device in self.devices if device.default)
        return next(marked, self.devices[0] if self.devices else None)

    def place(self, device: Device) -> "Place":
        """Return what to remember of a device that is going to be played on."""
        name = device.name
        port, serial = self.ports.get(name, ""), self.serials.get(name, -1)
        return Place(device=device, port=port, serial=serial)

    def find(self, name: str, host_api: str = "") -> Device | None:
        """Find by name, or by a description that only one device has."""
        those = [d for d in self.devices if host_api in {"", d.host_api}]
        named = [d for d in those if d.name == name]
        described = [d for d in those if d.description == name]
        if named:
            return named[0]
        return described[0] if len(described) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where sound was last played since the user chose.

    Attributes:
        port: Jack of the device, "" if it has none.
        serial: The server's number of the device when it was opened.
    """

    device: Device
    port: str = ""
    serial: int = -1

    @property
    def may_rest(self) -> bool:
        """Whether it may be closed while nothing is to be heard, and opened again.

        Where a server tells what becomes of it meanwhile, and unless it begins late:
        a Bluetooth headset needs some 100 ms before it sounds again.
        """
        return self.device.host_api == PULSE_API and not self.device.bluetooth

    def gone(self, outputs: Outputs) -> bool:
        """Tell whether the device, or what was plugged into its jack, went away."""
        name = self.device.name
        if outputs.find(name, self.device.host_api) is None:
            return True
        moved = self.port and outputs.ports.get(name, "") != self.port
        return bool(moved) and (name, self.port) in outputs.unplugged

    def left_behind(self, outputs: Outputs) -> bool:
        """Tell whether a stream opened here plays elsewhere now, or nowhere.

        True also when the device is back already: the server has moved the stream.
        And when it was the default and is no more: PulseAudio moves every stream off
        the old default, also those that asked for it by name (measured with 16.1).
        """
        here = outputs.find(self.device.name, self.device.host_api)
        if here is None or self.gone(outputs):
            return True
        deposed = self.device.default and not here.default
        return deposed or outputs.serials.get(here.name, -1) != self.serial


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do: play on `play`; or pause, and offer `offer`; or, both None, wait."""

    play: Device | None = None
    offer: Device | None = None


def decide(
    outputs: Outputs, *, name: str, host_api: str, last: Place | None
) -> Decision:
    """Say where to play.

    Args:
        outputs: What there is.
        name: The user's choice, "" for whatever the system's default is.
        host_api: Of the choice; "" takes any.
        last: Where sound was played since that choice was made; None before.

    The rules: a chosen device or none; the default is followed while the one in use
    still exists, so somebody changed it on purpose; if the one in use went away,
    nothing is played until it is back or the user chooses again.
    """
    default = outputs.default
    if last is not None and last.gone(outputs):
        return Decision(offer=default)
    if not name:
        return Decision(play=default)
    chosen = outputs.find(name, host_api)
    return Decision(play=chosen, offer=None if chosen else default)
