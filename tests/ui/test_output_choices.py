"""Which outputs can be chosen, and what they are called."""

from tests.ui.scripted import DEVICES
from voipmon.core.domain.facts import Device
from voipmon.core.domain.snapshot import OutputSnapshot, OutputState
from voipmon.ui.output_choices import choices, named


def listed(output, devices=DEVICES):
    return [(c.text, c.name, c.chosen, c.connected) for c in choices(devices, output)]


def test_the_default_first_then_all_by_description():
    assert listed(OutputSnapshot()) == [
        ("System default (Headset)", "", True, True),
        ("Headset", "head", False, True),
        ("Laptop speakers", "lap", False, True),
    ]


def test_the_chosen_one_is_marked_also_by_its_description():
    for name in ("lap", "Laptop speakers"):
        marked = [line for line in listed(OutputSnapshot(chosen=name)) if line[2]]
        assert marked == [("Laptop speakers", "lap", True, True)]


def test_a_chosen_one_that_is_not_there_stays():
    gone = OutputSnapshot(
        state=OutputState.PAUSED, chosen="usb", device="usb", label="USB headset"
    )
    assert listed(gone)[-1] == ("USB headset (not connected)", "usb", True, False)
    assert [line[2] for line in listed(gone)] == [False, False, False, True]
    never_seen = OutputSnapshot(chosen="usb", device="head", label="Headset")
    assert listed(never_seen)[-1][0] == "usb (not connected)"


def test_without_any_device_there_is_still_the_default():
    assert listed(OutputSnapshot(), ()) == [("System default", "", True, True)]


def test_a_name_is_before_a_description():
    twins = (
        Device(name="a", host_api="x", description="b"),
        Device(name="b", host_api="x", description="a"),
    )
    assert named(twins, "a").name == "a"
    assert named(twins, "") is None
    assert named(twins, "c") is None
