import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.names import Encapsulation
from voipmon.net.errors import BadAddress, InsecureAddress
from voipmon.net.urls import Server, redact


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("api.voipbin.net", "https://api.voipbin.net"),
        (" API.voipbin.NET/ ", "https://api.voipbin.net"),
        ("https://api.voipbin.net/v1.0", "https://api.voipbin.net"),
        ("https://api.voipbin.net/v1.0/", "https://api.voipbin.net"),
        ("https://api.voipbin.net:443", "https://api.voipbin.net"),
        ("wss://api.voipbin.net", "https://api.voipbin.net"),
        ("api.voipbin.test:8443", "https://api.voipbin.test:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://localhost:80/v1.0", "http://localhost"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_what_people_type(text, root):
    server = Server.parse(text)
    assert server.root == root
    assert server.api == f"{root}/v1.0"
    assert server.ws_root == root.replace("http", "ws", 1)
    assert Server.parse(server.root) == Server.parse(server.ws_root) == server


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://",
        "ftp://host",
        "host name",
        "https://host:99999",
        "https://host:0",
        "https://host/other",
        "https://me:geheim@host",
        "https://host?token=geheim",
        "https://host/#geheim",
        "https://[::1",
        "https://a..b",
        "https://-",
        "host\nx",
    ],
)
def test_what_is_no_server(text):
    with pytest.raises(BadAddress) as caught:
        Server.parse(text)
    assert "geheim" not in repr(caught.value) + str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["http://10.0.0.1", "ws://example.org", "http://localhost.evil.example"],
)
def test_plain_text_is_for_this_machine_only(text):
    with pytest.raises(InsecureAddress):
        Server.parse(text)


@given(st.text(max_size=30) | st.text("htps:/.@[]?#-0189av%", max_size=20))
def test_any_text_gives_a_server_or_our_error(text):
    with contextlib.suppress(BadAddress, InsecureAddress):
        server = Server.parse(text)
        assert Server.parse(server.root) == server


def test_media_address():
    server = Server.parse("http://127.0.0.1:81")
    kind, sln = ResourceKind.CALL, Encapsulation.SLN
    assert (
        server.media_url(kind, "c/1?", sln)
        == "ws://127.0.0.1:81/v1.0/calls/c%2F1%3F/media_stream?encapsulation=sln"
    )
    url = server.media_url(ResourceKind.CONFERENCE, "k", Encapsulation.RTP, "vb_&x")
    assert url.endswith(
        "/conferences/k/media_stream?encapsulation=rtp&accesskey=vb_%26x"
    )
    assert "vb_" not in redact(url)


@pytest.mark.parametrize(
    "text",
    [
        "GET /v1.0/ws?token=GEHEIM&x=1 HTTP/1.1",
        "https://h/?a=1&accesskey=GEHEIM",
        "Authorization: Bearer GEHEIM.x-y_z",
        "bearer GEHEIM",
        '{"password": "GEH\\"GEHEIM", "username": "kim"}',
        '{"token":"GEHEIM',
        "{'password': 'GEH\\'GEHEIM', 'username': 'kim'}",
        "Login(password='GEHEIM GEHEIM', token='GEHEIM')",
        "password=GEHEIM",
        "key vb_GEHEIM is wrong",
        "jwt eyJGEHEIM.eyJGEHEIM.GEHEIM expired",
    ],
)
def test_secrets_are_removed(text):
    assert "GEHEIM" not in redact(text)
    assert "***" in redact(text)
    assert redact(redact(text)) == redact(text)


def test_harmless_text_is_left_alone():
    text = "no token here; the bearer of 3 calls=7 {'user': 'kim'}"
    assert redact("HTTP 404 CALL_NOT_FOUND") == "HTTP 404 CALL_NOT_FOUND"
    assert redact(text).endswith("{'user': 'kim'}")
