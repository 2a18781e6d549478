"""The timeline of a loop's tasks: who ran when, and that all of it was one thread."""

import asyncio
import time

import pytest
from loops import run

from lab import loop_trace
from lab.records import Span, Timeline


async def three_waits():
    for _ in range(3):
        await asyncio.sleep(0.01)
    return "done"


def traced(coroutines):
    return run(loop_trace.run(coroutines, "a run"))


def test_each_task_has_a_row_with_a_step_for_each_await():
    line = traced({"A": three_waits(), "B": three_waits()})
    assert line.workers == ["A", "B"]
    assert line.results == ("done", "done")
    assert [len(span.slices) for span in line.spans] == [4, 4]
    for span in line.spans:
        assert 0 <= span.start_s == span.slices[0][0] < span.end_s == span.slices[-1][1]


def test_no_two_steps_overlap_and_a_blocking_task_is_one_step():
    async def blocks():
        time.sleep(0.03)

    line = traced({"A": three_waits(), "B": blocks()})
    assert loop_trace.overlapping(line) == 0
    (blocked,) = (span for span in line.spans if span.task == "B")
    ((start_s, end_s),) = blocked.slices
    assert end_s - start_s >= 0.029


def test_steps_that_overlap_are_counted():
    spans = (
        Span("A", "A", 0.0, 3.0, 0.0, ((0.0, 1.0), (2.0, 3.0))),
        Span("B", "B", 0.5, 1.5, 0.0, ((0.5, 1.5),)),
    )
    assert loop_trace.overlapping(Timeline("", spans, 3.0, ())) == 1


def test_an_error_comes_out_and_the_others_are_cancelled():
    spans = []

    async def fails():
        await asyncio.sleep(0.01)
        raise ValueError("no")

    async def both():
        async with asyncio.TaskGroup() as group:
            group.create_task(loop_trace.record("A", fails(), spans))
            group.create_task(loop_trace.record("B", asyncio.sleep(30), spans))

    with pytest.raises(ExceptionGroup):
        run(both())
    assert sorted(span.task for span in spans) == ["A", "B"]


def test_an_exception_reaches_the_coroutine_and_may_be_caught_there():
    async def catches():
        try:
            async with asyncio.timeout(0.01):
                await asyncio.sleep(30)
        except TimeoutError:
            return "caught"

    assert traced({"A": catches()}).results == ("caught",)


@pytest.mark.parametrize(
    ("slices", "seen"),
    [
        ([(0, 1), (5, 9)], [(0, 2), (5, 9)]),
        ([(0, 1), (1.5, 2)], [(0, 3.5)]),
        ([(0, 9), (9, 9.1), (20, 20.1)], [(0, 11), (20, 22)]),
    ],
)
def test_short_steps_are_drawn_wider_and_touching_ones_joined(slices, seen):
    assert loop_trace.wide_enough(slices, 2) == seen


def test_the_drawing_has_a_row_for_each_task_and_an_axis_for_each_run():
    line = traced({"A": three_waits(), "B": three_waits()})
    figure = loop_trace.draw(line, line)
    assert len(figure.axes) == 2
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["A", "B"]
    assert figure.axes[-1].get_xlabel() == "milliseconds"
