"""A hop to a tapped call and a step back in a heard one, to the first sample.

The command is timed when it is given to the engine's client, the sound in the recording
of the loudspeaker's monitor; nothing is subtracted. So that the first sample can be
told, a command is only given when what is asked for begins in the middle of a word and
while the loudspeaker is silent: nobody is heard before a hop, and before a step back
the live call pauses (as what was sent in the meantime must confirm).
"""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tests.bench.ear import Ear, calibrate
from tests.bench.figure import Figure, at_most, failed, told
from tests.bench.rig import (
    SINK,
    Bare,
    bare_engine,
    engine_command,
    private_folders,
    wait_for,
)
from tests.support.demo import Demo, demo_server
from tests.support.sound_server import SoundServer
from voipmon.core.domain.commands import (
    Command,
    GoLive,
    Listen,
    Seek,
    SetAudible,
    SetHearing,
)
from voipmon.core.domain.snapshot import ResourceKind, StreamState

_LIMIT_MS = 100.0
_HOP_S, _BACK_S = 3.0, 5.0
_CALLS = 4
_LAG_S = (0.05, 0.35)  # what is heard was sent so long before: bounds
_SPEECH, _QUIET = 600, 100  # highest of 20 ms of the sent sound
_FIRST, _LOUD = 60, 250  # of the recording: first sound in silence, in a pause
_HEARD_S = 0.6  # recorded after each command
_RATE = 8000


def _parts(sent: NDArray[np.int16], first_s: float, last_s: float) -> NDArray[np.int32]:
    """Highest sample of each 20 ms between two times before the end of `sent`."""
    size = len(sent)
    piece = sent[size - round(first_s * _RATE) : size - round(last_s * _RATE)]
    whole = np.abs(piece[: len(piece) // 160 * 160].astype(np.int32))
    highest: NDArray[np.int32] = whole.reshape(-1, 160).max(axis=1)
    return highest


def spoken(sent: NDArray[np.int16], ago_s: float) -> bool:
    """Whether what was heard so long ago was in the middle of speech."""
    if len(sent) < (ago_s + _LAG_S[1]) * _RATE:
        return False
    return bool((_parts(sent, ago_s + _LAG_S[1], ago_s) > _SPEECH).all())


def paused(sent: NDArray[np.int16], first_s: float, last_s: float) -> bool:
    """Whether nobody spoke between two times before the end of `sent`."""
    return bool((_parts(sent, first_s, last_s) < _QUIET).all())


def first_sound_ms(bare: Bare, ear: Ear, command: Command, above: int) -> float | None:
    """From the command to the first sample that is louder than `above`."""
    sent_ns = time.monotonic_ns()
    bare.send(command)
    ear.wait_until(sent_ns + round(_HEARD_S * 1e9))
    begin = ear.frame_at(sent_ns)
    heard = np.abs(ear.samples(begin).max(axis=1).astype(np.int32))
    loud = np.flatnonzero(heard > above)
    if not len(loud):
        return None
    return (ear.time_ns(begin + int(loud[0])) - sent_ns) / 1e6


def _open(demo: Demo, bare: Bare) -> dict[int, str]:
    """Meter calls in which somebody talks; {stream: call}."""
    calls = [call["id"] for call in demo.calls() if call["room"]][:_CALLS]
    streams = dict(enumerate(calls, 1))
    for number, call in streams.items():
        bare.send(
            Listen(
                stream_id=number,
                kind=ResourceKind.CALL,
                resource_id=call,
                audible=False,
            )
        )

    def kept() -> bool:
        return all(
            (now := bare.stream(number)) is not None
            and now.state is StreamState.STREAMING
            and now.kept_s > _BACK_S + 1
            for number in streams
        )

    wait_for("streams that keep", kept, 30)
    return streams


def hops(
    demo: Demo, bare: Bare, ear: Ear, streams: dict[int, str], count: int
) -> list[float]:
    """Times from the hop to its sound [ms]."""
    found: list[float] = []

    def ready() -> int | None:
        for number in sorted(streams, key=lambda n: (n + len(found)) % len(streams)):
            sent = demo.audio(streams[number], seconds=_HOP_S + 1)[1]
            if spoken(sent, _HOP_S):
                return number
        return None

    while len(found) < count:
        wait_for("silence", lambda: ear.level(0.3) == 0, 8)
        number = wait_for("a word three seconds ago", ready, 60)
        assert number is not None
        hop = SetAudible(stream_id=number, audible=True, back_s=_HOP_S)
        taken = first_sound_ms(bare, ear, hop, _FIRST)
        bare.send(SetAudible(stream_id=number, audible=False))
        if taken is not None:
            found.append(taken)
    return found


def steps(
    demo: Demo, bare: Bare, ear: Ear, streams: dict[int, str], count: int
) -> list[float]:
    """Times from a step back to its sound [ms]."""
    found: list[float] = []
    heard = 0
    until = time.monotonic() + 20.0 * count
    while len(found) < count and time.monotonic() < until:
        for number in streams:
            bare.send(SetAudible(stream_id=number, audible=number == heard + 1))
        stream = heard + 1
        call = streams[stream]
        heard = (heard + 1) % len(streams)
        taken = _step(demo, bare, ear, stream, call)
        bare.send(GoLive(stream_id=stream))
        if taken is not None:
            found.append(taken)
    return found


def _step(demo: Demo, bare: Bare, ear: Ear, stream: int, call: str) -> float | None:
    """One step back out of a pause; None if there was none, or it did not last."""

    def ready() -> bool:
        sent = demo.audio(call, seconds=_BACK_S + 1)[1]
        silent = ear.level(0.06) < _LOUD
        return silent and paused(sent, 0.3, 0.0) and spoken(sent, _BACK_S)

    if not _within(8.0, ready):
        return None
    back = Seek(stream_id=stream, by_s=-_BACK_S)
    asked_ns = time.monotonic_ns()
    taken = first_sound_ms(bare, ear, back, _LOUD)
    if taken is None:
        return None
    sent = demo.audio(call, seconds=2.0)[1]
    since_s = (time.monotonic_ns() - asked_ns) / 1e9
    live = paused(sent, min(since_s + _LAG_S[1], 1.9), max(since_s - taken / 1e3, 0.0))
    return taken if live else None


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    try:
        return wait_for("a pause", condition, seconds)
    except TimeoutError:
        return False


def at(block_ms: int, count: int) -> list[Figure]:
    """Both figures, with device blocks of one length."""
    with (
        private_folders() as private,
        SoundServer((SINK,)) as sound,
        Ear(sound, SINK) as ear,
        demo_server("--no-rate-limit") as demo,
    ):
        offset_ms = calibrate(ear)
        command = engine_command(private / "engine.json", block_ms=block_ms)
        with bare_engine(demo, command) as bare:
            wait_for("output", lambda: bare.poll().output.state.value == "running")
            bare.send(SetHearing(levelling=False))
            streams = _open(demo, bare)
            hopped = hops(demo, bare, ear, streams, count)
            stepped = steps(demo, bare, ear, streams, count)
            output = bare.poll().output
    blocks = f"blocks of {block_ms} ms"
    return [
        *_figures(f"hop to a tapped call, to its sound, {blocks}", hopped),
        *_figures(f"replay: a step back, to its sound, {blocks}", stepped),
        told(
            f"of these, device and ring as announced, {blocks}",
            f"{output.latency_ms:.0f} ms; recorded {offset_ms:+.0f} ms from announced",
        ),
    ]


def measure(*, quick: bool) -> list[Figure]:
    """Both figures, for both block lengths."""
    count = 6 if quick else 20
    return [*at(20, count), *at(10, count)]


def _figures(what: str, found: list[float]) -> list[Figure]:
    if not found:
        return [failed(what, "no moment at which it could be told")]
    times = np.array(found)
    note = f"{len(times)} times, {times.min():.0f} to {times.max():.0f}"
    return [
        at_most(f"{what}, median", float(np.median(times)), _LIMIT_MS, "ms",
                note=note, all_ms=[round(t) for t in found]),
        at_most(f"{what}, p95", float(np.percentile(times, 95)), _LIMIT_MS, "ms"),
    ]  # fmt: skip
