"""The tasks compute what they say."""

import pickle

import pytest

from lab import workloads


def small_primes(limit: int) -> set[int]:
    """Return the primes below `limit` by the sieve of Eratosthenes: another way to know."""
    candidates = set(range(2, limit))
    for number in range(2, limit):
        candidates -= set(range(2 * number, limit, number))
    return candidates


def test_is_prime_agrees_with_a_sieve():
    found = {number for number in range(-10, 2000) if workloads.is_prime(number)}
    assert found == small_primes(2000)


def run_to_end(steps) -> bool:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("number", [-7, 0, 1, 2, 3, 4, 25, 8191**2, 8191 * 131071, 2**31 - 1])
def test_the_stepwise_form_gives_the_same_answer(number):
    assert run_to_end(workloads.prime_steps(number)) == workloads.is_prime(number)


def test_a_long_computation_pauses_often():
    number = workloads.SMALL_CANDIDATES[0]
    pauses = sum(1 for _ in workloads.prime_steps(number))
    assert pauses >= number**0.5 / 2 / workloads.DIVISORS_PER_STEP - 1


@pytest.mark.parametrize("not_a_number", ["7", 7.0, None])
def test_only_integers_are_tested(not_a_number):
    with pytest.raises(TypeError):
        workloads.is_prime(not_a_number)
    with pytest.raises(TypeError):
        run_to_end(workloads.prime_steps(not_a_number))


def test_the_candidates_are_what_the_text_says():
    assert len(workloads.CANDIDATES) == 6
    assert workloads.CANDIDATES[0] == workloads.CANDIDATES[2]
    assert not workloads.is_prime(workloads.CANDIDATES[-1])
    assert all(map(workloads.is_prime, workloads.SMALL_CANDIDATES))


def test_every_task_can_travel_to_a_process():
    for task in (workloads.is_prime, workloads.count_down, workloads.wait_for):
        assert pickle.loads(pickle.dumps(task)) is task


def test_waiting_refuses_a_negative_delay():
    with pytest.raises(ValueError, match="non-negative"):
        workloads.wait_for(-1)
