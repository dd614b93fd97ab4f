"""One clock: fast while seen, slow while not."""

from voipmon.ui.clock import CALM_MS, FRAME_MS, HIDDEN_MS, Clock


def test_it_ticks_with_the_time_that_passed(qtbot):
    clock = Clock()
    clock.set_visible(True)
    clock.start()
    with qtbot.waitSignal(clock.tick) as seen:
        pass
    dt_s, draw = seen.args
    assert 0 < dt_s < 2
    assert draw
    clock.stop()


def test_hidden_it_only_looks_now_and_then(qapp):
    clock = Clock()
    clock.start()
    assert clock.interval_ms == HIDDEN_MS
    clock.set_visible(True)
    assert clock.interval_ms == FRAME_MS
    clock.set_visible(False)
    assert clock.interval_ms == HIDDEN_MS
    clock.stop()
    assert clock.interval_ms == 0


def test_with_nothing_that_moves_it_ticks_calmly(qapp):
    clock = Clock()
    clock.set_visible(True)
    clock.set_calm(True)
    clock.start()
    assert clock.interval_ms == CALM_MS
    clock.set_calm(False)
    assert clock.interval_ms == FRAME_MS
    clock.set_calm(True)
    clock.set_visible(False)
    assert clock.interval_ms == HIDDEN_MS
    clock.stop()
