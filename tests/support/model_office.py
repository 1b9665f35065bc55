"""Who may do what in an organisation on a day, by its document alone: posts, substitutes, heads, supervisors.

Written apart from ``engine.specs.directory`` and ``engine.core``: it looks through everything each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.specs.organisation import Officer, OrganisationSpec

Held = tuple[str, str]
"""A unit and a position in it."""


class ModelOffice:
    """The officers of one organisation."""

    def __init__(self, spec: OrganisationSpec) -> None:
        self._spec = spec
        self._officers = {each.id: each for each in spec.officers}
        self._above = {each.code: each.parent for each in spec.units}

    @property
    def officers(self) -> list[str]:
        return list(self._officers)

    def held(self, officer: str, day: date) -> set[Held]:
        """Return what an officer holds on a day, as the own post or for somebody else."""
        return {held for held, _ in self._all_held(officer, day)}

    def holds(self, officer: str, unit: str, position: str, day: date) -> bool:
        return (unit, position) in self.held(officer, day)

    def holders(self, unit: str, position: str, day: date) -> list[str]:
        return [each for each in self._officers if self.holds(each, unit, position, day)]

    def stands_in_for(self, officer: str, unit: str, position: str, day: date) -> set[str]:
        """Return for whom an officer may act in a position; nobody where it is the officer's own."""
        found = {by for held, by in self._all_held(officer, day) if held == (unit, position)}
        return set() if "" in found else found

    def answers_for(self, officer: str, unit: str, day: date) -> bool:
        """Tell whether an officer heads a unit, or the next one above that has a head, or supervises it."""
        return officer in self._heads(unit, day) or self.supervises(officer, unit, day)

    def supervises(self, officer: str, unit: str, day: date) -> bool:
        units = {held for held, _ in self.held(officer, day)}
        is_one = "supervisor" in self._officers[officer].duties
        return is_one and any(each in units for each in self._up_from(unit))

    def _heads(self, unit: str, day: date) -> list[str]:
        for code in self._up_from(unit):
            found = [*self.holders(code, "head", day), *self.holders(code, "leader", day)]
            if found:
                return found
        return []

    def _up_from(self, unit: str) -> Iterator[str]:
        code: str | None = unit
        while code is not None:
            yield code
            code = self._above.get(code)

    def _all_held(self, officer: str, day: date) -> Iterator[tuple[Held, str]]:
        for held in _own(self._officers[officer], day):
            yield held, ""
        for each in self._spec.delegations:
            if each.to != officer or not each.valid_from <= day <= each.valid_until:
                continue
            lent = [(post.unit, post.position) for post in each.posts]
            for held in _own(self._officers[each.by], day):
                if not lent or held in lent:
                    yield held, each.by


def _own(officer: Officer, day: date) -> list[Held]:
    return [
        (post.unit, post.position)
        for post in officer.posts
        if (post.valid_from is None or post.valid_from <= day)
        and (post.valid_until is None or day <= post.valid_until)
    ]
