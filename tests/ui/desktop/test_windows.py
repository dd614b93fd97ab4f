"""The meaning of Windows' messages; that they come is untested."""

import pytest

from voipmon.ui.desktop.windows import Meaning, WindowsSession, meaning


@pytest.mark.parametrize(
    ("message", "wparam", "means"),
    [
        (0x02B1, 7, Meaning.LOCKED),
        (0x02B1, 8, Meaning.UNLOCKED),
        (0x0218, 4, Meaning.SLEEPING),
        (0x0218, 18, Meaning.WOKE),
        (0x02B1, 5, None),  # somebody logged on
        (0x0218, 10, None),  # the battery's state
        (0x000F, 7, None),  # WM_PAINT
    ],
)
def test_what_messages_mean(message, wparam, means):
    assert meaning(message, wparam) is means


def test_each_is_told(qapp):
    session, told = WindowsSession(0), []
    session.locked.connect(lambda: told.append("locked"))
    session.unlocked.connect(lambda: told.append("unlocked"))
    session.sleeping.connect(lambda: told.append("sleeping"))
    session.woke.connect(lambda: told.append("woke"))
    for message in ((0x02B1, 7), (0x0218, 4), (0, 0), (0x0218, 18), (0x02B1, 8)):
        session.on_message(*message)
    assert told == ["locked", "sleeping", "woke", "unlocked"]
    session.start()  # elsewhere there is nobody to ask
    session.stop()
