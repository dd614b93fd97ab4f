"""What the tour stands on: display, sound server, platform, window; all ended after."""

import contextlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
import traceback
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QSettings

from tests.support.demo import Demo, demo_server
from tests.support.desktop_services import LOGIN, TRAY
from tests.support.fake_desktop import FakeDesktop, private_desktop
from tests.support.sound_server import RATE, SoundServer
from tests.tour.display import SIZE, Display
from tests.tour.engine import WatchedEngine
from tests.tour.eye import InterruptedTourError
from tests.tour.platform import Account
from tests.tour.report import Report
from tests.tour.secrecy import Watch
from tests.tour.visitor import Visitor
from voipmon import app
from voipmon.core.domain.profile import Profile
from voipmon.net.urls import redact
from voipmon.store.folders import WINDOW
from voipmon.store.logs import configure
from voipmon.store.vault import Vault
from voipmon.ui.main_window import MainWindow

SINK = "headset"
_VAULT_S = 2.0  # for a sign-out just asked for

Walk = Callable[[Visitor, Account, Watch], None]


@dataclass(frozen=True, kw_only=True)
class Scenery:
    """What the window is seen on.

    Attributes:
        size: Of the display [px].
        factor: Qt's scale of everything; "" leaves it to the program.
        settings: Contents of settings.toml, "" for none.
    """

    size: tuple[int, int] = SIZE
    factor: str = "1"
    settings: str = ""


def tour(folder: Path, account: Account | None, walk: Walk, scenery: Scenery) -> Report:
    """Take the tour; the report is not written yet.

    Args:
        folder: Where pictures, sound and report go; older ones there are removed.
        account: Of another platform; None: the demo platform is started.
        walk: What is done; runs on the visitor's thread.
        scenery: Display and scale.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an engine is made to crash
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends what was started
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("[0-9][0-9]*-*.png"), *folder.glob("*.json")):
        old.unlink()
    with contextlib.ExitStack() as stack:
        private = stack.enter_context(_private_folders(scenery))
        display = stack.enter_context(Display(scenery.size))
        sound = stack.enter_context(SoundServer((SINK,)))
        recording = stack.enter_context(sound.record(SINK))
        demo: Demo | None = None
        if account is None:
            demo = stack.enter_context(demo_server("--no-rate-limit"))
            account = Account.of(demo)
        desktop: FakeDesktop | None = None
        if shutil.which("dbus-daemon"):
            desktop = stack.enter_context(private_desktop(LOGIN, TRAY))
        report = Report(folder, display.shoot)
        watch = stack.enter_context(Watch(private, account.secrets))
        print(f"touring {account.server}; pictures and report: {folder}", flush=True)
        with _log_into(private / "voipmon.log"):
            visitor = Visitor(WatchedEngine(watch), report, demo, sound, desktop)
            visitor.recordings.append(recording)
            with visitor.recorders:
                _run(visitor, lambda: walk(visitor, account, watch), private)
        shutil.copy(private / "voipmon.log", folder)
        _save(visitor, folder / "heard.wav")
    return report


@contextlib.contextmanager
def _log_into(path: Path) -> Iterator[None]:
    """Send the standard error of this process and its children into a file."""
    kept = os.dup(2)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        configure(redact)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextlib.contextmanager
def _private_folders(scenery: Scenery) -> Iterator[Path]:
    """Settings, logs and temporary files of the programs that the tour starts."""
    private = Path(tempfile.mkdtemp(prefix="tour-"))
    for name in ("tmp", "profile"):
        (private / name).mkdir()
    if scenery.settings:
        (private / "profile" / "settings.toml").write_text(scenery.settings)
    wanted = {
        "HOME": str(private),
        "TMPDIR": str(private / "tmp"),
        "XDG_CONFIG_HOME": str(private / "config"),
        "XDG_STATE_HOME": str(private / "state"),
        "XDG_DATA_HOME": str(private / "data"),
        "XDG_CACHE_HOME": str(private / "cache"),
        "VOIPMON_LOG_LEVEL": "debug",
        "QT_QPA_PLATFORM": "xcb",
        "QT_SCALE_FACTOR": scenery.factor,
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    if not scenery.factor:
        del os.environ["QT_SCALE_FACTOR"]
    tempfile.tempdir = None  # chosen anew, from TMPDIR
    try:
        yield private
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        tempfile.tempdir = None
        shutil.rmtree(private, ignore_errors=True)


def _run(visitor: Visitor, walk: Callable[[], None], private: Path) -> None:
    """Run the program; the visitor's thread clicks meanwhile."""
    engine, report = visitor.engine, visitor.report
    profile = private / "profile"
    vault = Vault(profile, Profile())
    kept = replace(app.remember(profile, private / "policy.toml"), vault=vault)
    visit: list[threading.Thread] = []

    def ready(window: MainWindow) -> None:
        eye = visitor.open_eye()
        qt = QCoreApplication.instance()
        assert qt is not None
        qt.aboutToQuit.connect(lambda: setattr(eye, "closed", True))

        def main() -> None:
            try:
                walk()
            except InterruptedTourError:
                report.fail("tour to its end", "interrupted")
                return
            except Exception:  # noqa: BLE001 - a broken tour is a finding, too
                traceback.print_exc(file=sys.stdout)
                report.fail("tour to its end", traceback.format_exc(limit=-2))
            eye.ask(lambda: app.leave(window))

        visit.append(threading.Thread(target=main, name="visitor"))

    def begin() -> None:
        visit[0].start()

    def started() -> WatchedEngine:
        engine.start()
        return engine

    try:
        app.run(started, kept=kept, shown=begin, ready=ready)
    finally:
        if visit and visit[0].ident:
            visit[0].join()
        vault.close(_VAULT_S)
        # What it remembers is written now, not after the folder is gone.
        QSettings(str(profile / WINDOW), QSettings.Format.IniFormat).sync()
    if not engine.orderly:
        report.fail("engine ends in order", "it had to be killed")


def _save(visitor: Visitor, path: Path) -> None:
    """What was heard from the first loudspeaker, then from the others."""
    parts = []
    for recording in visitor.recordings:
        recording.stop()
        parts.append(recording.samples())
    samples = np.concatenate(parts)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
