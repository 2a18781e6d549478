"""The standard library's own event loop, which sleeps where another system asks its sockets."""

import asyncio
from asyncio import base_events

from in_the_page import turns


class _Selector:
    """Sleeps until it is time, or another thread calls."""

    def __init__(self) -> None:
        self._sleeper = turns.Sleeper()

    def select(self, timeout_s: float | None) -> list:
        self._sleeper.sleep(timeout_s)
        self._sleeper = turns.Sleeper()
        return []

    def wake(self) -> None:
        self._sleeper.wake()


class PageLoop(base_events.BaseEventLoop):
    """`asyncio.run` makes one of these: timers, tasks and threads, but no sockets."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = _Selector()

    def _process_events(self, events: list) -> None:
        """There are none: what comes from outside comes through threads."""

    def _write_to_self(self) -> None:
        self._selector.wake()


def install() -> None:
    """Make it the loop of every `asyncio.run`."""
    asyncio.events.new_event_loop = asyncio.new_event_loop = PageLoop
    asyncio.EventLoop = PageLoop
    # The loop of Pyodide stays set: its own waiting asks for it.
    asyncio.events.set_event_loop = asyncio.set_event_loop = lambda loop: None
