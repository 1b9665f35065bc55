"""All findings of a file at once: faults of different stages hide nothing of each other, and add nothing."""

from __future__ import annotations

import random
from pathlib import Path

from engine.specs.loader import load
from tests.support.broken_specs import broken_text
from tests.support.planted_faults import (
    PLANTS,
    Data,
    DoesNotFitError,
    Plant,
    findings_in,
    read_data,
    specifications,
    spoiled,
)
from tests.support.seeds import seeded_random

TRIES = 30
EXPLAINED = {"MC309", "MC414"}
"""Said only where no other finding explains it, so that a fault elsewhere can bring it out."""
NOWHERE = {"unknown step", "not a step", "two ways in an outcome"}
"""With a way that leads nobody knows where, a step that nothing leads to may be what was meant."""
UNSOUND = {"MC211", "MC212"}
"""Of several flaws, soundness tells one: the shortest run."""
TIMES = {"no time", "misspelt time", "too long", "slow reception", "unknown group"}
"""Two of them can make good or hide what one alone does to a sum."""


def _codes(data: Data, plants: list[Plant], seed: int) -> set[str]:
    return {each.code for each in findings_in(spoiled(data, plants, seed))}


def _told(data: Data, plants: list[Plant], seed: int) -> tuple[set[str], set[str], set[str]]:
    """Return what is found with all faults, what must be, and what may be."""
    alone = [_codes(data, [plant], seed) for plant in plants]
    must = {plant.code for plant, codes in zip(plants, alone, strict=True) if plant.code in codes}
    names = {plant.name for plant in plants}
    if names & NOWHERE:
        must -= {"MC201"}
    if len(must & UNSOUND) > 1:
        must -= UNSOUND
    may = _codes(data, [], seed).union(EXPLAINED, *alone)
    return _codes(data, plants, seed), must, may


def test_faults_of_different_stages_are_all_told_and_nothing_follows_from_them() -> None:
    chance = seeded_random()
    files, tried = specifications(), 0
    while tried < TRIES:
        file, seed = chance.choice(files), chance.randrange(2**32)
        plants = chance.sample(PLANTS, chance.randint(2, 4))
        if len(TIMES & {plant.name for plant in plants}) > 1:
            continue
        try:
            found, must, may = _told(read_data(file), plants, seed)
        except DoesNotFitError:
            continue
        tried += 1
        story = f"{file.name}, {seed}: {', '.join(plant.name for plant in plants)}"
        assert must <= found, f"{story}; hidden: {must - found}"
        assert found <= may, f"{story}; added: {found - may}"


def test_every_fault_is_told_where_it_stands_alone() -> None:
    chance = seeded_random()
    for plant in PLANTS:
        for file in random.Random(chance.random()).sample(specifications(), 20):
            try:
                codes = _codes(read_data(file), [plant], chance.randrange(2**32))
            except DoesNotFitError:
                continue
            if plant.code in codes:
                break
        else:
            raise AssertionError(plant.name)


def test_what_is_understood_of_a_broken_file_is_a_procedure_or_nothing() -> None:
    chance = seeded_random()
    for _ in range(150):
        file = chance.choice(specifications())
        text = broken_text(chance, file.read_text(encoding="utf-8"), chance.randint(1, 12))
        loaded = load(text, Path("broken.yaml"))
        assert loaded.rest is None or loaded.document is None
        places = [each.place for each in findings_in(text)]
        assert all(place.line <= text.count("\n") + 1 for place in places)
