"""What is known before anybody types: from the last sign-in, or the settings. No Qt."""

import msgspec

from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.profile import Profile, lasts
from voipmon.ui.preferences import Preferences


def suggested(last: Profile | None, preferences: Preferences) -> Profile:
    """As signed in last, or as the settings suggest; a fixed server wins."""
    found = last or Profile()
    account = preferences.now.account
    if not found.server:
        found = msgspec.structs.replace(found, server=account.server, user=account.user)
    if server := fixed_server(preferences):
        found = msgspec.structs.replace(found, server=server)
    return found


def fixed_server(preferences: Preferences) -> str:
    """The one server that the administrator allows; "" if any may be typed."""
    locked = "account.server" in preferences.locked
    return preferences.now.account.server if locked else ""


def usable(known: Profile, preferences: Preferences) -> bool:
    """Whether its secret may be kept where it is, and go to that server.

    An address that is written oddly is none that the administrator fixed.
    """
    fixed = fixed_server(preferences)
    here = not fixed or _bare(known.server) == _bare(fixed)
    return here and lasts(known.keeping) <= lasts(preferences.now.account.keep_token)


def _bare(address: str) -> str:
    """One spelling of an address of which the usual parts may be left out."""
    bare = address.strip().casefold().removeprefix("https://").rstrip("/")
    return bare.removesuffix("/v1.0").removesuffix(":443")


def sign_in_with(known: Profile, secret: str) -> SignIn:
    """Sign in as last time, with the secret that was kept then."""
    return SignIn(
        server=known.server,
        username=known.user,
        token="" if known.by_key else secret,
        accesskey=secret if known.by_key else "",
        ca_file=known.ca_file,
        pin_sha256=known.pin_sha256,
    )
