import numpy as np

from voipmon.core.playout.referee import Engine


def test_the_referees_interface_drives_the_same_engine():
    engine, now = Engine(profile="talk"), [0.0]
    engine.set_clock(lambda: now[0])
    sound = np.random.default_rng(1).integers(-999, 999, 8000).astype(np.int16)
    out = []
    for k in range(50):
        now[0] = k * 0.02
        engine.push(sound[k * 160 : k * 160 + 160], k, now[0])
        out += [engine.pull(80), engine.pull(80)]
    assert sound[1600:6400].tobytes() in np.concatenate(out).tobytes()
    assert engine.stats()["stalls"] == 0
