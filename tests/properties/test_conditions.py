"""What is proved of random conditions is true of every dossier, decided by the CEL library itself."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

from engine.specs.condition_cel import as_number
from engine.specs.condition_kinds import condition_faults
from engine.specs.condition_proofs import Alternatives, Constancy, Covered, Gap, Overlap
from engine.specs.condition_values import truth
from engine.specs.conditions import Condition
from tests.support.random_conditions import FIELDS, all_data, random_condition, random_data
from tests.support.seeds import seeded_random

Data = Mapping[str, Any]


def holds(condition: Condition, data: Data) -> bool:
    return condition.holds({"dossier": dict(data)})


def filled(example: Data) -> Data:
    return {name: value for name, value in example.items() if value is not None}


def small(chance: random.Random, *, fields: int) -> Condition:
    """Return a decidable condition on few fields."""
    while True:
        condition = Condition.parse(random_condition(chance, decidable=True, depth=2))
        if len(condition.fields) <= fields:
            return condition


def test_a_condition_without_faults_comes_to_what_the_library_says():
    chance = seeded_random()
    seen: Counter[bool] = Counter()
    for _ in range(1500):
        text = random_condition(chance)
        if len(text) > 500:
            continue
        condition = Condition.parse(text)
        assert not list(condition_faults(condition, FIELDS, ())), text
        for _ in range(4):
            data = random_data(chance)
            verdict = holds(condition, data)
            seen[verdict] += 1
            numbers = {name: as_number(value) for name, value in data.items()}
            assert (truth(condition.expression, numbers) is True) is verdict, (text, data)
    assert min(seen.values()) > 500


def test_what_never_or_always_holds_is_told_and_nothing_else_is():
    chance = seeded_random()
    seen: Counter[str] = Counter()
    for _ in range(400):
        condition = small(chance, fields=2)
        asks = "has(" in condition.text
        verdicts = [
            (holds(condition, data), len(data) == len(condition.fields))
            for data in all_data(condition.fields)
        ]
        expected = ""
        if not any(verdict for verdict, _ in verdicts):
            expected = "never"
        elif all(verdict for verdict, whole in verdicts if whole or asks):
            expected = "always"
        found = Alternatives([condition], FIELDS).verdicts()
        told = "".join(each.holds for each in found if isinstance(each, Constancy))
        assert told == expected or (asks and expected == ""), condition.text
        seen[expected] += 1
    assert set(seen) == {"", "never", "always"}


def test_gaps_covered_alternatives_and_overlaps_of_random_choices_are_those_of_all_dossiers():
    chance = seeded_random()
    seen: Counter[str] = Counter()
    for _ in range(300):
        conditions = [small(chance, fields=1) for _ in range(chance.randint(2, 4))]
        fields = frozenset().union(*(each.fields for each in conditions))
        certain = chance.sample(sorted(fields), chance.randint(0, len(fields)))
        if len(fields) > 3:
            continue
        seen += Counter(_agrees(conditions, fields, certain))
    assert min(seen[kind] for kind in ("gap", "complete", "covered", "overlap")) > 3, seen


def _agrees(conditions: list[Condition], fields: frozenset[str], certain: list[str]) -> list[str]:
    """Compare what is told of a choice with what happens to every dossier; return what was told."""
    dossiers = [data for data in all_data(fields) if set(certain) <= set(data)]
    taken = [[holds(condition, data) for condition in conditions] for data in dossiers]
    cases = Alternatives(conditions, FIELDS, certain)
    gap = cases.gap()
    assert cases.are_complete() is all(any(row) for row in taken)
    assert (gap is None) is cases.are_complete()
    if gap is not None:
        assert not any(holds(condition, filled(gap.example)) for condition in conditions)
    told = ["complete" if gap is None else "gap"]
    verdicts = cases.verdicts()
    constancies = [each for each in verdicts if isinstance(each, Constancy)]
    constant = {each.position for each in constancies}
    first_always = min(
        (each.position for each in constancies if each.holds == "always"), default=99
    )
    covered = {each.position for each in verdicts if isinstance(each, Covered)}
    for position in set(range(len(conditions))) - constant:
        never_first = not any(row[position] and not any(row[:position]) for row in taken)
        assert (position in covered) is (never_first and 0 < position < first_always)
    for verdict in verdicts:
        assert not isinstance(verdict, Gap)
        told += [type(verdict).__name__.lower()]
        if isinstance(verdict, Overlap):
            example = filled(verdict.example)
            assert all(holds(conditions[each], example) for each in (verdict.first, verdict.second))
    return told
