"""Processes and pipes for `multiprocessing`, which does the rest itself: workers of the page."""

import atexit
import io
import multiprocessing.connection as connections
import multiprocessing.context
import os
import pickle
import signal
import sys
import types
from multiprocessing import process, reduction, spawn, util

from pyodide.ffi import to_js

from in_the_page import system


class Connection(connections._ConnectionBase):
    """One end of a pipe that the page holds. A message arrives whole, in the order of sending."""

    def __init__(self, handle: int, readable: bool, writable: bool, other: int = 0) -> None:
        super().__init__(handle, readable, writable)
        self._other = other  # the pipe in which a two-way connection writes

    def _send_bytes(self, data: bytes) -> None:
        system.ask("send", self._other or self._handle, to_js(bytes(data)))

    def _recv_bytes(self, maxsize: int | None = None) -> io.BytesIO | None:
        data = system.ask("receive", self._handle)
        if data is None:
            raise EOFError
        received = io.BytesIO()
        received.write(data.to_bytes())
        return None if maxsize is not None and received.tell() > maxsize else received

    def _poll(self, timeout: float | None) -> bool:
        return bool(wait([self], timeout))

    def _close(self) -> None:
        for handle in filter(None, {self._handle, self._other}):
            system.tell("close", handle, self._writable and handle == (self._other or handle))


def _reduced(end: Connection) -> tuple:
    multiprocessing.context.assert_spawning(end)
    if end.writable:  # the child's end is open from its start
        multiprocessing.context.get_spawning_popen().written.append(end._other or end._handle)
    return Connection, (end._handle, end.readable, end.writable, end._other)


def pipe(duplex: bool = True) -> tuple[Connection, Connection]:
    """Do what `multiprocessing.Pipe` does."""
    there = system.ask("pipe")
    if not duplex:
        return Connection(there, True, False), Connection(there, False, True)
    back = system.ask("pipe")
    return Connection(there, True, True, back), Connection(back, True, True, there)


def wait(objects: list, timeout: float | None = None) -> list:
    """Return those connections and sentinels that are ready, within `timeout` seconds."""
    handles = [thing if isinstance(thing, int) else thing.fileno() for thing in objects]
    limit_s = -1 if timeout is None else max(0.0, timeout)
    ready = system.ask("wait", handles, limit_s).to_py()
    return [thing for thing, handle in zip(objects, handles, strict=True) if handle in ready]


class Popen:
    """A started process, as `multiprocessing.Process` asks for it."""

    method = "spawn"

    def __init__(self, process_obj: process.BaseProcess) -> None:
        util._flush_std_streams()
        self.returncode, self.written = None, []
        start = spawn.get_preparation_data(process_obj._name)
        parcel = io.BytesIO()
        multiprocessing.context.set_spawning_popen(self)
        try:
            reduction.dump(start, parcel)
            reduction.dump(process_obj, parcel)
        finally:
            multiprocessing.context.set_spawning_popen(None)
        started = system.ask("spawn", to_js(parcel.getvalue()), self.written)
        self.pid, self.sentinel = started.to_py()

    def duplicate_for_child(self, fd: int) -> int:
        """Refuse to share a file or memory: each process has its own."""
        raise OSError("processes of a page share no memory: send the data")

    def poll(self, flag: int = 0) -> int | None:
        """Return the exit code, or None while the process lives."""
        if self.returncode is None:
            self.returncode = system.ask("status", self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Return the exit code when the process has ended, or None after `timeout` seconds."""
        if self.returncode is None:
            wait([self.sentinel], timeout)
        return self.poll()

    def terminate(self) -> None:
        """End the process."""
        system.tell("kill", self.pid, int(signal.SIGTERM))

    def kill(self) -> None:
        """End the process, which cannot prevent it."""
        system.tell("kill", self.pid, int(signal.SIGKILL))

    def close(self) -> None:
        """Forget it."""


def live(parcel: bytes, parent_sentinel: int) -> int:
    """Be the process that a `Popen` has started; return the exit code."""
    stream = io.BytesIO(parcel)
    process.current_process()._inheriting = True
    try:
        start = pickle.load(stream)
        os.makedirs(start["dir"], exist_ok=True)  # the same folder, but of this process's own
        spawn.prepare(start)
        me = pickle.load(stream)
    finally:
        del process.current_process()._inheriting
    code = me._bootstrap(parent_sentinel)
    atexit._run_exitfuncs()
    return code


def install() -> None:
    """Have `multiprocessing` start processes and make pipes by these means, and no others."""
    tracker = types.ModuleType("multiprocessing.resource_tracker")
    tracker.register = tracker.unregister = lambda name, kind: None
    tracker.ensure_running = lambda: None
    popen = types.ModuleType("multiprocessing.popen_spawn_posix")
    popen.Popen = Popen
    sys.modules |= {module.__name__: module for module in (tracker, popen)}
    connections.Pipe, connections.wait, connections.Connection = pipe, wait, Connection
    reduction.register(Connection, _reduced)
    contexts = multiprocessing.context._concrete_contexts
    for name in set(contexts) - {"spawn"}:
        del contexts[name]
    multiprocessing.context._default_context._default_context = contexts["spawn"]
    multiprocessing.context._default_context._actual_context = None
