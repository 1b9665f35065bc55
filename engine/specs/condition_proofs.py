"""What can be proved of conditions: that one never or always holds, that alternatives overlap or leave a gap.

Nothing is claimed of conditions that do more than compare fields with constants, nor where the values that
matter have too many combinations: every verdict is certain, and every example really is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from engine.specs.condition_kinds import condition_faults
from engine.specs.condition_spaces import Example, Space, is_decidable, space_of
from engine.specs.condition_syntax import Call, Expression, Field, parts_of
from engine.specs.conditions import Condition
from engine.specs.dossier_contents import DossierField

_MOST = 60
"""Of alternatives below so many nothing is claimed."""
_MOST_BY_PAIRS = 12
"""So many are compared in pairs where all of them together have too many combinations."""


@dataclass(frozen=True, slots=True)
class Constancy:
    """A condition that comes out the same whatever is filled in."""

    position: int
    holds: Literal["never", "always"]


@dataclass(frozen=True, slots=True)
class Covered:
    """An alternative whose every dossier is taken by those above it."""

    position: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two alternatives that both hold for the example, and neither is a special case of the other."""

    first: int
    second: int
    example: Example


@dataclass(frozen=True, slots=True)
class Gap:
    """A dossier for which no alternative holds."""

    example: Example


Verdict = Constancy | Covered | Overlap | Gap


class Alternatives:
    """Conditions that are tried from top to bottom; None stands for the rest."""

    def __init__(
        self,
        conditions: Sequence[Condition | None],
        fields: Mapping[str, DossierField],
        certain: Collection[str] = (),
    ) -> None:
        """Look at conditions; nothing is claimed of those that have faults.

        Args:
            conditions: in the order in which they are tried.
            fields: the fields they read.
            certain: those of the fields that have a value whenever the conditions are tried.
        """
        self._fields = fields
        self._certain = certain
        self._rest = conditions.index(None) if None in conditions else None
        tried = [each for each in conditions[: self._rest] if each is not None]
        self._tried = len(tried)
        self._decidable = {
            position: condition.expression
            for position, condition in enumerate(tried[:_MOST])
            if is_decidable(condition.expression)
            and not any(condition_faults(condition, fields, ()))
        }

    def verdicts(self) -> list[Verdict]:
        """Return what can be proved of each alternative, in their order: of each the gravest only.

        Nothing is told of those below the rest, nor that a condition that always holds covers others.
        """
        constancies = list(self.constancies())
        found: dict[int, Verdict] = {each.position: each for each in constancies}
        always = [each.position for each in constancies if each.holds == "always"]
        for covered in self._covered():
            if not always or covered.position < always[0]:
                found.setdefault(covered.position, covered)
        compared = [position for position in self._decidable if position not in found]
        for overlap in self._overlaps(compared):
            found[overlap.second] = overlap
        return [found[position] for position in sorted(found)]

    def gap(self) -> Gap | None:
        """Return a dossier that no alternative takes, or None if there is none or nothing is known."""
        if self._rest is not None or len(self._decidable) < self._tried or self._whole is None:
            return None
        left = self._left_over(self._whole)
        filled_in = left & self._whole.filled(self._fields)
        return Gap(self._whole.example(filled_in or left)) if left else None

    def are_complete(self) -> bool:
        """Tell whether one of the alternatives certainly holds, whatever the dossier."""
        if self._rest is not None:
            return True
        return self._whole is not None and not self._left_over(self._whole)

    @cached_property
    def _whole(self) -> Space | None:
        """Return the space of all alternatives of which something can be claimed."""
        return space_of(self._decidable.values(), self._fields)

    @cached_property
    def _taken(self) -> dict[int, int]:
        """Return the combinations of the whole space for which each alternative holds."""
        if self._whole is None:
            return {}
        return {
            position: self._whole.holding(expression).true
            for position, expression in self._decidable.items()
        }

    def _left_over(self, whole: Space) -> int:
        left = whole.filled(self._certain)
        for taken in self._taken.values():
            left &= ~taken
        return left

    def constancies(self) -> Iterator[Constancy]:
        """Yield the conditions that come out the same for every dossier, in their order."""
        for position, expression in self._decidable.items():
            space = space_of([expression], self._fields)
            if space is None:
                continue
            holding = space.holding(expression)
            asked_for = _asked_for(expression)
            usual = space.filled(name for name in self._fields if name not in asked_for)
            if not holding.true & space.filled(self._certain):
                yield Constancy(position, "never")
            elif not usual & ~holding.true:
                yield Constancy(position, "always")

    def _covered(self) -> Iterator[Covered]:
        if self._whole is None:
            return
        left = self._whole.filled(self._certain)
        for position in range(self._tried + (self._rest is not None)):
            taken = self._taken.get(position, self._whole.all)
            if position and not left & taken:
                yield Covered(position)
            if position in self._taken:
                left &= ~taken

    def _overlaps(self, compared: Sequence[int]) -> Iterator[Overlap]:
        if self._whole is None and len(compared) > _MOST_BY_PAIRS:
            return
        for number, second in enumerate(compared):
            pairs = (self._overlap(first, second) for first in compared[:number])
            found = next((each for each in pairs if each is not None), None)
            if found is not None:
                yield found

    def _overlap(self, first: int, second: int) -> Overlap | None:
        pair = [self._decidable[first], self._decidable[second]]
        space = self._whole or space_of(pair, self._fields)
        if space is None:
            return None
        if self._whole is not None:
            one, other = self._taken[first], self._taken[second]
        else:
            one, other = (space.holding(each).true for each in pair)
        both = one & other & space.filled(self._fields)
        # The special case above the general one is how such a list is written.
        if not both or not one & ~other:
            return None
        read = {part.name for each in pair for part in parts_of(each) if isinstance(part, Field)}
        example = space.example(both)
        return Overlap(first, second, {name: example[name] for name in example if name in read})


def _asked_for(expression: Expression) -> frozenset[str]:
    """Return the fields of which a condition asks whether they have a value."""
    return frozenset(
        part.arguments[0].name
        for part in parts_of(expression)
        if isinstance(part, Call)
        and part.function == "has"
        and isinstance(part.arguments[0], Field)
    )
