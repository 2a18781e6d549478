"""A blocking call goes to a thread, and the loop goes on."""

import asyncio
import time


async def beat(said):
    for number in range(3):
        said.append(f"beat {number}")
        await asyncio.sleep(0.05)


async def main():
    said = []
    ticking = asyncio.create_task(beat(said))
    await asyncio.to_thread(time.sleep, 0.4)
    said.append("the blocking call is done")
    await ticking
    print("\n".join(said))


asyncio.run(main())
