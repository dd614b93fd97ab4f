"""Every kind of trouble has words."""

import importlib
import pkgutil

import pytest

import voipmon
from voipmon.core.domain.snapshot import Problem
from voipmon.core.errors import VoipmonError, WireError
from voipmon.ui.messages import known, message


def kinds() -> set[str]:
    """Kinds of all exceptions there are, below net, audio, store and core."""
    for name in ("net", "audio", "store", "core"):
        package = importlib.import_module(f"voipmon.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"voipmon.{name}."):
            importlib.import_module(module.name)
    found: set[str] = set()
    waiting = [VoipmonError]
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        if error.__module__.startswith(voipmon.__name__):
            found.add(error.kind)
    return found


def test_every_error_has_words_of_its_own():
    unknown = {kind for kind in kinds() if not known(kind)}
    assert not unknown
    assert known("engine.died")
    assert known("streams.too-many")


def test_each_says_what_it_means_and_what_to_do():
    for kind in kinds():
        words = message(Problem(kind=kind))
        for sentence in (words.what, words.meaning, words.action):
            assert sentence.endswith(".")
            assert sentence[0].isupper()


@pytest.mark.parametrize(
    ("kind", "same_as"),
    [("net.new-one", "net"), ("wire.rtp", "wire"), ("never-heard-of", "voipmon")],
)
def test_an_unknown_kind_gets_the_words_of_its_family(kind, same_as):
    assert message(Problem(kind=kind)) == message(Problem(kind=same_as))


def test_a_wait_that_the_server_asks_for_is_told():
    words = message(Problem(kind="net.rate-limited", status=429, retry_after_s=7.0))
    assert "in 7 s" in words.action
    assert "429" in words.details
    assert WireError.kind == "wire"
