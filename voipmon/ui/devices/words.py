"""What is said of the output and of the test sound. No Qt."""

import msgspec

from voipmon.core.domain.commands import Ear
from voipmon.core.domain.facts import ChimePhase, Device
from voipmon.core.domain.snapshot import OutputSnapshot, OutputState
from voipmon.ui.output_choices import named
from voipmon.ui.state import WindowState
from voipmon.ui.wording import Word, device_name, gain, output_problem, output_word

SIDES = {
    Ear.LEFT: "on the left",
    Ear.RIGHT: "on the right",
    Ear.BOTH: "on both sides",
}
NO_ENGINE = Word(
    "The sound engine does not answer. Nothing is played.", "engine", "broken"
)
MUTED = Word("Everything is muted, the test sound too.", "volume-off", "broken")
NOT_PLAYED = Word("Not played: the output is not in use.", "warning", "broken")
NOTHING_HEARD = (
    "Nothing heard? Choose another output, or look at the volume and the mute switch "
    "of the headset and of the system."
)
NO_FALL_BACK = (
    "When the output that plays goes away, listening pauses. Nothing is played on "
    "other outputs unless you choose them."
)
FIXED = "The output device is set by your administrator."
_QUIET_DB = -24.0  # from here on the test is easily missed
_STEP_MS = 5  # the delay moves by some milliseconds all the time

_BLUETOOTH = (
    "Bluetooth: calls are heard later than the figures say, usually by 0.1 to 0.3 s. "
    "voipmon opens no microphone; while no other program opens that of this headset, "
    "it stays in good quality."
)
_HANDS_FREE = (
    "Bluetooth in telephone mode: one channel, so left and right sound the same, and "
    "less quality. A headset is in this mode while a program uses its microphone "
    "(voipmon uses none), or because it was set so in the system's sound settings."
)


def status(state: WindowState) -> Word:
    """What plays now, as the engine says."""
    output = state.output
    if state.engine_dead:
        return NO_ENGINE
    if output.state is not OutputState.RUNNING:
        short = output_word(output)
        problem = output_problem(msgspec.structs.replace(output, offer=""))
        return Word(problem or short.text, short.icon, short.tone)
    delay_ms = round(output.latency_ms / _STEP_MS) * _STEP_MS
    gaps = "no gaps" if not output.underruns else f"gaps: {output.underruns}"
    words = f"In use: {device_name(output)} · delay {delay_ms} ms · {gaps}"
    if output.resting:
        words = f"Ready: {device_name(output)}, opened as soon as there is sound"
    return Word(words, "output", "good")


def bluetooth_hint(devices: tuple[Device, ...], output: OutputSnapshot) -> str:
    """What is to be known of the output in use, or else of the chosen one."""
    device = named(devices, output.device) or named(devices, output.chosen)
    if device is None or not device.bluetooth:
        return ""
    return _HANDS_FREE if device.hands_free else _BLUETOOTH


def verdict(
    state: WindowState, ear: Ear, phase: ChimePhase | None, device: str
) -> Word:
    """What became of the test sound; reasons are told while they hold.

    Args:
        state: Of the window.
        ear: Where it was to be heard.
        phase: As the engine told it, None while it has said nothing yet.
        device: What it was played on, for a person.
    """
    if state.engine_dead:
        return NO_ENGINE
    where = f"{SIDES[ear]} of {device}"
    match phase:
        case None:
            return Word("Starting the test sound…", "connecting", "soft")
        case ChimePhase.PLAYING:
            return Word(f"Playing {where}…", "volume", "accent")
        case ChimePhase.PLAYED:
            return Word(f"Played {where}.", "good", "good")
    return _reason(state, phase)


def _reason(state: WindowState, phase: ChimePhase) -> Word:
    if state.master_muted:
        return MUTED
    if output_problem(state.output):
        return NOT_PLAYED
    if phase is ChimePhase.BROKEN_OFF:
        return Word("The test sound was broken off. Play it again.", "info", "soft")
    return Word("The test sound was not played. Play it again.", "info", "soft")


def quiet_hint(state: WindowState) -> str:
    """A master volume at which the test would be missed."""
    if state.master_muted or state.master_db > _QUIET_DB:
        return ""
    return f"The volume of all calls is {gain(state.master_db)}: the test has it, too."
