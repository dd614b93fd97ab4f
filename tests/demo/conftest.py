"""One demo platform for the tests that leave it as it was, and listening clients."""

from collections.abc import Iterator

import pytest

from tests.support.demo import Demo, demo_server


@pytest.fixture(scope="package")
def shared() -> Iterator[Demo]:
    """A platform with the default profile and no rate limits; faults by target."""
    with demo_server("--no-rate-limit", "--calls", "14") as demo:
        yield demo
        assert demo.log() == ""


@pytest.fixture(scope="package")
def token(shared: Demo) -> str:
    """A supervisor's token."""
    return shared.login()


@pytest.fixture
def demo(shared: Demo) -> Iterator[Demo]:
    """The shared platform; faults are lifted afterwards."""
    yield shared
    shared.clear_faults()
