import socket
import ssl
import time

import pytest

from tests.support.certificates import Identity, make_identity
from tests.support.rest import rest_server, tcp_server
from voipmon.net import trust as trust_module
from voipmon.net.errors import InsecureAddress, TimedOut, TlsError
from voipmon.net.errors import Unreachable as Gone
from voipmon.net.trust import PinMismatch, Trust, fingerprint


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module")
def authority(folder) -> Identity:
    return make_identity(folder, "authority", authority=True)


@pytest.fixture(scope="module")
def signed(folder, authority) -> Identity:
    return make_identity(folder, "signed", issuer=authority)


@pytest.fixture(scope="module")
def alone(folder) -> Identity:
    return make_identity(folder, "alone")


def ask(trust: Trust, port: int, host: str = "127.0.0.1") -> str:
    """Connect, fetch something, return the certificate's fingerprint."""
    sock = trust.connect(host, port, tls=True, timeout_s=5)
    with sock:
        assert isinstance(sock, ssl.SSLSocket)
        assert sock.gettimeout() == 5
        sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 200")
        return fingerprint(sock)


def refused(trust: Trust, identity: Identity, host: str = "127.0.0.1") -> str:
    """Connect to a server with that certificate; return the error's words."""
    asked = []
    with rest_server(asked.append, identity.context()) as server:
        with pytest.raises(TlsError) as caught:
            trust.connect(host, server.port, tls=True, timeout_s=5)
        assert not server.asked
    return str(caught.value)


def test_authority_file(authority, signed):
    with rest_server(lambda _: {}, signed.context()) as server:
        trust = Trust(ca_file=str(authority.pem))
        assert ask(trust, server.port) == signed.pin
        assert ask(trust, server.port, "localhost") == signed.pin


def test_self_signed_certificate_as_file(alone):
    with rest_server(lambda _: {}, alone.context()) as server:
        assert ask(Trust(ca_file=str(alone.pem)), server.port) == alone.pin


def test_signed_certificate_as_file_without_its_authority(signed):
    with rest_server(lambda _: {}, signed.context()) as server:
        assert ask(Trust(ca_file=str(signed.pem)), server.port) == signed.pin


@pytest.mark.parametrize("style", ["plain", "colons", "upper", "prefix", "openssl"])
def test_pin_in_every_style(alone, style):
    pin = alone.pin
    if style == "colons":
        pin = ":".join(pin[i : i + 2] for i in range(0, 64, 2)).upper()
    elif style == "upper":
        pin = f" {pin.upper()}\n"
    elif style == "prefix":
        pin = f"SHA256:{pin}"
    elif style == "openssl":  # x509 -noout -fingerprint -sha256
        pairs = ":".join(pin[i : i + 2] for i in range(0, 64, 2)).upper()
        pin = f"sha256 Fingerprint={pairs}\n"
    with rest_server(lambda _: {}, alone.context()) as server:
        assert ask(Trust(pin_sha256=pin), server.port) == alone.pin


def test_pin_replaces_chain_name_and_dates(folder):
    odd = make_identity(folder, "odd", hosts=("other.example",), days=(-9, -2))
    with rest_server(lambda _: {}, odd.context()) as server:
        assert ask(Trust(pin_sha256=odd.pin), server.port) == odd.pin


def test_another_certificate_than_the_pinned_one(alone, signed):
    words = refused(Trust(pin_sha256=signed.pin), alone)
    assert alone.pin in words  # so that a person can compare
    with (
        rest_server(lambda _: {}, alone.context()) as server,
        pytest.raises(PinMismatch) as caught,
    ):
        ask(Trust(pin_sha256=signed.pin), server.port)
    assert caught.value.found == alone.pin


def test_pin_and_file_must_both_hold(authority, signed, alone):
    pem = str(authority.pem)
    with rest_server(lambda _: {}, signed.context()) as server:
        ask(Trust(ca_file=pem, pin_sha256=signed.pin), server.port)
    refused(Trust(ca_file=pem, pin_sha256=alone.pin), signed)
    refused(Trust(ca_file=pem, pin_sha256=alone.pin), alone)


def test_not_trusted(authority, alone, signed):
    assert "not trusted" in refused(Trust(), alone)
    assert "not trusted" in refused(Trust(), signed)
    assert "not trusted" in refused(Trust(ca_file=str(authority.pem)), alone)


def test_expired_and_early(folder, authority):
    trust = Trust(ca_file=str(authority.pem))
    old = make_identity(folder, "old", issuer=authority, days=(-9, -2))
    early = make_identity(folder, "early", issuer=authority, days=(2, 9))
    assert "expired" in refused(trust, old)
    assert "not valid yet" in refused(trust, early)


def test_another_host(folder, authority):
    trust = Trust(ca_file=str(authority.pem))
    other = make_identity(folder, "other", issuer=authority, hosts=("a.example",))
    assert "another address" in refused(trust, other)
    assert "another host name" in refused(trust, other, "localhost")


def test_files_and_pins_that_cannot_be_read(tmp_path):
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for trust in (
        Trust(ca_file=str(tmp_path / "none.pem")),
        Trust(ca_file=str(empty)),
        Trust(ca_file=str(tmp_path)),
        Trust(pin_sha256="abc"),
        Trust(pin_sha256="g" * 64),
    ):
        with pytest.raises(TlsError) as caught:
            trust.context()
        assert "_ssl.c" not in str(caught.value)


def test_certifi_where_the_system_offers_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    context = Trust().context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.cert_store_stats()["x509_ca"] > 50
    monkeypatch.setenv("SSL_CERT_FILE", trust_module.certifi.where())
    assert Trust().context().cert_store_stats()["x509_ca"] > 50


def test_context_is_made_once():
    trust = Trust()
    assert trust.context() is trust.context()
    assert trust == Trust()
    assert hash(trust) == hash(Trust())


def test_server_that_does_not_speak_tls():
    with (
        rest_server(lambda _: {}) as server,
        pytest.raises(TlsError, match="does not speak TLS"),
    ):
        Trust().connect("127.0.0.1", server.port, tls=True, timeout_s=5)


def test_server_that_hangs_up_in_the_handshake():
    with (
        tcp_server(lambda sock: sock.recv(1)) as port,
        pytest.raises(TlsError, match="closed the connection"),
    ):
        Trust().connect("127.0.0.1", port, tls=True, timeout_s=5)


def test_server_that_says_nothing():
    with tcp_server(lambda sock: sock.recv(99999) and sock.recv(1)) as port:
        began = time.monotonic()
        with pytest.raises(TimedOut, match="TLS handshake"):
            Trust().connect("127.0.0.1", port, tls=True, timeout_s=0.3)
        assert time.monotonic() - began < 3


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Gone, match="refuses"):
        Trust().connect("127.0.0.1", port, tls=False, timeout_s=5)
    with pytest.raises(Gone, match="DNS"):
        Trust().connect("no-such-name.invalid", 443, tls=True, timeout_s=5)


def test_connecting_takes_no_longer_than_allowed():
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = []
        for _ in range(4):  # more than its queue takes
            sock = socket.socket()
            sock.setblocking(False)
            sock.connect_ex(address)
            waiting.append(sock)
        with pytest.raises(TimedOut, match="connecting"):
            Trust().connect(*address, tls=False, timeout_s=0.2)
        for sock in waiting:
            sock.close()


def test_address_that_fails_leaves_time_for_the_next(monkeypatch):
    with rest_server(lambda _: {}) as server:
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 1)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port)),
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        Trust().connect("name", server.port, tls=False, timeout_s=5).close()


def test_localhost_that_is_another_machine(monkeypatch):
    """The name may be anything; what counts is the address."""
    monkeypatch.setattr(trust_module, "is_loopback", lambda host: host == "localhost")
    with rest_server(lambda _: {}) as server, pytest.raises(InsecureAddress):
        Trust().connect("localhost", server.port, tls=False, timeout_s=5)
