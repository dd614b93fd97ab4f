import hashlib
import socket
import ssl
import threading

import pytest

from voipmon.demo.certificate import Certificate, make_certificate


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def shake_hands(certificate: Certificate, client: ssl.SSLContext, name: str) -> bytes:
    """Give the server's certificate in DER form, as a client got it."""
    left, right = socket.socketpair()

    def serve() -> None:
        try:
            with certificate.context().wrap_socket(left, server_side=True) as tls:
                tls.recv(1)
        except OSError:
            left.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with client.wrap_socket(right, server_hostname=name) as tls:
            return tls.getpeercert(binary_form=True) or b""
    finally:
        right.close()
        thread.join()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_it_is_good_for_this_machine_and_has_the_printed_fingerprint(certificate, name):
    client = ssl.create_default_context(cafile=certificate.ca_file)
    der = shake_hands(certificate, client, name)
    assert hashlib.sha256(der).hexdigest() == certificate.sha256


def test_who_does_not_trust_it_refuses(certificate):
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(certificate, ssl.create_default_context(), "localhost")


def test_the_key_is_for_its_owner_alone(certificate):
    assert certificate.key_file.stat().st_mode & 0o077 == 0
