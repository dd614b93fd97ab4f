from voipmon.core.wire.names import Codec
from voipmon.demo.profiles import PROFILES


def test_there_are_the_five_profiles():
    assert list(PROFILES) == ["head-ulaw", "head-l16", "2025", "2024", "mixed"]


def test_payload_types_and_uplinks_are_those_of_their_age():
    assert {n: p.payload_type for n, p in PROFILES.items()} == {
        "head-ulaw": 96,
        "head-l16": 96,
        "2025": 0,
        "2024": 0,
        "mixed": 96,
    }
    assert PROFILES["2024"].accepts == {Codec.ULAW}
    assert PROFILES["head-ulaw"].accepts == {Codec.L16}
    assert PROFILES["mixed"].accepts == {Codec.L16, Codec.ULAW}
