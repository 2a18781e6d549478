"""What programs do with threads, processes and the system, to be tried in CPython and on a page.

The whole file is a program, to which `page_record` adds that it runs them. A trial's docstring says
in a reader's words what is tried. It returns what happened, or it raises.
"""

import asyncio
import multiprocessing
import os
import queue
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

LIMIT_S = 20.0  # a trial gives up on an answer after this long


def yes(is_so):
    return "yes" if is_so else "no"


def queue_full():
    """put(timeout=0.1) into a full queue.Queue"""
    full = queue.Queue(1)
    full.put(1)
    full.put(2, timeout=0.1)


def queue_shut_down():
    """get() from a queue.Queue that is shut down meanwhile"""
    empty = queue.Queue()
    threading.Timer(0.1, empty.shutdown).start()
    empty.get(timeout=LIMIT_S)


def barrier_aborted():
    """wait() at a threading.Barrier that is aborted meanwhile"""
    barrier = threading.Barrier(2)
    threading.Timer(0.1, barrier.abort).start()
    barrier.wait(LIMIT_S)


def condition_timeout():
    """Condition.wait(0.1), and nobody notifies"""
    condition = threading.Condition()
    with condition:
        return str(condition.wait(0.1))


def rlock_of_another():
    """release() of an RLock that another thread has"""
    lock = threading.RLock()
    thread = threading.Thread(target=lock.acquire)
    thread.start()
    thread.join(LIMIT_S)
    lock.release()


def spinning():
    """a loop without a wait sees what another thread does"""
    done, end_s = [], time.monotonic() + 1
    threading.Timer(0.1, done.append, [1]).start()
    while not done and time.monotonic() < end_s:
        pass
    return yes(done)


def exit_code():
    """the exit code of a process that calls sys.exit(3)"""
    process = multiprocessing.Process(target=sys.exit, args=(3,))
    process.start()
    process.join(LIMIT_S)
    return str(process.exitcode)


def terminated():
    """the exit code of a process after terminate()"""
    process = multiprocessing.Process(target=time.sleep, args=(10 * LIMIT_S,))
    process.start()
    process.terminate()
    process.join(LIMIT_S)
    return str(process.exitcode)


def pool_map():
    """multiprocessing.Pool(2).map(abs, …)"""
    with multiprocessing.Pool(2) as pool:
        return str(pool.map(abs, [-1, 2, -3]))


def hold(lock, event):
    with lock:
        event.set()
        time.sleep(0.5)


def process_lock():
    """multiprocessing.Lock: a second process waits for the first"""
    lock, event = multiprocessing.Lock(), multiprocessing.Event()
    process = multiprocessing.Process(target=hold, args=(lock, event))
    process.start()
    event.wait(LIMIT_S)
    at_once = lock.acquire(block=False)
    later = lock.acquire(timeout=LIMIT_S)
    process.join(LIMIT_S)
    return f"{at_once}, then {later}"


def process_rlock():
    """multiprocessing.RLock: taken twice, given back three times"""
    lock = multiprocessing.RLock()
    with lock, lock:
        pass
    lock.release()


def semaphore_released():
    """multiprocessing.BoundedSemaphore given back too often"""
    semaphore = multiprocessing.BoundedSemaphore(2)
    semaphore.acquire()
    semaphore.release()
    semaphore.release()


def process_queue_empty():
    """multiprocessing.Queue.get(timeout=0.1) when there is nothing"""
    multiprocessing.Queue().get(timeout=0.1)


def say_and_go(end):
    end.send("gone")
    end.close()


def pipe_end():
    """recv() from a pipe whose other end has closed"""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=say_and_go, args=(there,))
    process.start()
    there.close()
    process.join(LIMIT_S)
    print(here.recv())
    here.recv()


def file_of_another():
    """a file that another process has written"""
    path = Path("written.txt").resolve()
    with ProcessPoolExecutor(1) as pool:
        pool.submit(path.write_text, "kept").result(timeout=LIMIT_S)
    return path.read_text()


def gathered():
    """asyncio.gather with to_thread and run_in_executor"""

    async def main():
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(1) as pool:
            two = loop.run_in_executor(pool, abs, -2)
            return await asyncio.gather(asyncio.to_thread(abs, -1), two)

    return str(asyncio.run(main()))


def late():
    """asyncio.timeout(0.1) around a longer sleep"""

    async def main():
        async with asyncio.timeout(0.1):
            await asyncio.sleep(LIMIT_S)

    asyncio.run(main())


def add_one(number):
    with number.get_lock():
        number.value += 1


def shared_value():
    """multiprocessing.Value, changed by another process"""
    number = multiprocessing.Value("i", 1)
    process = multiprocessing.Process(target=add_one, args=(number,))
    process.start()
    process.join(LIMIT_S)
    return str(number.value)


def shared_block():
    """multiprocessing.shared_memory"""
    from multiprocessing import shared_memory

    block = shared_memory.SharedMemory(create=True, size=1)
    block.close()
    block.unlink()
    return "works"


def manager():
    """multiprocessing.Manager().list()"""
    with multiprocessing.Manager() as there:
        return str(list(there.list([1])))


def interpreters():
    """InterpreterPoolExecutor"""
    from concurrent.futures import InterpreterPoolExecutor

    with InterpreterPoolExecutor(1) as pool:
        return str(pool.submit(abs, -1).result(timeout=LIMIT_S))


def fork():
    """os.fork()"""
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
    return "works"


def another_program():
    """subprocess.run"""
    return subprocess.run([sys.executable, "-c", "print('works')"], capture_output=True, text=True,
                          check=True).stdout.strip()  # fmt: skip


def stream():
    """a server and a client of asyncio, both in the program"""

    async def answer(reader, writer):
        writer.write(b"works")
        writer.close()

    async def main():
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            said = await reader.read()
            writer.close()
            return said.decode()

    return asyncio.run(main())
