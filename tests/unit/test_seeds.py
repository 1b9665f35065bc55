"""A seed that failed a fault test is kept once, and replayed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.seeds import seed_kept_if_it_fails


def fail(folder: Path) -> None:
    with seed_kept_if_it_fails("story", 7, folder) as chance:
        assert chance.random() == random.Random(7).random()
        raise ZeroDivisionError


def test_a_seed_that_fails_is_kept_once_and_gives_the_same_choices(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fail(tmp_path)
    with seed_kept_if_it_fails("story", 8, tmp_path):
        pass
    assert (tmp_path / "story.txt").read_text() == "7\n"
