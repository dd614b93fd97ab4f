import numpy as np

from voipmon.demo.speech import PAIRS, PARTY, amplified, folder, voices, whistle

RATE = 8000


def test_there_are_voices_enough_each_with_minutes_to_say():
    assert len(voices()) >= 4
    for voice in voices().values():
        spoken = sum(last - first for first, last in voice.turns)
        assert spoken >= 100 * RATE, voice.name


def test_turns_are_turns_of_conversation_in_whole_frames():
    for voice in voices().values():
        for first, last in voice.turns:
            assert 1.5 * RATE <= last - first <= 8.5 * RATE
            assert first % 80 == 0
            assert (last - first) % 160 == 0
            assert last <= len(voice.pcm)


def test_speech_is_about_minus_20_dbfs_and_never_clipped():
    for voice in voices().values():
        pcm = voice.pcm / 32768
        frames = pcm[: len(pcm) // 160 * 160].reshape(-1, 160)
        power = (frames**2).mean(axis=1)
        active = power[power > power.max() / 1000]
        assert -22.5 < 10 * np.log10(active.mean()) < -17.5, voice.name
        assert np.abs(pcm).max() < 0.95


def test_pairs_and_party_are_different_known_people():
    for first, second in PAIRS:
        assert first != second
        assert {first, second} <= voices().keys()
    assert len(set(PARTY)) == 4
    assert set(PARTY) <= voices().keys()


def test_files_are_small_and_each_voice_is_attributed():
    files = list(folder().iterdir())
    assert sum(file.stat().st_size for file in files) <= 5 << 20
    readme = (folder() / "README.md").read_text(encoding="utf-8")
    for name in voices():
        assert f"`{name}.flac`" in readme
    for licence in folder().glob("LICENSE-*"):
        assert licence.name in readme


def test_recordings_cannot_be_written_to():
    for voice in voices().values():
        assert not voice.pcm.flags.writeable


def test_a_voice_can_be_louder_or_quieter_and_is_cut_off_at_full_scale():
    june = voices()["june"]
    assert amplified(june, 0.0) is june
    quiet = amplified(june, -20.0)
    assert quiet.turns == june.turns
    assert np.abs(quiet.pcm - june.pcm / 10).max() <= 0.5
    loud = amplified(june, 40.0).pcm
    assert (loud.min(), loud.max()) == (-32768, 32767)
    assert np.array_equal(np.sign(loud), np.sign(june.pcm))


def test_a_whistle_is_one_tone_as_loud_as_a_voice():
    pcm = whistle(2100).pcm / 32768
    assert abs(20 * np.log10(np.sqrt(np.mean(pcm**2))) + 20) < 0.01
    assert np.argmax(np.abs(np.fft.rfft(pcm))) * RATE / len(pcm) == 2100
