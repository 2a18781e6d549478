"""Three dishes side by side in a TaskGroup."""

import asyncio
import time


async def boil(name, delay_s):
    await asyncio.sleep(delay_s)
    print(name, "is done")
    return name


async def main():
    dishes = [("tea", 0.2), ("egg", 0.1), ("rice", 0.3)]
    start_s = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(boil(*dish)) for dish in dishes]
    print([task.result() for task in tasks])
    print(f"{time.perf_counter() - start_s:.1f} s")


asyncio.run(main())
