"""Whether the codes within an organisation lead to units, positions and roles that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from engine.messages import message
from engine.specs.delegation_references import delegation_faults
from engine.specs.faults import Fault, cycles, reversed_dates, twice, unknown
from engine.specs.findings import KeyPath
from engine.specs.organisation import Officer, OrganisationSpec, Responsibility, Unit
from engine.specs.procedures import national_part


def organisation_faults(spec: OrganisationSpec) -> Iterator[Fault]:
    """Yield the names that lead nowhere, the codes used twice and the chains without an end."""
    codes = [unit.code for unit in spec.units]
    yield from _unit_faults(spec, codes)
    seen: set[str] = set()
    for number, officer in enumerate(spec.officers):
        yield from twice(("officers", number, "id"), officer.id, seen)
        yield from _post_faults(spec, officer, codes, ("officers", number))
    yield from _responsibility_faults(spec, codes)
    yield from _outliving_faults(spec)
    yield from delegation_faults(spec)


def calendar_names(spec: OrganisationSpec) -> Iterator[tuple[KeyPath, str]]:
    """Yield each calendar an organisation names, with the path to where it names it."""
    yield ("calendar",), spec.calendar
    for number, unit in enumerate(spec.units):
        if unit.calendar is not None:
            yield ("units", number, "calendar"), unit.calendar


def _unit_faults(spec: OrganisationSpec, codes: list[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, unit in enumerate(spec.units):
        path: KeyPath = ("units", number)
        yield from twice((*path, "code"), unit.code, seen)
        for key, named in _units_named(unit):
            yield from unknown("MC113", (*path, key), named, codes, message("the code of a unit"))
        yield from reversed_dates((*path, "valid_until"), unit.valid_from, unit.valid_until)
    yield from _cycle_faults(spec, "parent", {unit.code: unit.parent for unit in spec.units})
    yield from _cycle_faults(spec, "successor", {unit.code: unit.successor for unit in spec.units})


def _units_named(unit: Unit) -> Iterator[tuple[str, str]]:
    for key in ("parent", "territory", "successor"):
        named = getattr(unit, key)
        if named is not None:
            yield key, named


def _cycle_faults(
    spec: OrganisationSpec, key: str, chain: dict[str, str | None]
) -> Iterator[Fault]:
    codes = [unit.code for unit in spec.units]
    for cycle in cycles(chain):
        text = message(
            "Expected a chain of units with an end, but it leads back to itself: {chain}",
            chain=" → ".join((*cycle, cycle[0])),
        )
        yield Fault("MC115", ("units", codes.index(cycle[0]), key), text)


def _post_faults(
    spec: OrganisationSpec, officer: Officer, codes: list[str], path: KeyPath
) -> Iterator[Fault]:
    for number, post in enumerate(officer.posts):
        here: KeyPath = (*path, "posts", number)
        yield from unknown(
            "MC113", (*here, "unit"), post.unit, codes, message("the code of a unit")
        )
        yield from unknown(
            "MC111", (*here, "position"), post.position, spec.positions, message("a position")
        )
        yield from reversed_dates((*here, "until"), post.valid_from, post.valid_until)


def _responsibility_faults(spec: OrganisationSpec, codes: list[str]) -> Iterator[Fault]:
    for number, rule in enumerate(spec.responsibilities):
        path: KeyPath = ("responsibilities", number)
        yield from unknown("MC110", (*path, "role"), rule.role, spec.roles, message("a unit role"))
        for key, named in (("unit", rule.unit), ("territory", rule.territory)):
            if named is not None:
                yield from unknown(
                    "MC113", (*path, key), named, codes, message("the code of a unit")
                )
        yield from reversed_dates((*path, "until"), rule.valid_from, rule.valid_until)
    yield from _equal_rules(spec)


def _outliving_faults(spec: OrganisationSpec) -> Iterator[Fault]:
    """Yield the rules that go on when their unit, and all that succeed it, are closed."""
    units = {unit.code: unit for unit in spec.units}
    for number, rule in enumerate(spec.responsibilities):
        closed = _closed_before(rule.valid_until, rule.unit, units)
        if closed is not None:
            text = message(
                "Expected a responsibility that ends with its unit, or a successor of the unit, but {unit} is closed after {day} and has none",
                unit=closed.code,
                day=str(closed.valid_until),
            )
            yield Fault("MC119", ("responsibilities", number, "unit"), text)


def _closed_before(until: date | None, code: str, units: Mapping[str, Unit]) -> Unit | None:
    """Return the unit at the end of a line of successors if it is closed before a day."""
    seen: set[str] = set()
    unit = units.get(code)
    while unit is not None and unit.code not in seen and unit.valid_until is not None:
        if until is not None and until <= unit.valid_until:
            return None
        if unit.successor is None:
            return unit
        seen.add(unit.code)
        unit = units.get(unit.successor)
    return None


def _equal_rules(spec: OrganisationSpec) -> Iterator[Fault]:
    """Yield the rules that say of the same dossiers, from the same day, two different units."""
    said: dict[tuple[object, ...], str] = {}
    for number, rule in enumerate(spec.responsibilities):
        for procedure in map(national_part, rule.procedures):
            yield from _equal_rule(rule, number, ("procedure", procedure), said)
        for field in rule.fields:
            yield from _equal_rule(rule, number, ("field", field), said)
        if not rule.procedures and not rule.fields:
            yield from _equal_rule(rule, number, ("all", ""), said)


def _equal_rule(
    rule: Responsibility, number: int, scope: tuple[str, str], said: dict[tuple[object, ...], str]
) -> Iterator[Fault]:
    other = said.setdefault((rule.role, rule.territory, rule.valid_from, scope), rule.unit)
    if other != rule.unit:
        text = message(
            "Expected one unit responsible as {role} from {day}, but both {first} and {second} are",
            role=rule.role,
            day=rule.valid_from.isoformat(),
            first=other,
            second=rule.unit,
        )
        yield Fault("MC118", ("responsibilities", number, "unit"), text)
