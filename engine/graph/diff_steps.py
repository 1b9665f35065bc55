"""Which steps of two texts are the same, and what is different about them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from engine.graph.diff_values import Change, Value, changed, differing, spoken, told
from engine.messages import Message, message
from engine.specs.outcomes import Outcome
from engine.specs.parallel import Matching, Parallel
from engine.specs.procedures import Procedure
from engine.specs.steps import Step, step_label

_ASPECTS: Mapping[str, Message] = {
    "ref": message("row"),
    "label": message("label"),
    "by": message("who does it"),
    "participants": message("who takes part"),
    "limit": message("time limit"),
    "due": message("due date"),
    "run": message("action"),
    "parameters": message("parameters"),
    "retry": message("retries"),
    "ask": message("what it waits for"),
    "starts": message("linked procedure"),
    "clock": message("clock"),
    "join": message("join"),
    "for_each": message("for each unit of"),
    "needs": message("answers needed"),
    "on_expiry": message("late opinions"),
    "group": message("group"),
    "phase": message("phase"),
    "status": message("national status"),
    "after_result": message("after the result"),
    "form": message("fields asked"),
    "prints": message("forms printed"),
    "note": message("remark"),
}


def same_steps(old: Procedure, new: Procedure) -> dict[str, str]:
    """Return the new name of every step of ``old`` that ``new`` still has."""
    names = {name: name for name in old.steps if name in new.steps}
    ways: tuple[Callable[[str, Step], Hashable], ...] = (
        lambda name, step: step.label and step.label.vi,
        lambda name, step: repr(step.model_copy(update={"ref": None, "label": None})),
        lambda name, step: step.ref,
    )
    for way in ways:
        _match(old, new, names, way)
    return names


def _match(
    old: Procedure, new: Procedure, names: dict[str, str], way: Callable[[str, Step], Hashable]
) -> None:
    """Match the steps left over that say the same in one ``way``, and are alone in saying it."""
    left = _by_way({n: s for n, s in old.steps.items() if n not in names}, way)
    right = _by_way({n: s for n, s in new.steps.items() if n not in names.values()}, way)
    for said, those in left.items():
        these = right.get(said, [])
        if said is not None and len(those) == len(these) == 1:
            names[those[0]] = these[0]


def _by_way(
    steps: Mapping[str, Step], way: Callable[[str, Step], Hashable]
) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = {}
    for name, step in steps.items():
        found.setdefault(way(name, step), []).append(name)
    return found


def differing_steps(old: Procedure, new: Procedure, names: Mapping[str, str]) -> Iterator[Change]:
    """Yield the changes of steps: those gone, then those of the new text in their order."""
    for name, step in old.steps.items():
        if name not in names:
            yield changed("removed", ("steps", name), _step(name), _summary(name, step))
    before = {now: was for was, now in names.items()}
    moved = _moved(list(old.steps), list(new.steps), names)
    above: str | None = None
    for name, step in new.steps.items():
        path = ("steps", name)
        if name not in before:
            yield changed("added", path, _step(name), _summary(name, step))
        else:
            was = before[name]
            if was != name:
                yield Change("renamed", path, message("step"), was, name)
            if name in moved:
                place = message("first") if above is None else message("after {step}", step=above)
                yield Change("moved", path, _step(name), None, place)
            yield from _differing(name, old.steps[was], step, was, names)
            yield from _differing_routes(name, (old, old.steps[was]), (new, step), names)
        above = name


def _differing(
    name: str, old: Step, new: Step, was: str, names: Mapping[str, str]
) -> Iterator[Change]:
    yield from differing(
        ("steps", name, "kind"),
        _aspect(name, message("kind")),
        old.kind_for(was),
        new.kind_for(name),
    )
    for key, what in _ASPECTS.items():
        yield from differing(
            ("steps", name, key), _aspect(name, what), getattr(old, key), getattr(new, key)
        )


def _differing_routes(
    name: str, old: tuple[Procedure, Step], new: tuple[Procedure, Step], names: Mapping[str, str]
) -> Iterator[Change]:
    before, after = _routes(old[1], names), _routes(new[1], {})
    for route in dict.fromkeys((*before, *after)):
        was, now = before.get(route), after.get(route)
        if was != now:
            what = _aspect(name, message("“{route}”", route=route))
            was, now = spoken(was, old[0].dossier.fields), spoken(now, new[0].dossier.fields)
            yield from differing(("steps", name, *route.split()), what, was, now)


def _routes(step: Step, names: Mapping[str, str]) -> dict[str, Any]:
    """Return where a step leads, as its author wrote it; ``names`` gives steps their new names."""

    def now(name: str | None) -> str | None:
        return None if name is None else names.get(name, name)

    routes: dict[str, Any] = {}
    if isinstance(step.next, Parallel):
        routes["next"] = tuple(now(each) for each in step.next.all)
    elif isinstance(step.next, Matching):
        for number, branch in enumerate(step.next.matching, 1):
            routes[f"matching {number}"] = branch.model_copy(update={"to": now(branch.to)})
    elif step.next is not None:
        routes["next"] = now(step.next)
    for name, outcome in (step.outcomes or {}).items():
        routes[f"outcomes {name}"] = _with(outcome, now)
    for number, alternative in enumerate(step.choose or (), 1):
        routes[f"choose {number}"] = alternative.model_copy(update={"to": now(alternative.to)})
    if step.expires is not None:
        routes["expires"] = step.expires.model_copy(update={"to": now(step.expires.to)})
    return routes


def _with(outcome: Outcome, now: Callable[[str | None], str | None]) -> Outcome:
    expires = outcome.expires
    targets: dict[str, Any] = {"to": now(outcome.to), "back_to": now(outcome.back_to)}
    if expires is not None:
        targets["expires"] = expires.model_copy(update={"to": now(expires.to)})
    return outcome.model_copy(update=targets)


def _moved(old: list[str], new: list[str], names: Mapping[str, str]) -> set[str]:
    """Return the fewest steps that were moved, so that the others kept their order."""
    places = {name: place for place, name in enumerate(new)}
    order = [names[name] for name in old if name in names]
    # The longest rising run of places stayed; patience sorting finds it.
    ends: list[int] = []
    chains: list[list[str]] = []
    for name in order:
        at = bisect_left(ends, places[name])
        chain = [*(chains[at - 1] if at else []), name]
        ends[at : at + 1] = [places[name]]
        chains[at : at + 1] = [chain]
    return set(order) - set(chains[-1] if chains else [])


def _step(name: str) -> Message:
    return message("step {name}", name=name)


def _aspect(name: str, what: Message) -> Message:
    return message("step {name}, {aspect}", name=name, aspect=what)


def _summary(name: str, step: Step) -> Value:
    said: Value = step_label(name, step)
    for part in (told(step.by), told(step.limit)):
        if part is not None:
            said = message("{first}, {rest}", first=said, rest=part)
    return said
