"""The window with a real engine, the demo platform and a sound server behind it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.demo import Demo
from tests.support.sound_server import SoundServer
from voipmon.app import build, remember
from voipmon.core.domain.commands import SignIn
from voipmon.engine.client import EngineClient
from voipmon.ui.card import Card
from voipmon.ui.main_window import MainWindow

WITHIN_MS = 20_000
NOBODY = "NOBODY CAN HEAR YOU — "


@dataclass
class Scene:
    """The window and what is behind it."""

    window: MainWindow
    engine: EngineClient
    demo: Demo
    sound: SoundServer
    pictures: Path
    wait: Callable[[Callable[[], object]], None] = lambda _: None

    def listen(self, call: str = "") -> Card:
        """Listen to a call that is talked in, until it is heard."""
        state = self.window.state
        key = f"call:{call or self.demo.talking_call()}"
        self.wait(lambda: key in state.rows)
        self.window.calls.view.listen_wanted.emit(key, False)
        self.wait(lambda: (card := state.card_of(key)) and card.heard)
        card = state.card_of(key)
        assert card is not None
        return card

    def banner(self, words: str) -> None:
        """Wait until the banner says so; a regular expression after the first words."""
        pattern = re.compile(NOBODY + words)
        self.wait(lambda: pattern.fullmatch(self.window.banner.text))

    def message(self, words: str) -> str:
        """Wait for a message; a regular expression."""
        pattern = re.compile(words)
        found: list[str] = []

        def there() -> bool:
            found[:] = filter(pattern.fullmatch, self.window.messages.texts)
            return bool(found)

        self.wait(there)
        return found[0]

    def note(self, words: str) -> None:
        """Wait for the sentence on the selected card."""
        pattern = re.compile(words)

        def there() -> bool:
            notes = self.window.cards.findChildren(QLabel, "note_label")
            return any(n.isVisible() and pattern.fullmatch(n.text()) for n in notes)

        self.wait(there)

    def shoot(self, name: str) -> None:
        """Keep a picture of it."""
        self.window.repaint()
        assert self.window.grab().save(str(self.pictures / f"{name}.png"))


@contextmanager
def started(demo: Demo, folder: Path) -> Iterator[tuple[MainWindow, EngineClient]]:
    """The window with its own engine, signed in; it keeps no call ready."""
    engine = EngineClient()
    engine.start()
    try:
        kept = remember(folder, folder / "policy.toml")
        window = build(engine, sign_in=credentials(demo), kept=kept)
        window.preferences.change("listening", taps=0)
        window.show()
        yield window, engine
        window.clock.stop()
        window.deleteLater()
    finally:
        engine.stop()


def credentials(demo: Demo) -> SignIn:
    return SignIn(server=demo.url, username=demo.username, password=demo.password)


def patient(
    qtbot: QtBot, window: MainWindow, timeout_ms: int
) -> Callable[[Callable[[], object]], None]:
    """Wait for a condition; one that never holds fails with what was shown instead."""

    def wait(condition: Callable[[], object]) -> None:
        try:
            qtbot.waitUntil(lambda: bool(condition()), timeout=timeout_ms)
        except qtbot.TimeoutError:
            pytest.fail(f"shown: {window.banner.text} {window.messages.texts}")

    return wait
