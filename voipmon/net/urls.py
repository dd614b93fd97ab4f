"""Addresses of the platform, and the removal of secrets from text.

A VoIPBIN installation is one host: login outside, everything else below `/v1.0`,
media over WebSocket on the same port (VoIPBIN api-manager, its OpenAPI file and the
quickstart of the sandbox).
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlencode, urlsplit

from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.names import Encapsulation
from voipmon.net.errors import BadAddress, InsecureAddress

_SECURE = {"https": True, "wss": True, "http": False, "ws": False}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_.])?")
_API_PATHS = {"", "/v1.0"}
_COLLECTIONS = {ResourceKind.CALL: "calls", ResourceKind.CONFERENCE: "conferences"}

# What a secret looks like in URLs, headers, Python's own writing, JSON and logs. The
# value ends where the syntax around it must continue.
_SECRETS = (
    re.compile(r"(?i)\b(token|accesskey|password)=[^&\s\"'<>;,)]+"),
    re.compile(r"(?i)\b((?:token|accesskey|password)(?:=|'\s*:\s*))'(?:[^'\\]|\\.)*'?"),
    re.compile(r"(?i)(\"(?:token|accesskey|password)\"\s*:\s*)\"(?:[^\"\\]|\\.)*\"?"),
    re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+"),
    re.compile(r"()\beyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){0,2}"),  # a bare JWT
    re.compile(r"()\bvb_[A-Za-z0-9_-]+"),  # a bare access key
)
_REPLACEMENTS = (r"\1=***", r"\1'***'", r'\1"***"', r"\1 ***", "***", "***")


def redact(text: str) -> str:
    """Replace everything that looks like a token, access key or password by ***."""
    for pattern, replacement in zip(_SECRETS, _REPLACEMENTS, strict=True):
        text = pattern.sub(replacement, text)
    return text


def scrub(text: str, secrets: Iterable[str]) -> str:
    """Replace these very secrets, also in a URL's form, and do what `redact` does."""
    for secret in filter(None, secrets):
        text = text.replace(secret, "***").replace(quote(secret, safe=""), "***")
    return redact(text)


def is_loopback(host: str) -> bool:
    """Tell whether `host` (a name or a literal, no brackets) is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One installation of the platform.

    Attributes:
        host: Lower case, IDNA form, IPv6 without brackets.
        tls: False only where `is_loopback(host)`.
    """

    host: str
    port: int
    tls: bool

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a person typed: host, host:port or URL, with or without /v1.0.

        Raises:
            BadAddress: It is none of these. The text is not repeated in the error,
                since people paste addresses that hold a token.
            InsecureAddress: Plain http or ws to another machine.
        """
        text = text.strip()
        if not text.isprintable():  # urlsplit would silently drop line ends
            raise BadAddress("not an address of a server")
        if "://" not in text:
            text = f"https://{text}"
        try:
            parts = urlsplit(text)
            port = parts.port
            host = _normal_host(parts.hostname or "")
        except ValueError:
            raise BadAddress("not an address of a server") from None
        tls = _SECURE.get(parts.scheme.lower())
        if tls is None:
            raise BadAddress("the address must begin with https://")
        if parts.username is not None or parts.query or parts.fragment:
            raise BadAddress("the address must be that of the server alone")
        if parts.path.rstrip("/") not in _API_PATHS:
            raise BadAddress("the address has a path; /v1.0 or none is expected")
        if port == 0:
            raise BadAddress("port 0 cannot be connected to")
        if not tls and not is_loopback(host):
            raise InsecureAddress(f"http to {host}; only https is safe there")
        return cls(host=host, port=port or (443 if tls else 80), tls=tls)

    @property
    def authority(self) -> str:
        """Host and, unless it is the scheme's own, port: the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"

    @property
    def root(self) -> str:
        """Base of `/auth/login` and `/ping`; also the name of the installation."""
        return f"{'https' if self.tls else 'http'}://{self.authority}"

    @property
    def api(self) -> str:
        """Base of everything else."""
        return f"{self.root}/v1.0"

    @property
    def ws_root(self) -> str:
        """`root` for WebSockets."""
        return f"{'wss' if self.tls else 'ws'}://{self.authority}"

    def media_url(
        self,
        kind: ResourceKind,
        resource_id: str,
        encapsulation: Encapsulation,
        accesskey: str = "",
    ) -> str:
        """Address of a media stream. With an access key it is a secret: never log it.

        A token travels in the `Authorization` header instead; access keys are
        accepted in the query only (VoIPBIN api-manager lib/middleware/authenticate).
        """
        query = {"encapsulation": encapsulation.value}
        if accesskey:
            query["accesskey"] = accesskey
        path = f"/v1.0/{_COLLECTIONS[kind]}/{quote(resource_id, safe='')}/media_stream"
        return f"{self.ws_root}{path}?{urlencode(query)}"


def _normal_host(host: str) -> str:
    """Lower case, IDNA; ValueError if it can be no host (UnicodeError is one)."""
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    host = host.lower()
    if not _HOST.fullmatch(host) or ".." in host:
        raise ValueError
    return host
