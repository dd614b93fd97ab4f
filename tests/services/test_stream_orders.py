from tests.services.test_stream import make, play
from voipmon.core.domain.commands import (
    GoLive,
    Seek,
    SetAudible,
    SetPlace,
    SetSpeed,
    SetVolume,
)
from voipmon.services.stream_orders import obey


def test_settings_are_there_at_once():
    stream = make()
    obey(stream, SetVolume(stream_id=1, volume_db=-7.0, muted=True))
    obey(stream, SetPlace(stream_id=1, azimuth_deg=30.0, under_db=12.0))
    told = stream.snapshot()
    assert (told.volume_db, told.muted) == (-7.0, True)
    assert (told.azimuth_deg, told.under_db) == (30.0, 12.0)


def test_what_moves_the_sound_waits_for_its_next_block():
    stream = make()
    play(stream, 200)
    obey(stream, SetSpeed(stream_id=1, speed=1.0))
    obey(stream, Seek(stream_id=1, by_s=-2.0))
    assert (stream.snapshot().behind_s, stream.snapshot().speed) == (0.0, 1.25)
    stream.has_turn(200)
    assert (stream.snapshot().behind_s, stream.snapshot().speed) == (2.0, 1.0)
    obey(stream, GoLive(stream_id=1))
    stream.has_turn(201)
    assert stream.snapshot().behind_s == 0.0


def test_orders_are_carried_out_in_their_order():
    stream = make(audible=False)
    obey(stream, SetAudible(stream_id=1, audible=True))
    obey(stream, SetAudible(stream_id=1, audible=False))
    assert not stream.heard
    stream.has_turn(1)
    assert (stream.heard, stream.audible) == (False, False)
