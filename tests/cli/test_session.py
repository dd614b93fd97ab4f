import os
import signal

import pytest

from tests.support.demo import demo_server
from voipmon.cli.exit_status import Exit
from voipmon.cli.failure import CommandFailed
from voipmon.cli.session import Interrupt, signed_in


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, Exit.INTERRUPTED), (signal.SIGTERM, Exit.TERMINATED)],
)
def test_a_signal_is_a_flag(number, status):
    interrupt = Interrupt()
    before = signal.getsignal(number)
    with interrupt.installed():
        assert not interrupt.is_set()
        os.kill(os.getpid(), number)
        assert interrupt.wait(5)
    assert interrupt.status is status
    assert signal.getsignal(number) is before


def test_a_session_is_signed_in_and_leaves_nothing_behind(monkeypatch):
    with demo_server("--seed", "1") as demo:
        monkeypatch.setenv("VOIPMON_SERVER", demo.url)
        monkeypatch.setenv("VOIPMON_ACCESSKEY", demo.accesskey)
        with signed_in(Interrupt(), play=False) as monitor:
            assert monitor.snapshot().link.server == demo.url


def test_a_rejected_sign_in_keeps_its_kind(monkeypatch):
    with demo_server("--seed", "1") as demo:
        monkeypatch.setenv("VOIPMON_SERVER", demo.url)
        monkeypatch.setenv("VOIPMON_USERNAME", demo.username)
        monkeypatch.setenv("VOIPMON_PASSWORD", "wrong")
        with (
            pytest.raises(CommandFailed) as caught,
            signed_in(Interrupt(), play=False),
        ):
            pass
    assert caught.value.kind == "net.login"
