import threading

import pytest

from voipmon.services.worker import Worker


class Waiting(Worker):
    """Runs until it is stopped; says that it was cleaned up."""

    def __init__(self, **more):
        super().__init__("waiting", **more)
        self.begun = threading.Event()
        self.cleaned_on = None

    def _run(self):
        self.begun.set()
        self._stopping.wait()

    def _cleanup(self):
        self.cleaned_on = threading.current_thread().name


class Failing(Waiting):
    def _run(self):
        raise RuntimeError("on purpose")


def test_it_runs_until_it_is_asked_to_stop_and_frees_on_its_own_thread():
    worker = Waiting()
    worker.start()
    assert worker.begun.wait(5)
    assert not worker.join(0.05), "nobody asked it to stop"
    worker.request_stop()
    worker.request_stop()
    assert worker.join()
    assert worker.cleaned_on == "waiting"


def test_one_that_was_never_started_is_joined_at_once():
    assert Waiting().join()


def test_a_crash_is_logged_reported_and_cleaned_up(caplog):
    crashes = []
    worker = Failing(on_crash=lambda name, error: crashes.append((name, str(error))))
    worker.start()
    assert worker.join()
    assert crashes == [("waiting", "on purpose")]
    assert worker.cleaned_on == "waiting"
    assert "on purpose" in caplog.text


def test_a_crash_that_nobody_asked_about_is_still_logged(caplog):
    worker = Failing()
    worker.start()
    assert worker.join()
    assert "crashed" in caplog.text


def test_the_base_alone_does_nothing(caplog):
    worker = Worker("base")
    with pytest.raises(NotImplementedError):
        worker._run()
