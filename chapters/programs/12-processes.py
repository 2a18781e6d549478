"""Primes in processes, seen from a loop."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

from lab.workloads import SMALL_CANDIDATES, is_prime


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2) as pool:
        calls = [loop.run_in_executor(pool, is_prime, n) for n in SMALL_CANDIDATES]
        answers = await asyncio.gather(*calls)
    print(answers)


if __name__ == "__main__":
    asyncio.run(main())
