"""The secret of one profile: kept, found again and wiped, off the caller's thread.

Decision: a thread that is given up when it hangs / because a locked keychain waits
for a person, and no call of it can be broken off / instead of a process that could
be killed, which costs 50 MB while somebody looks for a password / would change if a
keychain were seen to hang for other reasons.

Decision: what may be in the keychain is noted before it is written, and until it is
wiped / because the program can end, or the keychain hang, in between, and a sign-out
must not leave behind what nobody knows of / each start wipes what is noted.
"""

import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterator
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
        self._lock = threading.Lock()  # guards the record and `profile`
        self._busy: set[str] = set()  # what a thread writes or wipes now
        self._worker = _Worker()
        if profile.left:  # wiped in vain, or the program was killed meanwhile
            self._do(self._wipe_left)

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
        bare = msgspec.structs.replace(profile, keeping=Keeping.SESSION, left=())
        name = account(profile) if profile.keeping is Keeping.KEYCHAIN else ""

        def store() -> None:
            self._remember(bare, name)
            self._file.wipe()
            self._wipe_left(but=name)
            if name:
                self._write(name, secret)
            elif profile.keeping is Keeping.FILE:
                self._file.write(secret)

        def noted() -> None:
            if profile.keeping is not Keeping.SESSION:
                self._remember(profile)

        def undo() -> None:
            if name and name != _kept_by(self.profile):
                keychain.wipe(name)
                self._wiped(name)

        return self._do(store, noted, undo)

    def wipe(self) -> "Future[None]":
        """Forget the secret, and that there was one; the address stays."""

        def forget() -> None:
            bare = msgspec.structs.replace(self.profile, keeping=Keeping.SESSION)
            if bare != self.profile:
                self._remember(bare)
            try:
                self._file.wipe()  # always: it is cheap
            finally:
                self._wipe_left()

        return self._do(forget)

    def close(self, wait_s: float = 0.0) -> None:
        """Take no more; waits so long for what was asked."""
        self._worker.close(wait_s)

    def _remember(self, profile: Profile, also: str = "") -> None:
        """Note it, and before that what could be in the keychain besides."""
        with self._lock:
            names = {*self.profile.left, _kept_by(self.profile), also}
            left = tuple(sorted(names - {"", _kept_by(profile)}))
            self.profile = msgspec.structs.replace(profile, left=left)
            profiles.save(self._folder, self.profile)

    def _write(self, name: str, secret: str) -> None:
        try:
            with self._at_work(name):
                keychain.write(name, secret)
        except keychain.NoKeychain:
            self._wiped(name)
            raise

    def _wipe_left(self, but: str = "") -> None:
        """Wipe what may be in the keychain; not what a thread given up is still at."""
        for name in self.profile.left:
            if name != but and name not in self._busy:
                with self._at_work(name):
                    keychain.wipe(name)
                self._wiped(name)

    @contextlib.contextmanager
    def _at_work(self, name: str) -> Iterator[None]:
        self._busy.add(name)
        try:
            yield
        finally:
            self._busy.discard(name)

    def _wiped(self, name: str) -> None:
        with self._lock:
            left = tuple(other for other in self.profile.left if other != name)
            self.profile = msgspec.structs.replace(self.profile, left=left)
            profiles.save(self._folder, self.profile)

    def _do(
        self,
        job: Callable[[], _T],
        noted: Callable[[], object] = lambda: None,
        undo: Callable[[], object] = lambda: None,
    ) -> "Future[_T]":
        if self._worker.given_up:
            self.close()
            self._worker = _Worker()
        return self._worker.do(job, noted, undo)


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

    def do(
        self,
        job: Callable[[], _T],
        noted: Callable[[], object],
        undo: Callable[[], object],
    ) -> "Future[_T]":
        result: Future[_T] = Future()

        def run() -> None:
            if result.cancelled():
                return
            self._doing = result  # type: ignore[assignment]
            try:
                _settle(result, job, noted, undo)
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
    result: "Future[_T]",
    job: Callable[[], _T],
    noted: Callable[[], object],
    undo: Callable[[], object],
) -> None:
    """Carry out a job; `noted` follows if somebody still waits for it, else `undo`."""
    try:
        try:
            value = job()
            if not result.cancelled():
                noted()
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


def _kept_by(profile: Profile) -> str:
    """Name of the secret that this profile has in the keychain, "" if none."""
    return account(profile) if profile.keeping is Keeping.KEYCHAIN else ""
