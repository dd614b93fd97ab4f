import pytest

from tests.support.platform import TOKEN, platform
from tests.support.rest import Reply
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.domain.verdict import Fate, Verdict
from voipmon.core.wire.resources import Call, Conference
from voipmon.net.rest import RestClient
from voipmon.net.urls import Server
from voipmon.services.inquiry import inquire, judge


@pytest.mark.parametrize(
    ("item", "verdict"),
    [
        (Call(id="c", status="ringing"), Verdict(fate=Fate.LIVE, answered=False)),
        (
            Call(id="c", status="progressing", progressing_s=1.0),
            Verdict(fate=Fate.LIVE, answered=True),
        ),
        (
            Call(id="c", status="terminating", progressing_s=1.0),
            Verdict(fate=Fate.ENDED, answered=True),
        ),
        (Call(id="c", status="hangup"), Verdict(fate=Fate.ENDED, answered=False)),
        (
            Call(id="c", status="hangup", deleted_s=1.0),
            Verdict(fate=Fate.GONE, answered=False),
        ),
        (
            Conference(id="k", status="progressing", conferencecall_ids=("1",)),
            Verdict(fate=Fate.LIVE, participants=1),
        ),
        (
            Conference(id="k", status="terminated"),
            Verdict(fate=Fate.ENDED, participants=0),
        ),
    ],
)
def test_judgement(item, verdict):
    assert judge(item) == verdict


@pytest.mark.parametrize(
    ("status", "fate", "kind"),
    [
        (401, Fate.SIGNED_OUT, "net.auth"),
        (403, Fate.DENIED, "net.forbidden"),
        (404, Fate.GONE, "net.not-found"),
        (409, Fate.GONE, "net.conflict"),
        (429, Fate.UNKNOWN, "net.rate-limited"),
        (500, Fate.UNKNOWN, "net.server"),
    ],
)
def test_refusals(status, fate, kind):
    with platform() as there:
        client = RestClient(Server.parse(there.url)).with_credentials(token=TOKEN)
        there.fault = lambda _: Reply(status)
        inquiry = inquire(client, ResourceKind.CONFERENCE, "k", 5)
        client.close()
    assert inquiry.found is None
    assert inquiry.verdict.fate is fate
    assert inquiry.verdict.problem is not None
    assert inquiry.verdict.problem.kind == kind


def test_answer_and_silence():
    with platform() as there:
        there.call("c")
        client = RestClient(Server.parse(there.url)).with_credentials(token=TOKEN)
        inquiry = inquire(client, ResourceKind.CALL, "c", 5)
        client.close()
        assert inquiry.verdict.fate is Fate.LIVE
        assert inquiry.found is not None
        assert inquiry.found.id == "c"
        assert inquire(client, ResourceKind.CALL, "c", 1).verdict.fate is Fate.UNKNOWN
