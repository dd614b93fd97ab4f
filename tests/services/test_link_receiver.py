"""From reads to frames: heard or not, counted, floods before they are decoded."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support.listening import ULAW
from voipmon.core.domain.arrivals import MS, S
from voipmon.core.wire.depacketiser import Depacketiser
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.net.media_socket import Read
from voipmon.services.link_inbox import Inbox
from voipmon.services.link_receiver import Receiver
from voipmon.services.link_status import RESTARTED


class Way:
    """A receiver with what it stands on."""

    def __init__(self, encapsulation=Encapsulation.SLN, codec=Codec.ULAW):
        self.inbox = Inbox(1000)
        self.depacketiser = Depacketiser(encapsulation, codec)
        self.receiver = Receiver(
            self.depacketiser,
            self.inbox,
            streamed=encapsulation is Encapsulation.AUDIOSOCKET,
        )
        self.now = 1000 * S

    def take(self, *messages, frames=None):
        self.now += 20 * MS
        size = sum(map(len, messages))
        count = len(messages) if frames is None else frames
        got = Read(messages=list(messages), received=size, frames=count)
        return self.receiver.take(got, self.now)


def test_sound_is_heard_stamped_and_counted():
    way = Way()
    for _ in range(10):
        assert way.take(ULAW).heard
    assert way.receiver.frames == 10
    assert way.receiver.received == 1600
    assert way.receiver.first_frame_ns == 1000 * S + 20 * MS
    assert [item.arrival_ns for item in way.inbox.items][-1] == way.now


def test_sound_of_an_undecided_codec_is_heard_as_well():
    way = Way(codec=None)
    judged = way.take(b"\xff" * 160)
    assert judged.heard
    assert not judged.flood


def test_garbage_and_control_frames_are_no_sound():
    way = Way(Encapsulation.RTP)
    assert not way.take(b"garbage").heard
    assert not way.take(frames=1).heard
    assert sum(way.depacketiser.bad.values()) == 1
    assert way.receiver.frames == 0


def test_a_flood_is_not_decoded():
    way = Way()
    assert way.take(*[ULAW] * 601).flood
    assert way.receiver.frames == 0
    assert not way.inbox.items


def test_a_flood_of_pings_is_one():
    way = Way()
    assert any(way.take(frames=15_000).flood for _ in range(5))


def test_a_message_cut_into_single_bytes_is_no_flood():
    way = Way(Encapsulation.AUDIOSOCKET)
    message = b"\x10\x00\xa0" + ULAW
    for _ in range(1500):
        assert not way.take(*(bytes((byte,)) for byte in message)).flood
    assert way.receiver.frames == 1500


def test_a_message_in_many_fragments_is_no_flood():
    way = Way()
    for _ in range(1500):
        assert not way.take(ULAW, frames=160).flood


def test_an_audiosocket_flood_is_one_by_its_sound():
    way = Way(Encapsulation.AUDIOSOCKET)
    messages = [b"\x10\x00\xa0" + ULAW] * 400
    assert any(way.take(*messages).flood for _ in range(3))


def test_few_long_messages_are_a_flood_too():
    way = Way(codec=Codec.L16)
    assert any(way.take(bytes(64_000)).flood for _ in range(5))


@given(st.lists(st.binary(max_size=400), max_size=20))
def test_any_messages_are_taken(messages):
    for encapsulation in Encapsulation:
        way = Way(encapsulation, None)
        for message in messages:
            way.take(message)


def test_a_new_connection_is_marked_but_the_first_is_not():
    way = Way()
    way.receiver.restart(first=True)
    way.take(ULAW)
    way.receiver.restart(first=False)
    way.take(ULAW)
    assert [item is RESTARTED for item in way.inbox.items] == [False, True, False]
