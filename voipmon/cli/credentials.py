"""Credentials from the environment; they never touch an argument list or keychain."""

import os
from collections.abc import Mapping

from voipmon.core.domain.commands import SignIn
from voipmon.core.errors import VoipmonError

NAMES = (
    "VOIPMON_SERVER",
    "VOIPMON_TOKEN",
    "VOIPMON_ACCESSKEY",
    "VOIPMON_USERNAME",
    "VOIPMON_PASSWORD",
)


class CredentialsMissing(VoipmonError):  # noqa: N818 - named for what happened
    """The environment does not say where, or as whom, to sign in."""

    kind = "cli.credentials"


def from_environment(environment: Mapping[str, str] = os.environ) -> SignIn:
    """Read `VOIPMON_SERVER` and one of token, access key, or name and password.

    `VOIPMON_CA_FILE` and `VOIPMON_PIN_SHA256` say how a self-signed server is known.

    Raises:
        CredentialsMissing: Names the variables that are needed.
    """
    get = environment.get
    server = get("VOIPMON_SERVER", "")
    if not server:
        raise CredentialsMissing("VOIPMON_SERVER is not set")
    trust = {
        "ca_file": get("VOIPMON_CA_FILE", ""),
        "pin_sha256": get("VOIPMON_PIN_SHA256", ""),
    }
    if token := get("VOIPMON_TOKEN"):
        return SignIn(server=server, token=token, **trust)
    if key := get("VOIPMON_ACCESSKEY"):
        return SignIn(server=server, accesskey=key, **trust)
    name, password = get("VOIPMON_USERNAME"), get("VOIPMON_PASSWORD")
    if name and password:
        return SignIn(server=server, username=name, password=password, **trust)
    raise CredentialsMissing(
        "set VOIPMON_TOKEN, or VOIPMON_ACCESSKEY, or VOIPMON_USERNAME and "
        "VOIPMON_PASSWORD"
    )
