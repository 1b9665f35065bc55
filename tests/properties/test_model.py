"""Random sound procedures, played by the engine and on a simple model, agree after every command.

The core alone plays many dossiers, the real services on both databases a few.

Set MOTCUA_WALKS for a longer play, and MOTCUA_SEED to replay a failure. A seed that fails is kept in
``tests/faults/seeds`` and played again for ever; Hypothesis also prints a blob that replays the smallest failing
case. ``make model`` plays for long.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.model_machine import TokenGame
from tests.support.model_sides import OnServices, Opener
from tests.support.postgres import PostgresServer
from tests.support.seeds import new_seed, remembered_seeds, seed_kept_if_it_fails

WALKS = int(os.environ.get("MOTCUA_WALKS", "1"))
STEPS = 30


def play(machine: type[TokenGame], examples: int, kept: int | None) -> None:
    """Play dossiers from a seed that failed before, or a new one; one that fails is kept."""
    number = new_seed() if kept is None else kept
    with seed_kept_if_it_fails(machine.__name__, number):
        _play(seed(number)(machine), examples)


def _play(machine: type[TokenGame], examples: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            # Making a failure small takes minutes; a long play has them.
            phases=[Phase.generate, Phase.shrink] if WALKS > 1 else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"\n{machine.played} dossiers, {machine.commands} commands compared")  # noqa: T201
    assert machine.commands > 5 * machine.played > 0


@pytest.mark.parametrize("kept", remembered_seeds("InMemory"))
def test_the_core_plays_as_the_model(kept: int | None) -> None:
    play(type("InMemory", (TokenGame,), {}), 160 * WALKS, kept)


@pytest.mark.parametrize("kept", remembered_seeds("OnServices"))
def test_the_services_on_sqlite_play_as_the_model(
    sqlite_template: Path, tmp_path: Path, kept: int | None
) -> None:
    numbers = count()

    @contextmanager
    def fresh() -> Iterator[str]:
        path = tmp_path / f"{next(numbers)}.db"
        shutil.copyfile(sqlite_template, path)
        yield f"sqlite:///{path}"
        path.unlink()

    play(on_services(fresh), 6 * WALKS, kept)


@pytest.mark.postgres
@pytest.mark.parametrize("kept", remembered_seeds("OnServices"))
def test_the_services_on_postgresql_play_as_the_model(
    postgres_server: PostgresServer, kept: int | None
) -> None:
    play(on_services(postgres_server.database), 3 * WALKS, kept)


def on_services(fresh: Opener) -> type[TokenGame]:
    side = type("Side", (OnServices,), {"fresh": staticmethod(fresh)})
    return type("OnServices", (TokenGame,), {"side_of": side})
