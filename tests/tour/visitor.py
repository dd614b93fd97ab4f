"""The visitor: what a person does with the window, with eyes, hands and ears."""

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.support.demo import Demo
from tests.support.fake_desktop import FakeDesktop
from tests.support.sound_server import RATE, Recording, SoundServer
from tests.tour.compare import compare, dbfs
from tests.tour.engine import WatchedEngine
from tests.tour.eye import Eye
from tests.tour.hand import Hand
from tests.tour.platform import Account
from tests.tour.reading import CardShown, Reading
from tests.tour.report import CheckError, Report
from voipmon.core.domain.snapshot import ResourceKind, StreamState
from voipmon.core.wire.names import Encapsulation

T = TypeVar("T")
LISTEN_S = 2.6  # of sound compared in each check
RECORDER_S = 0.4  # until what is played now is in the recording
RIGHT = 0.9  # least share of windows that must be right
MORE_S = (1.5, 2.5, 4.0)  # listened longer if need be, each after the other
SILENT_S = 5.0  # until what was on its way to a busy sound server has been played
MOST_S = 5.5  # compared at once
LEAST_WINDOWS = 6  # fewer prove nothing
GAIN_S = 0.1  # between two looks at the gain that a card shows
OPEN_S = 8.0  # longest wait for a stream to be heard


class Visitor:
    """Runs on its own thread; `report` takes what it finds."""

    def __init__(
        self,
        engine: WatchedEngine,
        report: Report,
        demo: Demo | None,
        sound: SoundServer,
        desktop: FakeDesktop | None,
    ) -> None:
        self.hand = Hand()
        self.engine = engine
        self.report = report
        self.demo = demo
        self.sound = sound
        self.desktop = desktop
        self.recordings: list[Recording] = []  # the last one is of what plays now
        self.recorders = ExitStack()  # ended with the tour

    def open_eye(self) -> Eye:
        """Begin to see; on the GUI thread."""
        self.eye = Eye()
        self.read = Reading(self.eye)
        return self.eye

    # -- looking ---------------------------------------------------------------------

    def see(self, condition: Callable[[], T], what: str, timeout_s: float = 6.0) -> T:
        """Wait until the window shows it."""
        return self.eye.wait(condition, timeout_s, what)

    def banner(self, words: str, timeout_s: float = 6.0) -> str:
        """Wait until the banner has these words; a regular expression."""

        def there() -> str:
            text = self.read.banner()
            return text if re.search(words, text) else ""

        return self.see(there, f"{words!r} in the banner", timeout_s)

    def message(self, words: str, timeout_s: float = 6.0) -> str:
        """Wait until a message bar has these words; a regular expression."""

        def there() -> str:
            found = (text for text in self.read.bars() if re.search(words, text))
            return next(found, "")

        return self.see(there, f"a message with {words!r}", timeout_s)

    def heard_card(self, key: str, *, reopens: bool = False) -> CardShown:
        """Wait until the card of a row says that its sound is played.

        Args:
            key: Of the row.
            reopens: It is closed now, but will not stay so.
        """

        def ready() -> CardShown | None:
            card = self.read.card(key)
            if card is not None and card.closed and not reopens:
                raise CheckError(f"the stream ended: {card}")
            heard = card is not None and card.heard and card.word == "Listening"
            return card if heard else None

        return self.see(ready, f"'Listening' on the card of {key}", OPEN_S)

    # -- doing -----------------------------------------------------------------------

    def click(self, name: str) -> int:
        """Click the middle of a widget."""
        return self.hand.click(*self.eye.middle(name))

    def click_action(self, words: str) -> None:
        """Click the button of the message with these words."""
        self.hand.click(*self.see(lambda: self.read.action_of(words), f"{words!r}"))

    def click_card(self, key: str, name: str) -> None:
        """Click a button of a card."""
        self.hand.click(*self.eye.ask(lambda: self.read.card_part(key, name)))

    def click_row(self, key: str, *, ctrl: bool = False) -> int:
        """Click a row; returns the time of the click [ns]."""
        place = self.eye.ask(lambda: self.read.row_place(key))
        return self.hand.click(*place, ctrl=ctrl)

    def fill_in(self, account: Account, *, password: str | None = None) -> None:
        """Fill the sign-in dialog; secrets go through a pipe to the X server."""
        fields = [("server_edit", account.server)]
        if account.username and account.password:
            secret = account.password if password is None else password
            fields += [("user_edit", account.username), ("password_edit", secret)]
        else:
            fields.append(("accesskey_edit", account.accesskey))
        for name, text in fields:
            self.click(name)
            self.see(lambda n=name: self._focused(n), f"focus on {name}")
            self.hand.write(text)
        self.see(lambda: self._text_of("server_edit") == account.server, "the address")

    def _focused(self, name: str) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and focus.objectName() == name

    def _text_of(self, name: str) -> str:
        return self.eye.find(QLineEdit, name).text()

    # -- hearing ---------------------------------------------------------------------

    def now_recorded(self, seconds: float) -> NDArray[np.int16]:
        """The last seconds that the loudspeaker played: (n, 2), 48 kHz."""
        return self.recordings[-1].samples()[-round(seconds * RATE) :]

    def hear(self, key: str, seconds: float = LISTEN_S) -> str:
        """Listen, and check that it is what the platform sends; gives the finding.

        As loud as it was sent, but for the gain that the card shows meanwhile. Listens
        longer when the talk has a pause, or one bad window is too much for so few; but
        what was more than `MOST_S` ago counts no more, since delay and gain settle
        when a call begins.
        """
        if self.demo is None:
            return self.some_sound(seconds)
        kind, _, resource_id = key.partition(":")
        gains = [self._gain_db(key)]
        for more in (seconds + 0.6, *MORE_S):
            gains += self._gains_db(key, more)
            seconds = min(MOST_S, seconds + more) if more in MORE_S else seconds
            _, sent = self.demo.audio(resource_id, kind=kind, seconds=seconds)
            gains += self._gains_db(key, RECORDER_S)
            heard = self.now_recorded(seconds + RECORDER_S + 1.0)
            played_db = (min(gains), max(gains))
            likeness = compare(sent, heard, gain_db=played_db)
            if likeness.windows >= LEAST_WINDOWS and likeness.share >= RIGHT:
                shown = "shown {:+.1f} to {:+.1f}".format(*played_db)
                return f"{likeness}, {shown}" if any(played_db) else str(likeness)
        if likeness.windows < LEAST_WINDOWS:
            few = f"too little speech to compare: {likeness}"
            raise CheckError(f"{few}; {self._figures()}")
        raise CheckError(
            f"not what was sent: {likeness}, gain shown {played_db}; {self._figures()}"
        )

    def _gains_db(self, key: str, seconds: float) -> list[float]:
        """The gains that a card shows while so much time goes by."""
        end, gains = time.monotonic() + seconds, []
        while time.monotonic() < end:
            time.sleep(GAIN_S)
            gains.append(self._gain_db(key))
        return gains

    def _gain_db(self, key: str) -> float:
        """Gain of a card now: volume, levelling, distance below the selected one."""
        card = self.eye.ask(lambda: self.read.card(key))
        if card is None or card.snap is None:
            return 0.0
        snap = card.snap
        return snap.volume_db + (snap.levelling_db or 0.0) - snap.under_db

    def some_sound(self, seconds: float) -> str:
        """Check that there is sound, where nobody can tell which it should be."""
        loudest = -120.0
        for _ in range(5):
            time.sleep(seconds)
            loudest = dbfs(self.now_recorded(seconds))
            if loudest > -60.0:
                return f"sound at {loudest:.0f} dBFS"
        raise CheckError(
            f"silence for {5 * seconds:.0f} s ({loudest:.0f} dBFS); {self._figures()}"
        )

    def _figures(self) -> str:
        """What the window knows of streams and output: why did it fail?"""
        cards = self.eye.ask(self.read.cards)
        parts = [
            f"{card}: {snap.state.value}, {snap.frames} frames at "
            f"{snap.frames_per_s:.0f}/s, peak {snap.peak_dbfs:.0f} dBFS, "
            f"volume {snap.volume_db:+.0f} dB, {snap.playout}"
            for card in cards
            if (snap := card.snap) is not None
        ]
        return "; ".join((*parts, self.eye.ask(self.read.output)))

    def silence(self, seconds: float = 0.5) -> None:
        """Check that the loudspeaker is silent by now."""
        deadline = time.monotonic() + SILENT_S
        while (level := dbfs(self.now_recorded(seconds))) > -100.0:
            if time.monotonic() > deadline:
                raise CheckError(f"still sound at {level:.0f} dBFS")
            time.sleep(0.1)

    # -- choosing --------------------------------------------------------------------

    def choose(self, key: str, encapsulation: Encapsulation) -> None:
        """Have a card's call opened so, from the menu on its card."""
        card = self.heard_card(key)
        if card.snap is not None and card.snap.encapsulation is encapsulation:
            return
        self.click_card(key, "codec_label")
        entry = f"format_{encapsulation.value}"
        place = self.see(lambda: self.read.menu_place_or_none(entry), "the menu")
        self.hand.click(*place)

        def opened() -> bool:
            now = self.read.card(key)
            return now is not None and now.technical.endswith(encapsulation.value)

        self.see(opened, f"the call opened as {encapsulation.value}", OPEN_S)

    def talks(self, timeout_s: float = 15.0) -> list[str]:
        """Wait for rows of calls in which somebody talks; the visitor's thread."""
        deadline = time.monotonic() + timeout_s
        while not (found := self._talks()):
            if time.monotonic() > deadline:
                raise CheckError(f"no call with talk within {timeout_s:g} s")
            time.sleep(0.2)
        return found

    def _talks(self) -> list[str]:
        calls = [
            row.key
            for row in self.eye.ask(self.read.rows)
            if row.kind is ResourceKind.CALL and row.status == "progressing"
        ]
        if self.demo is None:
            return calls
        talking = {f"call:{call['id']}" for call in self.demo.calls() if call["room"]}
        return [key for key in calls if key in talking]

    def rooms(self) -> list[str]:
        """Rows of conferences with two people or more. On the GUI thread only."""
        return [
            row.key
            for row in self.read.rows()
            if row.kind is ResourceKind.CONFERENCE and row.participants >= 2
        ]

    def state_of(self, key: str) -> StreamState | None:
        """State of a card's stream. On the GUI thread only."""
        card = self.read.card(key)
        return card.snap.state if card is not None and card.snap is not None else None
