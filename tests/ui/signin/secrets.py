"""A place for sign-ins that answers when, and what, a test says."""

from concurrent.futures import Future

from voipmon.core.domain.profile import Keeping, Profile


class ScriptedSecrets:
    """Every question stays open until the test answers it: `asked[-1]`."""

    offers_file = True

    def __init__(self, profile: Profile | None = None) -> None:
        self.profile = profile or Profile()
        self.asked: list[tuple[str, Future]] = []
        self.kept: list[tuple[Profile, str]] = []

    def _ask(self, name: str) -> Future:
        self.asked.append((name, Future()))
        return self.asked[-1][1]

    def probe(self) -> Future:
        return self._ask("probe")

    def read(self) -> Future:
        return self._ask("read")

    def keep(self, profile: Profile, secret: str) -> Future:
        self.kept.append((profile, secret))
        return self._ask("keep")

    def wipe(self) -> Future:
        return self._ask("wipe")

    def waiting(self, name: str) -> Future:
        """The question of this name that was asked last."""
        return next(future for asked, future in reversed(self.asked) if asked == name)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.asked]


REMEMBERED = Profile(
    name="Rome",
    server="https://s",
    user="sam",
    ca_file="/ca.pem",
    keeping=Keeping.KEYCHAIN,
)
