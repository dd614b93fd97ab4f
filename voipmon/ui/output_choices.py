"""The outputs that can be chosen, in words. No Qt."""

from dataclasses import dataclass

from voipmon.core.domain.facts import Device
from voipmon.core.domain.snapshot import OutputSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of the list.

    Attributes:
        text: For a person.
        name: As commands and settings name it; "" is the system's default.
        api: Its sound system.
        chosen: It is what the engine was told to play on.
        connected: It is there.
    """

    text: str
    name: str = ""
    api: str = ""
    chosen: bool = False
    connected: bool = True


def choices(devices: tuple[Device, ...], output: OutputSnapshot) -> tuple[Choice, ...]:
    """The system's default, all that are there, and a chosen one that is not."""
    found = named(devices, output.chosen)
    default = next((device for device in devices if device.default), None)
    words = "System default" + (f" ({title(default)})" if default else "")
    listed = [Choice(text=words, chosen=not output.chosen)]
    listed += [
        Choice(text=title(d), name=d.name, api=d.host_api, chosen=d is found)
        for d in devices
    ]
    if output.chosen and found is None:
        known = output.label if output.device == output.chosen else ""
        words = f"{known or output.chosen} (not connected)"
        listed.append(
            Choice(text=words, name=output.chosen, chosen=True, connected=False)
        )
    return tuple(listed)


def named(devices: tuple[Device, ...], name: str) -> Device | None:
    """The device of that name, or of that description; None for ""."""
    if not name:
        return None
    by_name = next((d for d in devices if d.name == name), None)
    return by_name or next((d for d in devices if d.description == name), None)


def title(device: Device) -> str:
    """What a person calls it."""
    return device.description or device.name
