"""The trace notes who worked when, in real threads and real processes."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from lab import machine, trace, workloads


def two_threads():
    return ThreadPoolExecutor(2)


def two_processes():
    return ProcessPoolExecutor(2)


@pytest.mark.parametrize("make_pool", [None, two_threads, two_processes])
def test_results_come_in_the_order_of_the_items(make_pool):
    line = trace.run(make_pool, workloads.is_prime, [7, 8, 9, 11])
    assert line.results == (True, False, False, True)
    assert [span.task for span in line.spans] == ["1", "2", "3", "4"]


def meet(barrier: threading.Barrier) -> int:
    """Wait for the other task: possible only if two workers run at once."""
    barrier.wait(timeout=10)
    return threading.get_ident()


def test_workers_of_a_thread_pool_are_told_apart():
    barrier = threading.Barrier(2)
    line = trace.run(two_threads, meet, [barrier, barrier])
    assert line.workers == ["worker 1", "worker 2"]
    first, second = line.spans
    assert max(first.start_s, second.start_s) < min(first.end_s, second.end_s)
    assert len(set(line.results)) == 2


def worker_pid(_: int) -> int:
    return os.getpid()


def test_spans_of_processes_share_the_callers_clock():
    line = trace.run(two_processes, worker_pid, range(4))
    assert os.getpid() not in line.results
    for span in line.spans:
        assert 0 <= span.start_s <= span.end_s <= line.elapsed_s


def test_a_task_that_waits_uses_no_core():
    line = trace.run(two_threads, workloads.wait_for, [0.05, 0.05])
    assert all(span.end_s - span.start_s >= 0.05 for span in line.spans)
    assert line.cores_used < 0.5


def test_computing_threads_share_one_core_under_the_gil():
    if not machine.gil_enabled():
        pytest.skip("this interpreter runs without a GIL, so its threads do compute in parallel")
    line = trace.run(two_threads, workloads.prime_steps, workloads.SMALL_CANDIDATES)
    assert 0 < line.cores_used <= 1.15


def test_slices_lie_inside_their_span_and_do_not_overlap():
    line = trace.run(two_threads, workloads.prime_steps, workloads.SMALL_CANDIDATES[:4])
    for span in line.spans:
        edges = [edge for piece in span.slices for edge in piece]
        assert edges == sorted(edges)
        assert span.start_s <= edges[0] + 1e-9
        assert edges[-1] <= span.end_s + 1e-9


def test_a_long_gap_between_two_steps_is_waiting():
    ticks_s = [0.0, 0.001, 0.002, 0.003, 0.009, 0.010, 0.011]
    first, second = trace.running_slices(ticks_s)
    assert first == (0.0, 0.003)
    assert second == pytest.approx((0.008, 0.011))


def test_even_steps_are_one_slice():
    assert trace.running_slices([0.0, 0.01, 0.02, 0.03]) == ((0.0, 0.03),)


def test_a_wait_at_the_very_start_is_seen():
    ((start_s, end_s),) = trace.running_slices([0.0, 0.006, 0.007, 0.008, 0.009])
    assert (start_s, end_s) == pytest.approx((0.005, 0.009))


def test_what_a_task_raises_reaches_the_caller():
    with pytest.raises(TypeError):
        trace.run(two_threads, workloads.is_prime, ["seven"])


def test_every_item_needs_a_label():
    with pytest.raises(ValueError, match="zip"):
        trace.run(None, workloads.is_prime, [1, 2], labels=["only one"])


def test_an_empty_run_is_a_timeline_too():
    line = trace.run(two_threads, workloads.is_prime, [])
    assert (line.workers, line.cores_used, line.results) == ([], 0.0, ())
