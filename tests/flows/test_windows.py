from __future__ import annotations

import asyncio

import pytest

from flows.windows import Round, Window, closing, keep_window


class Watch:
    """A stopwatch that only pauses move."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.pauses: list[float] = []

    def elapsed(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds


def keep(watch: Watch, rounds: list[Round], window: Window) -> int:
    left = iter(rounds)

    async def job() -> Round:
        return next(left, Round(0))

    return asyncio.run(keep_window(job, window, elapsed=watch.elapsed, sleep=watch.sleep))


def test_an_idle_window_looks_ever_more_rarely_and_ends_in_time() -> None:
    watch = Watch()
    assert keep(watch, [], Window(length=20)) == 0
    assert watch.pauses == [1, 2, 4, 5, 5]
    assert watch.seconds < 20


def test_after_work_the_next_look_comes_soon_again() -> None:
    watch = Watch()
    done = keep(watch, [Round(0), Round(0), Round(7), Round(0)], Window(length=10))
    assert done == 7
    assert watch.pauses == [1, 2, 1, 2]


def test_a_round_that_stopped_at_its_limit_is_followed_at_once() -> None:
    watch = Watch()
    assert keep(watch, [Round(500, more=True), Round(500, more=True), Round(3)], Window(5)) == 1003
    assert watch.pauses[:3] == [0, 0, 1]


def test_a_window_of_no_length_still_does_one_round() -> None:
    assert keep(Watch(), [Round(4), Round(9)], Window(length=0)) == 4


def test_a_failing_round_ends_the_window_and_is_heard_of() -> None:
    async def job() -> Round:
        raise OSError("the database is gone")

    with pytest.raises(OSError, match="the database is gone"):
        asyncio.run(keep_window(job, Window(), elapsed=Watch().elapsed, sleep=Watch().sleep))


def test_whoever_is_closing_ends_the_window_after_the_round_in_hand() -> None:
    rounds = 0

    async def story() -> int:
        stop = asyncio.Event()
        closing.set(stop)

        async def job() -> Round:
            nonlocal rounds
            rounds += 1
            stop.set()
            return Round(1)

        return await keep_window(job, Window(length=3600))

    assert asyncio.run(story()) == 1
    assert rounds == 1
