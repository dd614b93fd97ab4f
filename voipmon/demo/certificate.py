"""A self-signed certificate for one run, to try voipmon's trust against."""

import hashlib
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

OPENSSL = (
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
    "-nodes", "-days", "2", "-subj", "/CN=localhost",
    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Where it lies, and its fingerprint (hex SHA-256 of the DER form)."""

    ca_file: Path
    key_file: Path
    sha256: str

    def context(self) -> ssl.SSLContext:
        """Give the server's side of TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.ca_file, self.key_file)
        return context


def make_certificate(folder: Path) -> Certificate:
    """Make key and certificate for localhost in `folder`, with the openssl program.

    Raises:
        OSError: There is no such program.
        subprocess.CalledProcessError: It refused.
    """
    ca_file, key_file = folder / "demo-ca.pem", folder / "demo-key.pem"
    subprocess.run(
        [*OPENSSL, "-keyout", str(key_file), "-out", str(ca_file)],
        check=True,
        capture_output=True,
    )
    der = ssl.PEM_cert_to_DER_cert(ca_file.read_text(encoding="ascii"))
    return Certificate(
        ca_file=ca_file, key_file=key_file, sha256=hashlib.sha256(der).hexdigest()
    )
