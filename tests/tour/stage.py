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
from pathlib import Path

from PySide6.QtCore import QSettings

from tests.support.demo import demo_server
from tests.support.sound_server import RATE, Recording, SoundServer
from tests.tour.display import Display
from tests.tour.engine import WatchedEngine
from tests.tour.eye import InterruptedTourError
from tests.tour.platform import Account
from tests.tour.report import Report
from tests.tour.secrecy import Watch
from tests.tour.visit import visit
from tests.tour.visitor import Visitor
from voipmon import app
from voipmon.net.urls import redact
from voipmon.store.logs import configure

SINK = "headset"


def tour(folder: Path, account: Account | None) -> int:
    """Take the tour; returns the exit status.

    Args:
        folder: Where pictures, sound and report go; older ones there are removed.
        account: Of another platform; None: the demo platform is started.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an engine is made to crash
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends what was started
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("[0-9][0-9]-*.png"), *folder.glob("*.json")):
        old.unlink()
    with contextlib.ExitStack() as stack:
        private = stack.enter_context(_private_folders())
        display = stack.enter_context(Display())
        sound = stack.enter_context(SoundServer((SINK,)))
        recording = stack.enter_context(sound.record(SINK))
        demo = None
        if account is None:
            demo = stack.enter_context(demo_server())
            account = Account.of(demo)
        report = Report(folder, display.shoot)
        watch = stack.enter_context(Watch(private, account.secrets))
        print(f"touring {account.server}; pictures and report: {folder}", flush=True)
        with _log_into(private / "voipmon.log"):
            engine = WatchedEngine(watch)
            visitor = Visitor(engine, report, recording, demo)
            _run(visitor, lambda: visit(visitor, account, watch), private)
        shutil.copy(private / "voipmon.log", folder)
        _save(recording, folder / "heard.wav")
    path = report.write()
    print(f"{len(report.checks)} checks, {report.failed} failed: {path}")
    return 1 if report.failed else 0


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
def _private_folders() -> Iterator[Path]:
    """Settings, logs and temporary files of the programs that the tour starts."""
    private = Path(tempfile.mkdtemp(prefix="tour-"))
    (private / "tmp").mkdir()
    wanted = {
        "HOME": str(private),
        "TMPDIR": str(private / "tmp"),
        "XDG_CONFIG_HOME": str(private / "config"),
        "XDG_STATE_HOME": str(private / "state"),
        "XDG_DATA_HOME": str(private / "data"),
        "XDG_CACHE_HOME": str(private / "cache"),
        "VOIPMON_LOG_LEVEL": "debug",
        "QT_QPA_PLATFORM": "xcb",
        "QT_SCALE_FACTOR": "1",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    tempfile.tempdir = None  # chosen anew, from TMPDIR
    try:
        yield private
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        tempfile.tempdir = None
        shutil.rmtree(private, ignore_errors=True)


def _run(visitor: Visitor, walk: Callable[[], None], private: Path) -> None:
    """Show the window; the visitor's thread clicks while Qt runs here."""
    engine, report = visitor.engine, visitor.report
    engine.start()
    try:
        qt = app.application()
        window = app.build(engine, kept=app.remember(private / "profile"))
        eye = visitor.open_eye()

        def main() -> None:
            try:
                walk()
                eye.ask(window.close)
            except InterruptedTourError:
                report.fail("tour to its end", "interrupted")
            except Exception:  # noqa: BLE001 - a broken tour is a finding, too
                traceback.print_exc(file=sys.stdout)
                report.fail("tour to its end", traceback.format_exc(limit=-2))
                eye.ask(window.close)

        def interrupt(*_: object) -> None:
            eye.closed = True
            qt.quit()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, interrupt)
        window.show()
        thread = threading.Thread(target=main, name="visitor")
        thread.start()
        qt.exec()
        thread.join()
    finally:
        # What it remembers is written now, not after the folder is gone.
        QSettings(str(private / "window.ini"), QSettings.Format.IniFormat).sync()
        if not engine.stop():
            report.fail("engine ends in order", "it had to be killed")


def _save(recording: Recording, path: Path) -> None:
    recording.stop()
    samples = recording.samples()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
