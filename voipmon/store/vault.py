"""The secret of one profile: kept, found again and wiped, off the caller's thread.

Decision: a thread that is given up when it hangs / because a locked keychain waits
for a person, and no call of it can be broken off / instead of a process that could
be killed, which costs 50 MB while somebody looks for a password / would change if a
keychain were seen to hang for other reasons.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from pathlib import Path
from typing import TypeVar

import msgspec

from voipmon.core.domain.profile import Keeping, Profile
from voipmon.core.errors import VoipmonError
from voipmon.store import keychain, profiles
from voipmon.store.private_file import MODES, PrivateFile

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Vault:
    """Owner: the window. Calls return at once and are carried out in their order.

    A future that fails holds a `VoipmonError`. One that is cancelled was not carried
    out, or is undone as soon as the keychain answers; nobody waits for it any more.

    Args:
        folder: The profile's.
        profile: What was remembered of it at the start.
    """

    offers_file = MODES  # elsewhere no mode says who may read it

    def __init__(self, folder: Path, profile: Profile) -> None:
        self.profile = profile  # as it is remembered now
        self._folder = folder
        self._file = PrivateFile(folder / "private" / "session")
        self._worker = _Worker()

    def probe(self) -> "Future[bool]":
        """Whether there is a keychain that could be used."""
        return self._do(lambda: keychain.probe().usable)

    def read(self) -> "Future[str]":
        """The secret that the profile remembers; "" if it is not there any more."""
        asked = self.profile

        def find() -> str:
            if asked.keeping is Keeping.KEYCHAIN:
                return keychain.read(account(asked)) or ""
            return self._file.read() or ""

        return self._do(find)

    def keep(self, profile: Profile, secret: str) -> "Future[None]":
        """Remember a sign-in, and its secret where `profile` says.

        The secret of the sign-in before is wiped. If the new one cannot be kept, the
        rest is remembered all the same and the future fails.
        """
        bare = msgspec.structs.replace(profile, keeping=Keeping.SESSION)

        def store() -> None:
            before, self.profile = self.profile, bare
            profiles.save(self._folder, bare)
            if account(before) != account(profile) or before.keeping != profile.keeping:
                self._wipe(before)
            if profile.keeping is Keeping.SESSION:
                return
            if profile.keeping is Keeping.KEYCHAIN:
                keychain.write(account(profile), secret)
            else:
                self._file.write(secret)
            self.profile = profile
            profiles.save(self._folder, profile)

        def undo() -> None:
            self.profile = bare
            profiles.save(self._folder, bare)
            self._wipe(profile)

        return self._do(store, undo)

    def wipe(self) -> "Future[None]":
        """Forget the secret, and that there was one; the address stays."""

        def forget() -> None:
            before = self.profile
            self.profile = msgspec.structs.replace(before, keeping=Keeping.SESSION)
            if before.keeping is not Keeping.SESSION:
                profiles.save(self._folder, self.profile)
            self._wipe(before)

        return self._do(forget)

    def close(self, wait_s: float = 0.0) -> None:
        """Take no more; waits so long for what was asked."""
        self._worker.close(wait_s)

    def _wipe(self, profile: Profile) -> None:
        """The file always: it is cheap. The keychain only if something is there."""
        try:
            self._file.wipe()
        finally:
            if profile.keeping is Keeping.KEYCHAIN:
                keychain.wipe(account(profile))

    def _do(
        self, job: Callable[[], _T], undo: Callable[[], object] = lambda: None
    ) -> "Future[_T]":
        if self._worker.given_up:
            self.close()
            self._worker = _Worker()
        return self._worker.do(job, undo)


class _Worker:
    """One thread that does jobs in their order, made with the first one."""

    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._doing: Future[object] | None = None
        self._thread: threading.Thread | None = None

    @property
    def given_up(self) -> bool:
        """Whether it hangs in something that nobody waits for any more."""
        doing = self._doing
        return doing is not None and doing.cancelled()

    def do(self, job: Callable[[], _T], undo: Callable[[], object]) -> "Future[_T]":
        result: Future[_T] = Future()

        def run() -> None:
            if result.cancelled():
                return
            self._doing = result  # type: ignore[assignment]
            try:
                _settle(result, job, undo)
            finally:
                self._doing = None

        self.jobs.put(run)
        if self._thread is None:
            # A daemon: the program ends whether a keychain answers or not.
            self._thread = threading.Thread(
                target=self._run, name="keychain", daemon=True
            )
            self._thread.start()
        return result

    def close(self, wait_s: float) -> None:
        self.jobs.put(None)
        if self._thread is not None and wait_s > 0:
            self._thread.join(wait_s)

    def _run(self) -> None:
        while (job := self.jobs.get()) is not None:
            job()


def _settle(
    result: "Future[_T]", job: Callable[[], _T], undo: Callable[[], object]
) -> None:
    try:
        try:
            value = job()
        except VoipmonError as error:
            result.set_exception(error)
        else:
            result.set_result(value)
    except InvalidStateError:  # cancelled meanwhile
        try:
            undo()
        except VoipmonError as error:
            _log.warning("a sign-in that should not be kept may be: %s", error.kind)


def account(profile: Profile) -> str:
    """Name of the secret in the keychain: one for profile, server and user."""
    return f"{profile.name} · {profile.user or 'access key'} · {profile.server}"
