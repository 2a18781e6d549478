"""Twelve tasks, and five places."""

import asyncio

inside = most = 0


async def main():
    places = asyncio.Semaphore(5)

    async def fetch_politely(number):
        global inside, most
        async with places:
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.05)
            inside -= 1
            return number

    print(await asyncio.gather(*(fetch_politely(number) for number in range(12))))
    print("the most at once:", most)


asyncio.run(main())
