"""What is known before anybody types: from the last sign-in, or the settings. No Qt."""

import msgspec

from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.profile import Profile
from voipmon.ui.preferences import Preferences


def suggested(last: Profile | None, preferences: Preferences) -> Profile:
    """As signed in last, or as the settings suggest; a fixed server wins."""
    found = last or Profile()
    account = preferences.now.account
    if not found.server:
        found = msgspec.structs.replace(found, server=account.server, user=account.user)
    if "account.server" in preferences.locked:
        found = msgspec.structs.replace(found, server=account.server)
    return found


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
