"""The real client fits the port that the window was written for."""

import inspect

from voipmon.engine.client import EngineClient, Poll
from voipmon.ui.engine_port import Engine


def test_the_client_has_what_the_window_calls():
    for name in ("send", "poll", "stop"):
        ours = inspect.signature(getattr(Engine, name))
        theirs = inspect.signature(getattr(EngineClient, name))
        assert set(ours.parameters) == set(theirs.parameters)
    assert {"snapshot", "facts", "alive"} == set(Poll.__dataclass_fields__)
