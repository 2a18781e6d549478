"""What `lab.interleave` lets functions share. Each access in one of its threads is a step.

Outside of such a thread a State, a Lock and a Queue do what they do without stopping.
"""

from collections import deque

from lab.step_workers import note, stop, who


class State:
    """What the functions share: its attributes. Each access to one is a step."""

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)

    def __getattribute__(self, name: str) -> object:
        value = object.__getattribute__(self, name)
        if name.startswith("__") or isinstance(value, Lock | Queue):
            return value  # these have steps of their own
        stop(name)
        value = object.__getattribute__(self, name)
        note(f"reads {name}: {value!r:.40}")
        return value

    def __setattr__(self, name: str, value: object) -> None:
        stop(name)
        object.__setattr__(self, name, value)
        note(f"writes {name}: {value!r:.40}")


class Lock:
    """A lock that the search knows: whoever wants it may go on only when it is free."""

    def __init__(self, name: str = "the lock") -> None:
        self.name, self.holder = name, ""

    def __enter__(self) -> "Lock":
        in_vain = ", which it holds itself" * (self.holder == who())
        stop(self.name + in_vain, lambda: not self.holder)
        self.holder = who()
        note(f"takes {self.name}")
        return self

    acquire = __enter__

    def release(self) -> None:
        """Let go, together with the step before: nobody has to wait for that."""
        self.holder = ""

    def __exit__(self, *_: object) -> None:
        self.release()

    def __repr__(self) -> str:
        return f"held by {self.holder}" if self.holder else "free"


class Queue:
    """A queue that the search knows: `get` may go on only when something is there."""

    def __init__(self) -> None:
        self.items: deque = deque()

    def put(self, item: object) -> None:
        stop("the queue")
        self.items.append(item)
        note(f"puts {item!r:.40}")

    def get(self) -> object:
        stop("the queue", lambda: bool(self.items))
        item = self.items.popleft()
        note(f"gets {item!r:.40}")
        return item

    def __repr__(self) -> str:
        return repr(list(self.items))
