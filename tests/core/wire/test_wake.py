"""The one frame that a listening socket can send."""

import pytest

from voipmon.core.wire.names import Encapsulation
from voipmon.core.wire.wake import WAKE

HEADERS = {
    Encapsulation.SLN: "",
    Encapsulation.AUDIOSOCKET: "100140",
    Encapsulation.RTP: "80600001000000a000000000",
}


@pytest.mark.parametrize("encapsulation", Encapsulation)
def test_it_is_twenty_milliseconds_of_linear_silence(encapsulation):
    expected = bytes.fromhex(HEADERS[encapsulation]) + bytes(320)
    assert WAKE[encapsulation] == expected


def test_it_cannot_be_changed():
    with pytest.raises(TypeError):
        WAKE[Encapsulation.SLN] = b"speech"  # type: ignore[index]
