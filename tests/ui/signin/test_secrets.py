"""The port is met by the real vault and by the tests' own."""

import inspect

import pytest

from tests.ui.signin.secrets import ScriptedSecrets
from voipmon.store.vault import Vault
from voipmon.ui.signin.secrets import Secrets


@pytest.mark.parametrize("made", [Vault, ScriptedSecrets])
def test_everything_that_is_asked_for_is_there(made):
    for name, wanted in inspect.getmembers(Secrets, inspect.isfunction):
        if not name.startswith("_"):
            found = inspect.signature(getattr(made, name))
            assert list(found.parameters) == list(inspect.signature(wanted).parameters)
