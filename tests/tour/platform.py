"""Where and as whom the tour signs in."""

from dataclasses import dataclass

from tests.support.demo import Demo


@dataclass(frozen=True, kw_only=True)
class Account:
    """A platform's address and one person's credentials there."""

    server: str
    username: str = ""
    password: str = ""
    accesskey: str = ""

    @classmethod
    def of(cls, demo: Demo) -> "Account":
        """The demo platform's supervisor."""
        return cls(
            server=demo.url,
            username=demo.username,
            password=demo.password,
            accesskey=demo.accesskey,
        )

    def __repr__(self) -> str:
        return f"Account({self.server!r}, {self.username!r}, <secret>)"

    @property
    def secrets(self) -> dict[str, str]:
        """What must never be found in a log or an argument list."""
        named = {"password": self.password, "access key": self.accesskey}
        return {name: secret for name, secret in named.items() if secret}
