"""A coroutine, and a loop that runs it."""

import asyncio


async def boil(name, delay_s):
    print(name, "begins")
    await asyncio.sleep(delay_s)
    print(name, "is done")
    return name


async def main():
    print(await boil("tea", 0.2))


if __name__ == "__main__":
    asyncio.run(main())
