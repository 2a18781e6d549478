"""One task of a group fails, and its siblings are cancelled."""

import asyncio


async def fail():
    await asyncio.sleep(0.05)
    raise ValueError("no egg")


async def boil():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("the rice is taken off")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(boil())
            group.create_task(fail())
    except* ValueError as errors:
        print(errors.exceptions)


asyncio.run(main())
