"""A program whose tasks wait for each other, to be looked at from outside: it says "ready"."""

import asyncio
import time


async def fetch(page: int) -> None:
    """Wait, as for a page."""
    await asyncio.sleep(60)


async def shop() -> None:
    """Wait for two pages."""
    async with asyncio.TaskGroup() as group:
        for page in (1, 2):
            group.create_task(fetch(page), name=f"page {page}")


async def main() -> None:
    """Wait for the shop, and for a thread."""
    async with asyncio.TaskGroup() as group:
        group.create_task(shop(), name="shop")
        group.create_task(asyncio.to_thread(time.sleep, 60), name="report")
        await asyncio.sleep(0.2)  # by now all of them wait
        print("ready", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
