"""Which window is shown: of one profile, once for each user, then perhaps another's.

Decision: another profile gets a new window and a new engine / because nothing of one
account, neither sound nor list nor settings, may reach the next / instead of emptying
the old ones / would change if that took longer than the second it takes.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from voipmon import app
from voipmon.core.domain.profile import DEFAULT, PRACTICE, fault_of, tidy
from voipmon.core.errors import VoipmonError
from voipmon.store.folders import profiles_folder
from voipmon.store.profiles import Profiles, practice_folder
from voipmon.store.runtime_folder import runtime_folder
from voipmon.store.vault import Vault

if TYPE_CHECKING:
    from voipmon.core.domain.commands import SignIn
    from voipmon.ui.engine_port import Engine
    from voipmon.ui.instance import SingleInstance
    from voipmon.ui.main_window import MainWindow
    from voipmon.ui.signin.profile_row import ProfileWish

HUNG = 1  # exit status: there is a window already, and it does not answer
_VAULT_S = 0.5  # a sign-out just asked for still reaches the keychain
_CALL_S = 0.5  # the window waits meanwhile

MakeEngine = Callable[[], "Engine"]


class NotShown(Exception):  # noqa: N818 - no error if another window was raised
    """No window was shown; the text says why, `status` is the exit status."""

    status = 1


class AlreadyOpen(NotShown):
    """There is a window of this profile."""

    def __init__(self, name: str, *, raised: bool) -> None:
        super().__init__(
            f'The window of "{name}" was open already; it was brought to the front.'
            if raised
            else f'The window of "{name}" is open already, but it does not answer. '
            "Close it, or end its program, and start again."
        )
        self.status = 0 if raised else HUNG


def known_name(typed: str) -> str:
    """The profile that is meant: one there is, whatever its case, or a new one.

    Raises:
        ValueError: It cannot be a profile's name; the text says why.
    """
    name = tidy(typed)
    for found in Profiles(profiles_folder()).names():
        if found.casefold() == name.casefold():
            return found
    if fault := fault_of(name):
        raise ValueError(fault)
    return name


def show_practice(
    engine: MakeEngine,
    start: "Callable[[], Future[SignIn]]",
    shown: Callable[[], None],
) -> int:
    """Show the practice calls; returns the exit status.

    Args:
        engine: Makes an engine.
        start: Starts the practice calls; not called if their window is open already.
        shown: As for `app.run`.

    Raises:
        NotShown: Nothing was started.
    """
    folder = practice_folder(profiles_folder())
    place = _take(folder, PRACTICE)
    try:
        return app.run(
            engine,
            demo=True,
            sign_in=start(),
            kept=app.remember(folder),
            shown=shown,
            ready=lambda window: _answer_calls(place, window),
        )
    finally:
        place.release()


def show_profile(engine: MakeEngine, wanted: str = "") -> int:
    """Show a profile's window, and others that are asked for there.

    Args:
        engine: Makes and starts an engine; called for each window.
        wanted: As `known_name` gives it; "" for the profile used last.

    Returns:
        Exit status.

    Raises:
        NotShown: Nothing was started.
    """
    profiles = Profiles(profiles_folder())
    name = wanted or profiles.last()
    place = _take(profiles.folder(name), name)
    trouble = _make(profiles, name)
    while True:
        turn = _Turn(profiles, name, place)
        try:
            status = turn.show(engine, trouble)
        finally:
            place.release()
        if turn.wish is None:
            return status
        _forget_events()
        name, trouble = _carry_out(turn.wish, profiles, name)
        trouble = " ".join(filter(None, (turn.parting, trouble)))
        place = turn.next or _take(profiles.folder(name), name)


def _forget_events() -> None:
    """Let what the last window still wanted, to quit, not end the next one."""
    from PySide6.QtCore import QCoreApplication

    QCoreApplication.processEvents()


def _make(profiles: Profiles, name: str) -> str:
    """Make a profile that was named for the first time; says what went wrong."""
    try:
        if name not in profiles.names():
            profiles.make(name)
    except VoipmonError as error:
        return f"Nothing can be remembered: {error.detail}"
    return ""


def _carry_out(wish: "ProfileWish", profiles: Profiles, name: str) -> tuple[str, str]:
    """Do what was wished, now that no window uses the folder.

    Returns:
        The profile to go on with, and what went wrong.
    """
    from voipmon.ui.signin.profile_row import OpenProfile, RenameProfile

    if isinstance(wish, OpenProfile):
        return wish.name, ""
    try:
        if isinstance(wish, RenameProfile):
            profiles.rename(name, wish.name)
            return wish.name, ""
        profiles.remove(name)
    except VoipmonError as error:
        return name, f"The profile was not changed: {error.detail}"
    return DEFAULT, ""


class _Turn:
    """One window of one profile; GUI thread."""

    def __init__(self, profiles: Profiles, name: str, place: "SingleInstance") -> None:
        self.wish: ProfileWish | None = None  # why it was left, unless just closed
        self.next: SingleInstance | None = None  # the place of the profile wished for
        self.parting = ""  # what its window has still to tell
        self._profiles = profiles
        self._name = name
        self._place = place

    def show(self, engine: MakeEngine, trouble: str) -> int:
        """Show it until it is closed or another is wished for."""
        name, profiles = self._name, self._profiles
        profiles.note_last(name)
        folder = profiles.folder(name)
        vault = Vault(folder, profiles.load(name))
        names = sorted({*profiles.names(), name} - {DEFAULT}, key=str.casefold)

        def ready(window: "MainWindow") -> None:
            _answer_calls(self._place, window)
            window.account.profile_wanted.connect(lambda w: self._take(w, window))
            if name != DEFAULT:
                window.setWindowTitle(f"{name} - voipmon")
            if trouble:
                window.notices.say(trouble)

        kept = app.remember(None if name == DEFAULT else folder)
        try:
            return app.run(
                engine,
                kept=replace(kept, vault=vault, profiles=(DEFAULT, *names)),
                ready=ready,
            )
        finally:
            vault.close(_VAULT_S)

    def _take(self, wish: "ProfileWish", window: "MainWindow") -> None:
        """Leave the window for what is wished, if that can be had."""
        from voipmon.ui.signin.profile_row import OpenProfile

        if isinstance(wish, OpenProfile):
            try:
                if wish.new:
                    self._profiles.make(wish.name)
                folder = self._profiles.folder(wish.name)
                self.next = _take(folder, wish.name, _CALL_S)
            except NotShown as elsewhere:
                window.account.refuse(str(elsewhere))
                return
            except VoipmonError as error:
                window.account.refuse(f"The profile was not made: {error.detail}")
                return
        self.wish, self.parting = wish, window.account.parting
        app.leave(window)


def _take(folder: Path, name: str, wait_s: float | None = None) -> "SingleInstance":
    """Take the place of a profile's window, or raise the one that has it.

    Raises:
        AlreadyOpen: Somebody has it.
        NotShown: There is no safe folder for it.
    """
    from voipmon.ui.instance import ANSWER_S, START_S, Called, SingleInstance

    try:
        place = SingleInstance(folder, runtime_folder())
    except OSError as error:
        raise NotShown(
            f"voipmon cannot start: {error}. Remove it, or set XDG_RUNTIME_DIR to a "
            "folder that only you can enter."
        ) from None
    if place.take():
        return place
    app.application()  # sockets need it
    if wait_s is None:
        called = place.call(ANSWER_S, START_S)
    else:
        called = place.call(wait_s, wait_s)
    if called is not Called.GONE:
        raise AlreadyOpen(name, raised=called is Called.RAISED)
    return place


def _answer_calls(place: "SingleInstance", window: "MainWindow") -> None:
    place.wanted.connect(lambda: app.bring_forward(window))
    place.listen()
