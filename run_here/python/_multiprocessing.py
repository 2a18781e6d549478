"""The lowest part of `multiprocessing`, which no browser's Python has: semaphores.

The page holds them, so that every process finds them by their number.
"""

from in_the_page import system, turns

RECURSIVE_MUTEX = 0  # the kinds, as `multiprocessing.synchronize` numbers them
sem_unlink = None  # a name of no meaning here


class SemLock:
    """A semaphore of several processes; of the first kind, its owner may take it again."""

    SEM_VALUE_MAX = 2**31 - 1

    def __init__(self, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> None:
        self._know(system.ask("semaphore", value, maxvalue), kind, maxvalue)

    @classmethod
    def _rebuild(cls, handle: int, kind: int, maxvalue: int, name: None) -> "SemLock":
        again = cls.__new__(cls)
        again._know(handle, kind, maxvalue)
        return again

    def _know(self, handle: int, kind: int, maxvalue: int) -> None:
        self.handle, self.kind, self.maxvalue, self.name = handle, kind, maxvalue, None
        self._times, self._owner = 0, None

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        """Take one of it; return False when none was to be had in time."""
        if self.kind == RECURSIVE_MUTEX and self._is_mine():
            self._times += 1
            return True
        if not block:
            limit_s = 0
        elif timeout is None:
            limit_s = -1  # none
        else:
            limit_s = max(0.0, timeout)
        taken = system.ask("acquire", self.handle, limit_s)
        if taken:
            self._times += 1
            self._owner = turns.running()
        return taken

    def release(self) -> None:
        """Give one back."""
        is_recursive = self.kind == RECURSIVE_MUTEX
        if is_recursive and not self._is_mine():
            raise AssertionError("attempt to release recursive lock not owned by thread")
        self._times -= 1
        if is_recursive and self._times:
            return
        if not system.ask("release", self.handle):
            self._times += 1
            raise ValueError("semaphore or lock released too many times")

    def _is_mine(self) -> bool:
        return self._times > 0 and self._owner == turns.running()

    def _count(self) -> int:
        return self._times

    def _get_value(self) -> int:
        return system.ask("value", self.handle)

    def _is_zero(self) -> bool:
        return self._get_value() == 0

    def _after_fork(self) -> None:
        """Nothing forks here."""

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *details: object) -> None:
        self.release()
