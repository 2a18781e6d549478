"""Every order of the steps of small functions is tried, and the bad ones are found."""

import threading

import pytest
from adding import add, add_locked, is_two
from children import eventually

from lab import step_workers
from lab.interleave import MOST_STEPS, MOST_STEPS_IN_ALL, Lock, Queue, State, every_order


def test_a_lost_update_is_found_in_four_of_six_orders():
    """Two steps each: of the six orders, only one after the other is right."""
    orders = every_order([add, add], lambda: State(total=0), is_two)
    assert (orders.tried, orders.complete, len(orders.bad)) == (6, True, 4)
    assert [step.thread for step in orders.shortest.steps] == ["A", "B", "B", "A"]
    assert orders.shortest.problem == "wrong: total is 1"
    assert [step.did for step in orders.shortest.steps][:2] == ["reads total: 0", "reads total: 0"]
    assert orders.shortest.steps[0].line == "value = state.total"


def test_three_threads_have_ninety_orders_of_two_steps_each():
    orders = every_order([add] * 3, lambda: State(total=0), lambda s: s.total == 3)
    assert (orders.tried, orders.complete) == (90, True)
    assert len(orders.bad) == 90 - 6


def test_with_a_lock_no_order_is_bad():
    orders = every_order([add_locked] * 2, lambda: State(total=0, lock=Lock()), is_two)
    assert (orders.complete, orders.bad) == (True, [])
    assert str(orders) == f"all {orders.tried} orders: 0 of them wrong"


def test_two_locks_in_opposite_order_can_end_in_a_deadlock():
    def one_way(state):
        with state.red, state.blue:
            state.total += 1

    def other_way(state):
        with state.blue, state.red:
            state.total += 1

    def make():
        return State(total=0, red=Lock("red"), blue=Lock("blue"))

    orders = every_order([one_way, other_way], make, is_two)
    assert {order.problem for order in orders.bad} == {
        "deadlock: A waits for blue, B waits for red"
    }
    assert every_order([one_way, one_way], make, is_two).bad == []


def test_a_check_that_goes_out_of_date_is_found():
    def withdraw(account):
        if account.balance >= 100:
            account.balance -= 100

    orders = every_order([withdraw] * 2, lambda: State(balance=100), lambda a: a.balance == 0)
    assert any(order.problem == "wrong: balance is -100" for order in orders.bad)


def test_a_queue_hands_over_each_item_once():
    def produce(state):
        for item in (1, 2):
            state.queue.put(item)

    def consume(state):
        state.got = (*state.got, state.queue.get())

    def make():
        return State(queue=Queue(), got=())

    right = every_order([produce, consume], make, lambda s: s.got == (1,))
    assert (right.complete, right.bad) == (True, [])
    starved = every_order([consume], make, lambda s: True)
    assert starved.shortest.problem == "deadlock: A waits for the queue"


def test_an_error_is_told_with_its_thread():
    def divide(state):
        state.total = 1 // state.total

    orders = every_order([divide], lambda: State(total=0), lambda s: True)
    assert "A raises ZeroDivisionError" in orders.shortest.problem


def test_what_has_no_end_is_bounded(monkeypatch):
    def spin(state):
        while not state.ready:
            pass

    orders = every_order([spin], lambda: State(ready=False), lambda s: True)
    assert "no end after" in orders.shortest.problem
    monkeypatch.setattr(step_workers, "LIMIT_S", 0.1)
    gate = threading.Event()
    with pytest.raises(RuntimeError, match=r"A goes on for 0\.1 s without a step"):
        every_order([lambda s: gate.wait(2)], lambda: State(), lambda s: True)
    gate.set()


def test_a_loop_without_an_end_is_ended_and_leaves_no_thread(monkeypatch):
    def loop(state):
        while True:
            pass

    monkeypatch.setattr(step_workers, "LIMIT_S", 0.1)
    before = set(threading.enumerate())
    with pytest.raises(RuntimeError, match="it waits for something that is no Lock"):
        every_order([add, loop], lambda: State(total=0), is_two)
    assert eventually(lambda: set(threading.enumerate()) <= before)


def test_a_search_among_endless_orders_has_a_bound():
    def spin(state):
        while not state.ready:
            pass

    orders = every_order([spin, spin], lambda: State(ready=False), lambda s: True)
    assert not orders.complete
    assert orders.told.startswith("the first ")
    assert sum(len(order.steps) for order in orders.orders) <= MOST_STEPS_IN_ALL + MOST_STEPS


def test_a_lock_that_is_taken_twice_waits_for_itself():
    def twice(state):
        with state.lock, state.lock:
            state.total += 1

    orders = every_order([twice], lambda: State(total=0, lock=Lock()), is_two)
    assert orders.shortest.problem == "deadlock: A waits for the lock, which it holds itself"
    assert orders.told == "the only order there is: wrong"


def test_a_lock_can_be_taken_and_let_go_by_hand():
    def by_hand(state):
        state.lock.acquire()
        try:
            state.total += 1
        finally:
            state.lock.release()

    orders = every_order([by_hand] * 2, lambda: State(total=0, lock=Lock()), is_two)
    assert (orders.tried, orders.complete, orders.bad) == (2, True, [])


def test_the_number_of_functions_has_bounds():
    for functions in ([], [add] * 9):
        with pytest.raises(ValueError, match="give one to 8 functions"):
            every_order(functions, lambda: State(total=0), is_two)


def test_a_search_that_is_cut_short_says_so():
    orders = every_order([add] * 3, lambda: State(total=0), lambda s: s.total == 3, most=5)
    assert (orders.tried, orders.complete) == (5, False)
    assert str(orders).startswith("the first 5 orders")


def test_no_thread_is_left():
    before = set(threading.enumerate())
    every_order([add] * 2, lambda: State(total=0), is_two)
    assert set(threading.enumerate()) <= before
