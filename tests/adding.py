"""Small functions whose orders the tests try: two that add one, with and without a lock."""


def add(state):
    value = state.total
    state.total = value + 1


def add_locked(state):
    with state.lock:
        state.total += 1


def is_two(state):
    return state.total == 2
