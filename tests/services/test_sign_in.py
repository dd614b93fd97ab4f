import pytest

from tests.support.platform import KEY, PASSWORD, TOKEN, platform
from tests.support.rest import Reply
from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.facts import Session
from voipmon.net.errors import (
    AuthError,
    BadAddress,
    Forbidden,
    InsecureAddress,
    LoginRejected,
    ServerError,
    Unreachable,
)
from voipmon.net.limiter import RequestBudget
from voipmon.services.sign_in import resume, sign_in


def enter(there, **fields: str):
    made = []
    request = SignIn(server=fields.pop("server", there.url), **fields)
    try:
        client, session = sign_in(request, RequestBudget(), made.append)
    except BaseException:
        for one in made:  # a failed sign-in leaves nothing open
            with pytest.raises(Unreachable, match="closed by us"):
                one.ping()
        raise
    client.close()
    return session


def test_password_token_and_key():
    with platform() as there:
        kim = Session(server=there.url, token=TOKEN, user="Kim")
        assert enter(there, username="kim", password=PASSWORD) == kim
        assert enter(there, token=TOKEN, accesskey="other") == kim
        firm = Session(server=there.url, accesskey=KEY, user="Firm")
        assert enter(there, accesskey=KEY, server=f"{there.url}/v1.0/") == firm


def test_trust_is_part_of_the_session():
    with platform() as there:
        session = enter(there, token=TOKEN, ca_file="a.pem", pin_sha256="00")
    assert (session.ca_file, session.pin_sha256) == ("a.pem", "00")


def test_name_falls_back():
    with platform() as there:
        there.me = {"id": "a", "username": "kim@x"}
        assert enter(there, token=TOKEN).user == "kim@x"
        there.me = None
        assert enter(there, username="kim", password=PASSWORD).user == "kim"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"username": "kim", "password": "wrong"}, LoginRejected),
        ({"token": "wrong"}, AuthError),
        ({"accesskey": "wrong"}, AuthError),
        ({}, AuthError),
        ({"server": "http://192.0.2.1", "token": "x"}, InsecureAddress),
        ({"server": "::", "token": "x"}, BadAddress),
    ],
)
def test_refused(fields, kind):
    with platform() as there, pytest.raises(kind):
        enter(there, **fields)


def test_who_may_not_listen():
    with platform() as there:
        there.me = {"id": "a", "permission": 16}
        with pytest.raises(Forbidden, match="permission 16"):
            enter(there, token=TOKEN)
        for permission in (1, 32, 64, 96):
            there.me["permission"] = permission
            enter(there, token=TOKEN)
        body = {"error": {"reason": "ACCOUNT_FROZEN", "message": "Frozen."}}
        there.fault = lambda _: Reply(403, body)
        with pytest.raises(Forbidden, match="ACCOUNT_FROZEN"):
            enter(there, accesskey=KEY)
        there.fault = lambda _: Reply(500)
        with pytest.raises(ServerError):
            enter(there, token=TOKEN)


def test_resume_asks_nothing():
    with platform() as there:
        session = Session(server=there.url, token=TOKEN, user="Kim")
        client = resume(session, RequestBudget())
        assert not there.server.asked
        assert client.me().name == "Kim"
        client.close()
        with pytest.raises(AuthError):
            resume(Session(server=there.url), RequestBudget())
