from __future__ import annotations

import asyncio

import pytest

from flows.windows import Round, Window, closing, each_in_order, keep_window


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


def test_effects_of_one_dossier_keep_their_order_and_a_slow_one_delays_no_other() -> None:
    handled: list[str] = []

    async def story() -> None:
        others_done = asyncio.Event()

        async def handle(effect: str) -> bool:
            if effect == "A1":
                await others_done.wait()
            handled.append(effect)
            if effect == "B2":
                others_done.set()
            return True

        await each_in_order(
            ["A1", "B1", "A2", "B2"], handle, lane=lambda effect: effect[0], at_once=2
        )

    asyncio.run(asyncio.wait_for(story(), 5))
    assert handled == ["B1", "B2", "A1", "A2"]


def test_a_failed_effect_holds_back_what_follows_it_in_its_dossier_only() -> None:
    tried: list[str] = []

    async def handle(effect: str) -> bool:
        tried.append(effect)
        return effect != "A1"

    asyncio.run(
        each_in_order(["A1", "A2", "B1", "B2"], handle, lane=lambda effect: effect[0], at_once=1)
    )
    assert tried == ["A1", "B1", "B2"]


def test_no_more_lanes_are_walked_together_than_allowed() -> None:
    walking = most = 0

    async def handle(_effect: int) -> bool:
        nonlocal walking, most
        walking += 1
        most = max(most, walking)
        await asyncio.sleep(0)
        walking -= 1
        return True

    asyncio.run(each_in_order(range(20), handle, lane=lambda effect: effect, at_once=3))
    assert most == 3
