"""Which device may play: followed, paused, resumed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.audio.outputs import PULSE_API, Outputs, Place, decide
from voipmon.core.domain.facts import Device

NAMES = "abc"


def outputs(names: str, default: str = "", *, serials: str = "", **more) -> Outputs:
    devices = tuple(
        Device(name=n, host_api=PULSE_API, description=f"The {n}", default=n == default)
        for n in names
    )
    numbers = {n: int(s) for n, s in zip(names, serials, strict=False)}
    return Outputs(devices=devices, server=True, serials=numbers, **more)


def place(name: str, port: str = "", serial: int = -1) -> Place:
    device = Device(name=name, host_api=PULSE_API, description=f"The {name}")
    return Place(device=device, port=port, serial=serial)


def word(there: Outputs, chosen: str, last: str) -> str:
    """Short form of the decision: ">a" plays on a, "?a" offers a, "-" has nothing."""
    got = decide(there, name=chosen, host_api="", last=place(last) if last else None)
    if got.play:
        return f">{got.play.name}"
    return f"?{got.offer.name}" if got.offer else "-"


@pytest.mark.parametrize(
    ("story", "names", "default", "chosen", "last", "expected"),
    [
        ("no device at all", "", "", "", "", "-"),
        ("the default", "ab", "b", "", "", ">b"),
        ("no default is marked: the first", "ab", "", "", "", ">a"),
        ("the default was changed", "ab", "b", "", "a", ">b"),
        ("unplugged, another is there", "b", "b", "", "a", "?b"),
        ("unplugged, it was the only one", "", "", "", "a", "-"),
        ("plugged in again", "ab", "b", "", "a", ">b"),
        ("chosen by name", "ab", "a", "b", "", ">b"),
        ("chosen by description", "ab", "a", "The b", "", ">b"),
        ("chosen one unplugged", "a", "a", "b", "b", "?a"),
        ("chosen one not there at the start", "a", "a", "b", "", "?a"),
        ("chosen one back", "ab", "a", "b", "b", ">b"),
        ("chosen one unplugged, nothing else", "", "", "b", "b", "-"),
    ],
)
def test_stories(  # noqa: PLR0917 - one argument a column
    story, names, default, chosen, last, expected
):
    assert word(outputs(names, default), chosen, last) == expected, story


@given(
    views=st.lists(
        st.tuples(st.sets(st.sampled_from(NAMES)), st.sampled_from(NAMES)), max_size=12
    ),
    chosen=st.sampled_from(["", *NAMES]),
)
def test_after_a_loss_nothing_plays_until_that_device_is_back(views, chosen):
    """No order of unplugging and plugging in puts sound where nobody asked for it."""
    last = None
    for names, default in views:
        there = outputs("".join(sorted(names)), default)
        got = decide(there, name=chosen, host_api="", last=last)
        assert not (got.play and got.offer)
        assert (got.play or got.offer) or not names or chosen
        if last is not None and last.device.name not in names:
            assert got.play is None
        if chosen and got.play:
            assert got.play.name == chosen
        if got.play is not None:
            last = there.place(got.play)


def test_a_headphone_jack_that_was_pulled_out_is_a_device_that_went_away():
    """The same sink goes on, but through the laptop's loudspeaker."""
    before = outputs("a", "a", ports={"a": "headphones"})
    last = before.place(before.devices[0])
    after = outputs(
        "a", "a", ports={"a": "speaker"}, unplugged=frozenset({("a", "headphones")})
    )
    got = decide(after, name="", host_api="", last=last)
    assert got.play is None
    assert got.offer is after.devices[0]
    assert decide(before, name="", host_api="", last=last).play is before.devices[0]
    again = decide(after, name="", host_api="", last=None)
    assert again.play is after.devices[0]


def test_a_jack_that_the_user_switched_is_followed():
    before = outputs("a", "a", ports={"a": "headphones"})
    last = before.place(before.devices[0])
    after = outputs("a", "a", ports={"a": "speaker"})
    assert decide(after, name="", host_api="", last=last).play is after.devices[0]


def test_a_device_that_came_back_has_another_number_and_a_moved_stream():
    first = outputs("ab", "a", serials="01")
    last = first.place(first.devices[0])
    assert not last.left_behind(first)
    assert last.left_behind(outputs("ab", "a", serials="21"))
    assert last.left_behind(outputs("b", "b", serials="1"))


def test_a_description_of_two_devices_names_none():
    twin = Device(name="x", host_api="ALSA", description="The a")
    both = Outputs(devices=(*outputs("a").devices, twin))
    assert both.find("The a") is None
    assert both.find("a") is both.devices[0]
    assert both.find("x", "PulseAudio") is None
    assert both.find("The a", "ALSA") is twin
