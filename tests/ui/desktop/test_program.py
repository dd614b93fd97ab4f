"""The program itself on a desktop with a tray: told of there, ended from there."""

import subprocess
import sys

import pytest

from tests.support.demo import wait_for
from tests.support.desktop_services import LOGIN, TRAY
from tests.support.fake_desktop import private_desktop
from tests.support.window import display

STARTS_S = 40.0


@pytest.fixture
def env():
    with display() as made:
        yield made


@pytest.mark.long
def test_the_program_is_in_the_tray_and_ends_from_there(env):
    with private_desktop(LOGIN, TRAY, env=env) as desktop:
        program = subprocess.Popen([sys.executable, "-m", "voipmon", "--demo"], env=env)
        try:
            wait_for(desktop.trays, STARTS_S)
            (item,) = desktop.trays()

            idle = "PRACTICE — NOBODY CAN HEAR YOU — microphone off, not listening"
            wait_for(lambda: desktop.item(item)["tip"] == idle, STARTS_S)
            wait_for(lambda: desktop.braked)
            desktop.choose(item, desktop.menu(item)["Quit"])
            assert program.wait(5) == 0
            wait_for(lambda: not desktop.braked)  # nothing holds up the next sleep
        finally:
            program.kill()
            program.wait()
