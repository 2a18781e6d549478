"""A thread has a loop run a coroutine, and waits for its result."""

import asyncio


async def double(number):
    await asyncio.sleep(0.05)
    return 2 * number


def in_a_thread(loop):
    future = asyncio.run_coroutine_threadsafe(double(21), loop)
    return future.result(timeout=10)


async def main():
    print(await asyncio.to_thread(in_a_thread, asyncio.get_running_loop()))


asyncio.run(main())
