"""From credentials to a client that is known to work, and a session to resume."""

from collections.abc import Callable

import msgspec

from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.facts import Session
from voipmon.net.errors import AuthError, Forbidden, NotFound
from voipmon.net.limiter import RequestBudget
from voipmon.net.rest import RestClient
from voipmon.net.trust import Trust
from voipmon.net.urls import Server

# VoIPBIN agent-manager models/agent: who may see and hear the calls of a customer.
_PROJECT_ADMIN = 0x01
_CUSTOMER_ADMIN = 0x20
_CUSTOMER_MANAGER = 0x40
_MAY_LISTEN = _PROJECT_ADMIN | _CUSTOMER_ADMIN | _CUSTOMER_MANAGER


def resume(session: Session, budget: RequestBudget) -> RestClient:
    """Make the client of an established session; asks nothing.

    Raises:
        NetError: The session is none.
    """
    server = Server.parse(session.server)
    trust = Trust(ca_file=session.ca_file, pin_sha256=session.pin_sha256)
    client = RestClient(server, trust, budget)
    if not session.token and not session.accesskey:
        raise AuthError("no credentials")
    return client.with_credentials(token=session.token, accesskey=session.accesskey)


def sign_in(
    request: SignIn,
    budget: RequestBudget,
    on_client: Callable[[RestClient], None],
) -> tuple[RestClient, Session]:
    """Sign in and find out who that is; up to three requests.

    Args:
        request: User name and password, or token, or access key.
        budget: Shared by everything that asks this customer's platform.
        on_client: Gets the client before it is used, so that another thread can
            close it and so end this call.

    Raises:
        NetError: Not signed in. `Forbidden` also for an agent who may see nobody's
            calls but their own, who would otherwise get an empty list.
    """
    server = Server.parse(request.server)
    trust = Trust(ca_file=request.ca_file, pin_sha256=request.pin_sha256)
    client = RestClient(server, trust, budget)
    on_client(client)
    try:
        client, session = _enter(client, request)
        user = _who(client, session) or request.username
    except BaseException:
        client.close()
        raise
    return client, msgspec.structs.replace(session, user=user)


def _enter(client: RestClient, request: SignIn) -> tuple[RestClient, Session]:
    """Get a token, if there is none yet; the session has no name so far."""
    token, accesskey = request.token, request.accesskey
    if not token and not accesskey:
        if not request.username:
            raise AuthError("no credentials")
        token = client.login(request.username, request.password)
    session = Session(
        server=client.server.root,
        token=token,
        accesskey="" if token else accesskey,
        ca_file=request.ca_file,
        pin_sha256=request.pin_sha256,
    )
    return client.with_credentials(token=token, accesskey=accesskey), session


def _who(client: RestClient, session: Session) -> str:
    """Name of the person, or of the company of an access key; "" if nobody says."""
    try:
        if session.accesskey:  # has no agent: `/me` would be 404
            return client.customer().name
        agent = client.me()
    except NotFound:  # a server without that address; the list will tell
        return ""
    if agent.permission and not agent.permission & _MAY_LISTEN:
        raise Forbidden(f"permission {agent.permission}: neither manager nor admin")
    return agent.name or agent.username
