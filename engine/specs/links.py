"""Whether procedures that start one another fit together: names, data, dates, ends and circles.

Says nothing where only one file is known: what it starts may stand in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from engine.messages import Message, message
from engine.specs.dossier_contents import DossierField, FieldType
from engine.specs.faults import Fault, unknown
from engine.specs.findings import KeyPath
from engine.specs.outcomes import EndName
from engine.specs.procedures import Procedure
from engine.specs.reception import fields_at_reception
from engine.specs.starts import OTHERWISE, Starts
from engine.specs.steps import Step
from engine.specs.suggestions import did_you_mean

_READ_AS_TEXT: frozenset[FieldType] = frozenset(
    {"text", "long_text", "number", "money", "date", "identity_number", "phone"}
)
_TEXTS: frozenset[FieldType] = frozenset({"text", "long_text"})


def link_faults(procedure: Procedure, catalogue: Mapping[str, Procedure]) -> Iterator[Fault]:
    """Yield what is wrong with the links of a procedure.

    Args:
        procedure: whose steps are looked at.
        catalogue: every procedure known, by key; empty where nothing is known of others.
    """
    for name, step in procedure.steps.items():
        if step.starts is None:
            continue
        path: KeyPath = ("steps", name)
        yield from _keys_of_waits(step, step.starts, path)
        if step.starts.wait:
            yield from _ends_without_outcome(step, path)
        if not catalogue:
            continue
        place: KeyPath = (*path, "starts")
        what = message("the code of a procedure")
        key = step.starts.procedure
        yield from unknown("MC140", (*place, "procedure"), key, catalogue, what)
        if key in catalogue:
            yield from _data_faults(procedure, catalogue[key], step.starts, place)
            yield from _dates(procedure, catalogue[key], (*place, "procedure"))
            yield from _circle(procedure, key, catalogue, (*place, "procedure"))


def _keys_of_waits(step: Step, starts: Starts, path: KeyPath) -> Iterator[Fault]:
    """Yield keys that say how a dossier waits, where it does not."""
    if step.clock == "restart":
        text = message(
            "Expected `clock: stop` or `clock: run` beside `starts:`, because only a supplement starts a limit again"
        )
        yield Fault("MC145", (*path, "clock"), text)
    for key in ("by", "clock", "limit", "expires", "outcomes"):
        if not starts.wait and getattr(step, key) is not None:
            text = message(
                "Expected `{key}:` only where the dossier waits, but `starts:` has no `wait: true`",
                key=key,
            )
            yield Fault("MC145", (*path, key), text)


def _ends_without_outcome(step: Step, path: KeyPath) -> Iterator[Fault]:
    outcomes = step.outcomes or {}
    ends = [end for end in get_args(EndName) if end != "returned"]
    missing = [end for end in ends if end not in outcomes]
    if missing and OTHERWISE not in outcomes:
        text = message(
            "Expected to read where the dossier goes when the linked one ends otherwise than with a result, but nothing is said for: {ends}",
            ends=", ".join(missing),
        )
        yield Fault("MC146", (*path, "outcomes") if step.outcomes else (*path, "starts"), text)
    known = (*get_args(EndName), OTHERWISE)
    for name in outcomes:
        if name not in known:
            text = message(
                "Expected one of {allowed}, but found “{found}”",
                allowed=", ".join(known),
                found=name,
            )
            yield Fault("MC146", (*path, "outcomes", name), text, did_you_mean(name, known))


def _data_faults(
    parent: Procedure, child: Procedure, starts: Starts, path: KeyPath
) -> Iterator[Fault]:
    asked, given = fields_at_reception(child), parent.dossier.fields
    for target, origin in starts.data.items():
        place: KeyPath = (*path, "data", target)
        what = message("a field that {code} asks at reception", code=child.key)
        yield from unknown("MC142", place, target, asked, what)
        yield from unknown("MC142", place, origin, given, message("a field of the dossier"))
        if target in asked and origin in given:
            yield from _misfit(child.dossier.fields[target], given[origin], target, origin, place)
    for name in asked:
        if child.dossier.fields[name].required and not _is_given(name, parent, starts):
            text = message(
                "Expected `data:` to give “{field}”, which {code} requires at reception, from a field that is never empty",
                field=name,
                code=child.key,
            )
            yield Fault("MC143", (*path, "data") if starts.data else path, text)


def _is_given(name: str, parent: Procedure, starts: Starts) -> bool:
    origin = parent.dossier.fields.get(starts.data.get(name, ""))
    # An unknown origin is told once, where it is written.
    return name in starts.data and (origin is None or origin.required)


def _misfit(
    target: DossierField, origin: DossierField, name: str, source: str, path: KeyPath
) -> Iterator[Fault]:
    fits = target.type == origin.type or (target.type in _TEXTS and origin.type in _READ_AS_TEXT)
    text: Message | None = None
    if not fits:
        text = message(
            "Expected a value of the type {expected} for “{field}”, but “{origin}” has the type {found}",
            expected=target.type,
            field=name,
            origin=source,
            found=origin.type,
        )
    elif left := [option for option in origin.options if option not in target.options]:
        text = message(
            "Expected “{field}” to know every option of “{origin}”, but it lacks: {options}",
            field=name,
            origin=source,
            options=", ".join(left),
        )
    if text is not None:
        yield Fault("MC142", path, text)


def _dates(parent: Procedure, child: Procedure, path: KeyPath) -> Iterator[Fault]:
    mine, other = parent.effective, child.effective
    if other.valid_from > mine.valid_from:
        text = message(
            "Expected {code} to be in force on {day}, when this procedure begins, but it begins on {first}",
            code=child.key,
            day=mine.valid_from.isoformat(),
            first=other.valid_from.isoformat(),
        )
        yield Fault("MC144", path, text)
    if other.valid_until and (mine.valid_until is None or other.valid_until < mine.valid_until):
        text = message(
            "Expected {code} to be in force as long as this procedure, but it ends on {last}",
            code=child.key,
            last=other.valid_until.isoformat(),
        )
        yield Fault("MC144", path, text)


def _circle(
    procedure: Procedure, key: str, catalogue: Mapping[str, Procedure], path: KeyPath
) -> Iterator[Fault]:
    way = _way(key, procedure.key, {**catalogue, procedure.key: procedure})
    if way is not None:
        text = message(
            "Expected linked procedures to come to an end, but they start one another for ever: {circle}",
            circle=" → ".join((procedure.key, *way)),
        )
        yield Fault("MC141", path, text)


def _way(start: str, goal: str, catalogue: Mapping[str, Procedure]) -> tuple[str, ...] | None:
    """Return the shortest way along links from one procedure to another, both included."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = [start]
    for key in waiting:
        if key == goal:
            return ways[key]
        for following in _started_by(catalogue.get(key)):
            if following not in ways:
                ways[following] = (*ways[key], following)
                waiting.append(following)
    return None


def _started_by(procedure: Procedure | None) -> Iterator[str]:
    for step in procedure.steps.values() if procedure is not None else ():
        if step.starts is not None:
            yield step.starts.procedure
