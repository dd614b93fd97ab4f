"""Jobs run, in bounds, and one that fails costs nothing else."""

import threading

from tests.support.listening import wait_for
from voipmon.services.pool import Pool


def test_runs_jobs_side_by_side_but_no_more_than_its_size():
    pool, gate, running, most = Pool("test", 3), threading.Event(), [], []
    lock = threading.Lock()

    def job():
        with lock:
            running.append(1)
            most.append(len(running))
        gate.wait(5)
        with lock:
            running.pop()

    for _ in range(10):
        pool.submit(job)
    wait_for(lambda: len(running) == 3)
    gate.set()
    wait_for(lambda: len(most) == 10)
    assert max(most) == 3
    assert pool.stop(2) == 0


def test_one_thread_is_enough_for_jobs_in_a_row():
    pool, names = Pool("test", 5), []
    for count in range(1, 6):
        pool.submit(lambda: names.append(threading.current_thread().name))
        wait_for(lambda count=count: len(names) == count)
        wait_for(lambda: pool._idle._value == 1)
    assert set(names) == {"test-1"}
    assert pool.stop(2) == 0


def test_a_failing_job_is_logged_and_the_next_one_runs(caplog):
    pool, done = Pool("test", 1), threading.Event()
    pool.submit(lambda: 1 / 0)
    pool.submit(done.set)
    assert done.wait(2)
    assert pool.stop(2) == 0
    assert "ZeroDivisionError" in caplog.text


def test_a_stuck_job_does_not_hold_up_the_end():
    pool, gate = Pool("test", 2), threading.Event()
    pool.submit(lambda: gate.wait(5))
    assert pool.stop(0.05) == 1
    gate.set()
    wait_for(lambda: pool.stop(0.1) == 0)


def test_stuck_threads_are_replaced_while_jobs_wait():
    pool, gate, done = Pool("test", 2, stuck_s=0.05), threading.Event(), []
    for _ in range(5):
        pool.submit(lambda: gate.wait(8))
    pool.submit(lambda: done.append(1))

    def relieved():
        pool.relieve()
        return done

    try:
        wait_for(relieved)
    finally:
        gate.set()
    assert pool.stop(2) == 0


def test_nobody_is_replaced_while_nothing_waits():
    pool, gate = Pool("test", 1, stuck_s=0.0), threading.Event()
    pool.submit(lambda: gate.wait(8))
    wait_for(lambda: pool._since)
    before = threading.active_count()
    pool.relieve()
    assert threading.active_count() == before
    gate.set()
    assert pool.stop(2) == 0
