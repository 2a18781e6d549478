"""A program to look into: two workers of a pool test six numbers, for some seconds.

python busy_pool.py threads        or: processes, asyncio; a second word, `dump`, has faulthandler
                                   print where each thread is, after half a second
"""

import asyncio
import faulthandler
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from lab.workloads import CANDIDATES, is_prime

POOLS = {"threads": ThreadPoolExecutor, "processes": ProcessPoolExecutor}


async def in_a_loop() -> int:
    """Hand the same calls from a loop of asyncio to threads."""
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(asyncio.to_thread(is_prime, number), name=f"number {place}")
            for place, number in enumerate(CANDIDATES[:2], 1)
        ]
    return sum(task.result() for task in tasks)


def main(kind: str, *more: str) -> None:
    """Run the calls in a pool of this kind, and print how many of the numbers are prime."""
    if "dump" in more:
        faulthandler.dump_traceback_later(0.5)
    print("begun", flush=True)
    if kind == "asyncio":
        print(asyncio.run(in_a_loop()))
        return
    with POOLS[kind](max_workers=2) as pool:
        print(sum(pool.map(is_prime, CANDIDATES)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
