"""One call that blocks, and all tasks stand still."""

import asyncio
import time


async def beat(said):
    for number in range(3):
        said.append(f"beat {number}")
        await asyncio.sleep(0.05)


async def blocking(said):
    await asyncio.sleep(0)
    said.append("time.sleep begins")
    time.sleep(0.4)
    said.append("time.sleep ends")


async def main():
    said = []
    await asyncio.gather(beat(said), blocking(said))
    print("\n".join(said))


asyncio.run(main())
