import pytest

from voipmon.demo.faults import KNOWN, Faults


def test_every_known_fault_can_be_asked_for_by_name_alone():
    faults = Faults()
    for name in KNOWN:
        assert faults.parse(name, 0.0).params == KNOWN[name]


def test_a_command_line_gives_parameters_target_and_length():
    fault = Faults().parse("jitter:ms=45,target=abc,seconds=3,times=2", 100.0)
    assert fault.number("ms") == 45.0
    assert (fault.target, fault.until, fault.times) == ("abc", 103.0, 2)


@pytest.mark.parametrize(
    "spec",
    [
        *("nonsense", "jitter:mz=3", "jitter:ms=much", "jitter:ms", "", "drop:x=1"),
        *("jitter:ms=nan", "stall:hold=-1", "drop:after=inf"),
        *("codec-change:to=opus", "garbage:kind=loud"),
    ],
)
def test_what_cannot_be_understood_is_refused(spec):
    with pytest.raises(ValueError):
        Faults().parse(spec, 0.0)


def test_it_happens_as_often_as_said():
    faults = Faults()
    faults.add("refused-start", {"times": 2})
    taken = [faults.take("refused-start", target="a") for _ in range(3)]
    assert [fault is not None for fault in taken] == [True, True, False]


def test_only_its_target_and_its_path_suffer():
    faults = Faults()
    faults.add("drop", {}, target="a")
    faults.add("status", {"path": "/v1.0/calls"})
    assert [f.name for f in faults.on_stream("a")] == ["drop"]
    assert faults.on_stream("b") == []
    assert faults.take("status", path="/v1.0/me") is None
    assert faults.take("status", path="/v1.0/calls/1") is not None


def test_it_is_over_when_its_time_is_and_when_lifted():
    faults = Faults()
    faults.add("drop", {}, until=10.0)
    kept = faults.add("jitter", {})
    version = faults.version
    faults.expire(9.9)
    assert faults.version == version
    faults.expire(10.0)
    assert faults.active == (kept,)
    assert faults.version > version
    faults.clear(kept.id)
    assert faults.active == ()
