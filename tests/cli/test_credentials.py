import pytest

from voipmon.cli.credentials import CredentialsMissing, from_environment

SERVER = {"VOIPMON_SERVER": "https://x"}


@pytest.mark.parametrize(
    ("environment", "field", "value"),
    [
        ({"VOIPMON_TOKEN": "t"}, "token", "t"),
        ({"VOIPMON_ACCESSKEY": "vb_k"}, "accesskey", "vb_k"),
        ({"VOIPMON_USERNAME": "u", "VOIPMON_PASSWORD": "p"}, "password", "p"),
        ({"VOIPMON_TOKEN": "t", "VOIPMON_ACCESSKEY": "k"}, "token", "t"),
    ],
)
def test_each_kind_of_credential(environment, field, value):
    request = from_environment(SERVER | environment)
    assert request.server == "https://x"
    assert getattr(request, field) == value


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "VOIPMON_SERVER"),
        (SERVER, "VOIPMON_TOKEN"),
        (SERVER | {"VOIPMON_USERNAME": "u"}, "VOIPMON_PASSWORD"),
        (SERVER | {"VOIPMON_TOKEN": ""}, "VOIPMON_TOKEN"),
    ],
)
def test_what_is_missing_is_named(environment, named):
    with pytest.raises(CredentialsMissing, match=named):
        from_environment(environment)


def test_how_a_self_signed_server_is_known_comes_along():
    request = from_environment(
        SERVER
        | {"VOIPMON_TOKEN": "t", "VOIPMON_CA_FILE": "/ca", "VOIPMON_PIN_SHA256": "ab"}
    )
    assert (request.ca_file, request.pin_sha256) == ("/ca", "ab")
