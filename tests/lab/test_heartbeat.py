"""A loop's lag is what blocked it: no less, and it is gone afterwards."""

import asyncio
import time

import pytest
from loops import run

from lab import heartbeat
from lab.heartbeat import Heartbeat


async def beats_beside(work):
    async with Heartbeat() as beats:
        work()
    return beats, asyncio.all_tasks() - {asyncio.current_task()}


def test_a_call_that_blocks_makes_a_beat_late_by_as_long_as_it_lasts():
    beats, left = run(beats_beside(lambda: time.sleep(0.2)))
    assert beats.worst_ms > 180
    assert left == set()


def test_the_usual_beat_is_the_one_in_the_middle():
    beats = Heartbeat()
    beats.late = [(0.0, 0.001), (0.1, 0.002), (0.2, 0.3)]
    assert (beats.median_ms, beats.worst_ms) == (2, 300)


def test_an_error_in_the_block_comes_out():
    def fails():
        raise KeyError("five")

    with pytest.raises(KeyError, match="five"):
        run(beats_beside(fails))


def test_the_drawing_has_a_strip_for_each_run():
    beats, _ = run(beats_beside(lambda: None))
    figure = heartbeat.draw({"one": beats, "two": beats})
    assert [axis.get_title(loc="left") for axis in figure.axes] == ["one", "two"]
