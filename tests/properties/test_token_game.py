"""The token game on random lives: what must hold after every command, on every procedure.

``PlayedDossier.give`` checks after each command that the journal amounts to the state, that less of the
dossier leads to the same decision, that due dates follow from their ledgers, and that no rung fires twice.
Set MOTCUA_WALKS for more walks, and MOTCUA_SEED to replay a failure.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from engine.core.events import CompletionUndone, WorkItemCompleted
from engine.graph.build import build
from engine.graph.check import check_procedure
from engine.specs.findings import Severity
from engine.specs.procedures import Procedure
from tests.support.random_walks import (
    Composer,
    Walk,
    shipped_calendars,
    shipped_directory,
    shipped_nets,
)
from tests.support.seeds import seeded_random
from tests.support.specs import a_procedure, loaded
from tests.support.walkers import PlayedDossier, played_procedure, procedure_text
from tests.support.whole_procedures import whole_procedure

WALKS = int(os.environ.get("MOTCUA_WALKS", "1"))
KEYS = sorted(shipped_nets())


def wander(walk: Walk, commands: int) -> None:
    """Begin, take some random steps, and finish from wherever that led."""
    walk.begin()
    for _ in range(walk.chance.randint(0, commands)):
        if walk.played.dossier.closed:
            break
        walk.step()
    walk.finish()
    completed = Counter(e.number for e in walk.played.journal if isinstance(e, WorkItemCompleted))
    # What was taken back may be finished once more.
    completed.subtract(e.number for e in walk.played.journal if isinstance(e, CompletionUndone))
    assert set(completed.values()) <= {0, 1}
    assert walk.played.dossier.tokens == ()


@pytest.mark.parametrize("key", KEYS)
def test_a_dossier_of_every_shipped_procedure_can_finish_from_anywhere(key: str) -> None:
    chance = seeded_random()
    for _ in range(6 * WALKS):
        played = PlayedDossier(
            shipped_nets()[key], directory=shipped_directory(), calendars=shipped_calendars()
        )
        wander(Walk(played, chance), commands=50)


def test_a_dossier_of_any_sound_procedure_can_finish_from_anywhere() -> None:
    chance = seeded_random()
    refusals: Counter[str] = Counter()
    for _ in range(100 * WALKS):
        steps = Composer(chance).procedure()
        walk = Walk(PlayedDossier(played_procedure(steps)), chance)
        try:
            wander(walk, commands=60)
        except Exception as error:
            error.add_note(f"with the steps:\n{steps}\nafter {len(walk.played.journal)} events")
            raise
        refusals.update(walk.told)
    assert len(refusals) > 3, refusals


def test_a_dossier_can_finish_whatever_its_procedure_says_of_time() -> None:
    chance = seeded_random()
    for _ in range(40 * WALKS):
        text = whole_procedure(chance)
        walk = Walk(PlayedDossier(build(a_procedure(text))), chance)
        try:
            wander(walk, commands=60)
        except Exception as error:
            error.add_note(f"with {text}\nafter {len(walk.played.journal)} events")
            raise


def test_composed_procedures_are_sound() -> None:
    chance = seeded_random()
    for _ in range(25):
        steps = Composer(chance).procedure()
        found = loaded(procedure_text(steps))
        assert isinstance(found.document, Procedure), found.findings
        wrong = check_procedure(found.document, found.source)[1]
        assert [each for each in wrong if each.severity is Severity.ERROR] == [], steps
