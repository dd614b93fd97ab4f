"""Whom we believe to be the server, and connections that begin with that check.

Checks are never switched off. Three ways to pass them: the system's certificate
store, a CA file of the installation's own, or the exact SHA-256 of the server's
certificate ("pin"). The check is part of the TLS handshake of the context itself,
so that whoever uses the context cannot forget it.
"""

import hashlib
import hmac
import re
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import certifi

from voipmon.net.errors import (
    InsecureAddress,
    NetError,
    TimedOut,
    TlsError,
    Unreachable,
)
from voipmon.net.urls import is_loopback

_PIN = re.compile(r"[0-9a-f]{64}")
_VERDICTS = {  # X509_V_ERR_*, openssl x509_vfy.h
    9: "the certificate is not valid yet (is the clock of this computer right?)",
    10: "the certificate has expired (is the clock of this computer right?)",
    18: "the certificate is self-signed and not trusted",
    19: "the certificate's authority is not trusted",
    20: "the certificate's authority is not trusted",
    21: "the certificate's authority is not trusted",
    23: "the certificate was revoked",
    62: "the certificate is for another host name",
    64: "the certificate is for another address",
}
_NOT_TLS = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}


class PinMismatch(TlsError):  # noqa: N818 - see errors.py
    """The certificate is not the pinned one; `found` is its SHA-256 in hex."""

    def __init__(self, found: str) -> None:
        super().__init__(f"the certificate is not the pinned one; it is {found}")
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a server's certificate must satisfy; with both fields, both.

    Attributes:
        ca_file: PEM file, the only anchors; a self-signed server certificate will do.
        pin_sha256: SHA-256 of the server's certificate (DER) in hex, colons allowed.
            Replaces the chain by an exact comparison; name and dates then do not
            matter, since no other certificate has this fingerprint.
    """

    ca_file: str = ""
    pin_sha256: str = ""
    _context: list[ssl.SSLContext] = field(
        default_factory=list, init=False, repr=False, compare=False
    )  # made once: reading the system's store takes 20 ms

    def context(self) -> ssl.SSLContext:
        """Return the context; a handshake through it is checked or fails.

        Raises:
            TlsError: The CA file or the pin cannot be read.
        """
        if not self._context:
            self._context.append(self._make_context())
        return self._context[0]

    def _make_context(self) -> ssl.SSLContext:
        if self.ca_file:
            context = _context_of_file(self.ca_file)
        elif self.pin_sha256:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False  # the pin is the check, see below
            context.verify_mode = ssl.CERT_NONE
        else:
            context = _context_of_system()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.pin_sha256:
            context.sslsocket_class = _pinned(_normal_pin(self.pin_sha256))
        return context

    def connect(
        self, host: str, port: int, *, tls: bool, timeout_s: float
    ) -> socket.socket:
        """Open TCP and, if `tls`, TLS; nothing of ours is sent before the check.

        Args:
            host: Name or literal, IPv6 without brackets.
            port: 1..65535.
            tls: False is accepted for addresses of this machine only.
            timeout_s: For all of it, except the system's name resolution.

        Returns:
            A blocking socket whose timeout is `timeout_s`.

        Raises:
            Unreachable, TimedOut, TlsError, InsecureAddress
        """
        until = monotonic() + timeout_s
        context = self.context() if tls else None
        sock = _connect_tcp(host, port, until)
        try:
            if context is not None:
                sock = _start_tls(context, sock, host, until)
            else:
                _check_loopback(sock, host)
            sock.settimeout(timeout_s)
        except BaseException:
            sock.close()
            raise
        return sock


def fingerprint(sock: ssl.SSLSocket) -> str:
    """SHA-256 of the peer's certificate, hex; what a pin is compared with."""
    return hashlib.sha256(sock.getpeercert(binary_form=True) or b"").hexdigest()


def _pinned(pin: str) -> type[ssl.SSLSocket]:
    class PinnedSocket(ssl.SSLSocket):
        """Compares the certificate as the last step of the handshake."""

        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            found = fingerprint(self)
            if not hmac.compare_digest(found, pin):
                self.close()
                raise PinMismatch(found)

    return PinnedSocket


def _normal_pin(text: str) -> str:
    """Bare hex out of what people copy; openssl says `sha256 Fingerprint=AB:...`."""
    pin = re.sub(r"[\s:]", "", text).lower().removeprefix("sha256")
    pin = pin.removeprefix("fingerprint=")
    if not _PIN.fullmatch(pin):
        raise TlsError("the pinned fingerprint is not 64 hexadecimal digits")
    return pin


def _context_of_file(path: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # A server's own certificate as anchor, not only its authority's.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        context.load_verify_locations(cafile=path)
    except FileNotFoundError:
        raise TlsError("the CA file does not exist") from None
    except (ssl.SSLError, ValueError):
        raise TlsError("the CA file cannot be read: no certificate in it") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TlsError(f"the CA file cannot be read: {reason}") from None
    return context


def _context_of_system() -> ssl.SSLContext:
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    folder = paths.capath  # read by OpenSSL on demand, invisible in the statistics
    listed = folder is not None and any(Path(folder).iterdir())
    if not listed and not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(cafile=certifi.where())
    return context


def _connect_tcp(host: str, port: int, until: float) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise Unreachable(f"the name {host} is not known (DNS)") from None
    failure: NetError = Unreachable(f"the name {host} has no address (DNS)")
    for index, (family, kind, protocol, _, address) in enumerate(found):
        # A dead address (IPv6 without a route) must leave time for the others.
        left_s = (until - monotonic()) / (len(found) - index)
        if left_s <= 0:
            raise TimedOut(f"connecting to {host} port {port}")
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(left_s)
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            sock.close()
            failure = _connect_error(error, host, port)
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise failure


def _check_loopback(sock: socket.socket, host: str) -> None:
    """Believe the address, not the name: "localhost" may be anything."""
    if not is_loopback(sock.getpeername()[0]):
        raise InsecureAddress(f"http to {host}; only https is safe there")


def _connect_error(error: OSError, host: str, port: int) -> NetError:
    if isinstance(error, TimeoutError):
        return TimedOut(f"connecting to {host} port {port}")
    if isinstance(error, ConnectionRefusedError):
        return Unreachable(f"{host} port {port} refuses connections")
    return Unreachable(f"connecting to {host} port {port}: {error.strerror or error}")


def _start_tls(
    context: ssl.SSLContext, sock: socket.socket, host: str, until: float
) -> ssl.SSLSocket:
    sock.settimeout(max(until - monotonic(), 0.001))
    try:
        return context.wrap_socket(sock, server_hostname=host)
    except TlsError:
        raise
    except ssl.SSLCertVerificationError as error:
        words = _VERDICTS.get(error.verify_code, error.verify_message)
        raise TlsError(f"{host}: {words}") from None
    except TimeoutError:
        raise TimedOut(f"TLS handshake with {host}") from None
    except ssl.SSLError as error:
        raise TlsError(_handshake_words(host, error)) from None
    except (OSError, ValueError) as error:
        raise TlsError(
            f"{host} closed the connection during the TLS handshake"
        ) from error


def _handshake_words(host: str, error: ssl.SSLError) -> str:
    reason: Any = error.reason
    if reason in _NOT_TLS:
        return f"{host} does not speak TLS on this port"
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return f"{host} closed the connection during the TLS handshake"
    return f"TLS handshake with {host}: {str(reason or 'failed').lower()}"
