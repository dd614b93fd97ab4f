"""A call that closes while another is heard is told once."""

from PySide6.QtCore import QObject

from tests.ui.access.reader import Reader
from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.snapshot import EndCause
from voipmon.ui.access.closings import Closings


def two(state):
    for number in (1, 2):
        state.add(state.rows[f"call:c{number}"], None)
    state.apply_snapshot(snapshot(stream(1), stream(2, "call:c2")))
    return state.cards


def test_told_once_and_again_after_a_retry(state, monkeypatch, qapp):
    reader = Reader(monkeypatch)
    first, _second = two(state)
    source = QObject()
    closings = Closings(state, source)
    closings.follow()
    assert not reader.told
    first.close(EndCause.LOST, None)
    closings.follow()
    closings.follow()
    assert len(reader.said(urgent=False)) == 1
    assert reader.sentences[0].startswith("Dana Lee's call: ")
    first.reopen()
    closings.follow()
    first.close(EndCause.LOST, None)
    closings.follow()
    assert len(reader.told) == 2


def test_the_last_one_is_the_banners(state, monkeypatch, qapp):
    reader = Reader(monkeypatch)
    first, second = two(state)
    closings = Closings(state, QObject())
    first.close(EndCause.ENDED, None)
    second.close(EndCause.ENDED, None)
    closings.follow()
    assert not reader.told
