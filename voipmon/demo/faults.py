"""Faults that can be asked for at start and while the server runs."""

import itertools
import math
from dataclasses import dataclass
from typing import Final

from voipmon.core.wire.names import Codec

Value = str | float

# name -> parameters it takes, with what they are without being given
KNOWN: Final[dict[str, dict[str, Value]]] = {
    # frames are up to `ms` late
    "jitter": {"ms": 30.0, "after": 0.0},
    # nothing for `seconds`, then everything held at once; again each `every` s
    "stall": {"hold": 2.0, "every": 0.0, "after": 0.0},
    # TCP closed without a close frame
    "drop": {"after": 0.0},
    # nothing sent, nothing read, no pongs; TCP stays
    "halfopen": {"after": 0.0},
    # opened, but no frame until the client sends a frame; wake=0: not even then
    "silent-open": {"wake": 1.0},
    # closed `ms` after the upgrade
    "closed-at-once": {"ms": 7.0},
    # closed 1 ms after the upgrade
    "refused-start": {},
    # downlink codec "l16" or "ulaw"; empty: the one it is not
    "codec-change": {"to": "", "after": 0.0},
    "pt-change": {"pt": 0.0, "after": 0.0},
    # HTTP status for requests whose path begins with `path`
    "status": {"code": 503.0, "path": "/", "retry-after": 0.0, "limited-by": "ip"},
    # REST answers come this much later
    "slow-rest": {"s": 3.0, "path": "/"},
    # the answers' `Date` is so many seconds ahead
    "clock": {"ahead": 240.0},
    # the lists of calls and of conferences are empty
    "no-rows": {},
    # frames as fast as the socket takes them
    "flood": {"after": 0.0},
    # one message of `bytes`
    "oversize": {"bytes": float(16 << 20), "after": 0.0},
    # a fragmented message without an end
    "endless-fragments": {"after": 0.0},
    # kind=frames: no WebSocket at all; kind=payload: messages of random bytes
    "garbage": {"kind": "frames", "after": 0.0},
}
# what the text ones among them may be
WORDS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("codec-change", "to"): ("", Codec.ULAW, Codec.L16),
    ("garbage", "kind"): ("frames", "payload"),
}
AT_OPENING = ("silent-open", "closed-at-once", "refused-start")
ON_REST = ("status", "slow-rest", "clock", "no-rows")


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault in force.

    Attributes:
        target: Id of a call or conference, or None: all.
        until: World time at which it ends, or None.
        times: How often it still happens (openings, requests), or None.
    """

    id: int
    name: str
    params: dict[str, Value]
    target: str | None = None
    until: float | None = None
    times: int | None = None

    def number(self, key: str) -> float:
        """Give a numeric parameter."""
        return float(self.params[key])

    def text(self, key: str) -> str:
        """Give a parameter as text."""
        return str(self.params[key])


def _value(name: str, key: str, value: Value) -> Value:
    """Read one parameter as what it is by default; ValueError if it cannot be."""
    allowed = WORDS.get((name, key))
    if allowed is not None and str(value) not in allowed:
        raise ValueError(f"fault {name} takes {key}={'|'.join(allowed)}")
    if isinstance(KNOWN[name][key], str):
        return str(value)
    number = float(value)
    if not 0 <= number < math.inf:
        raise ValueError(f"fault {name} takes no {key}={value}")
    return number


class Faults:
    """The faults in force; `version` changes whenever they do."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._active: list[Fault] = []
        self.version = 0

    @property
    def active(self) -> tuple[Fault, ...]:
        """All of them."""
        return tuple(self._active)

    def add(
        self,
        name: str,
        given: dict[str, Value],
        *,
        target: str | None = None,
        until: float | None = None,
    ) -> Fault:
        """Put a fault in force.

        Raises:
            ValueError: Unknown name or parameter, or a number that is none.
        """
        if name not in KNOWN:
            raise ValueError(f"unknown fault {name!r}; there are {', '.join(KNOWN)}")
        params = dict(KNOWN[name])
        times: int | None = None
        for key, value in given.items():
            if key == "times":
                times = int(float(value))
            elif key not in params:
                takes = ", ".join((*params, "times"))
                raise ValueError(f"fault {name} takes {takes}, not {key!r}")
            else:
                params[key] = _value(name, key, value)
        fault = Fault(
            id=next(self._ids),
            name=name,
            params=params,
            target=target,
            until=until,
            times=times,
        )
        self._active.append(fault)
        self.version += 1
        return fault

    def parse(self, spec: str, now: float) -> Fault:
        """Put in force what a command line says: `NAME:key=value,...`.

        `target` and `seconds` are keys of every fault.

        Raises:
            ValueError: It cannot be understood.
        """
        name, _, rest = spec.partition(":")
        given: dict[str, Value] = {}
        for pair in filter(None, rest.split(",")):
            key, equals, value = pair.partition("=")
            if not equals:
                raise ValueError(f"{pair!r} is not key=value")
            given[key.strip()] = value.strip()
        target = given.pop("target", None)
        seconds = given.pop("seconds", None)
        return self.add(
            name.strip(),
            given,
            target=None if target is None else str(target),
            until=None if seconds is None else now + float(seconds),
        )

    def clear(self, fault_id: int | None = None) -> None:
        """Lift one fault, or all."""
        kept = [f for f in self._active if fault_id is not None and f.id != fault_id]
        self._active = kept
        self.version += 1

    def expire(self, now: float) -> None:
        """Lift what is over."""
        if not self._active:
            return
        kept = [f for f in self._active if f.until is None or f.until > now]
        if len(kept) != len(self._active):
            self._active = kept
            self.version += 1

    def on_stream(self, target: str) -> list[Fault]:
        """Give what running streams of one call or conference suffer."""
        return [
            f
            for f in self._active
            if f.name not in AT_OPENING + ON_REST and f.target in {None, target}
        ]

    def take(self, name: str, *, target: str = "", path: str = "") -> Fault | None:
        """Let one fault happen, if it is in force, and count it down."""
        for fault in self._active:
            if fault.name != name or fault.target not in {None, target}:
                continue
            if path and not path.startswith(fault.text("path")):
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.clear(fault.id)
            return fault
        return None
