"""A step in a few lines: what it is called, who does it, how long it may take, what leads in and out."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue import render
from engine.graph.build import build
from engine.graph.net import NodeKind, ProcedureNet, Transition
from engine.messages import Label, Language, Message, message
from engine.specs.directory import DESK_ROLE, Directory
from engine.specs.durations import Duration
from engine.specs.performers import Performer
from engine.specs.procedures import Procedure


def step_card(
    procedure: Procedure, name: str, directory: Directory | None, language: Language
) -> str | None:
    """Return a step as Markdown, or None where the procedure has no such step.

    The unit that does it is named where it is the same for every territory on the procedure's first day.
    """
    step = procedure.steps.get(name)
    if step is None:
        return None
    net = build(procedure)
    label = (step.label or Label(name)).in_language(language)
    lines = [f"**{label}** `{name}`"]
    if step.by is not None:
        lines.append(render(_doer(procedure, step.by, directory), language))
    if step.limit is not None:
        lines.append(render(message("Limit: {limit}", limit=_words(step.limit)), language))
    lines += [f"← {text}" for text in _told(_entering(net, name), net, language, source=True)]
    lines += [f"→ {text}" for text in _told(_leaving(net, name), net, language, source=False)]
    return "\n\n".join(lines)


def _words(limit: Duration) -> Label:
    return Label(limit.in_words("vi"), limit.in_words("en"))


def _doer(procedure: Procedure, performer: Performer, directory: Directory | None) -> Message:
    if directory is None:
        return message("Done by {performer}", performer=performer)
    spec = directory.spec
    role = spec.roles.get(performer.role, performer.role)
    position = spec.positions.get(performer.position, performer.position)
    unit = _only_unit(procedure, performer.role, directory)
    if unit is None:
        return message("Done by {position}, {role}", position=position, role=role)
    return message("Done by {position}, {role}: {unit}", position=position, role=role, unit=unit)


def _only_unit(procedure: Procedure, role: str, directory: Directory) -> Label | None:
    if role == DESK_ROLE:
        return None
    on = procedure.effective.valid_from
    territories = directory.territories(on) or (None,)
    units = {
        directory.find_responsible(role, procedure=procedure, territory=each, on=on)
        for each in territories
    }
    code = units.pop() if len(units) == 1 else None
    return directory.unit(code).name if code is not None and directory.knows(code) else None


def _entering(net: ProcedureNet, key: str) -> Iterator[Transition]:
    """Yield the transitions that lead into a step, gateways before it left out."""
    for transition in net.entering(key):
        if net.node(transition.source).kind in {NodeKind.SPLIT, NodeKind.JOIN}:
            yield from _entering(net, transition.source)
        else:
            yield transition


def _leaving(net: ProcedureNet, key: str) -> Iterator[Transition]:
    """Yield the transitions that lead out of a step, gateways behind it left out."""
    for transition in net.leaving(key):
        if net.node(transition.target).kind in {NodeKind.SPLIT, NodeKind.JOIN}:
            yield from _leaving(net, transition.target)
        else:
            yield transition


def _told(
    transitions: Iterator[Transition], net: ProcedureNet, language: Language, *, source: bool
) -> list[str]:
    seen: dict[str, None] = {}
    for transition in transitions:
        node = net.node(transition.source if source else transition.target)
        step = render(message("{step}", step=node.label), language)
        how = render(message("{step}", step=transition.label), language)
        seen[f"{step} ({how})" if how not in {"", step} else step] = None
    return list(seen)
