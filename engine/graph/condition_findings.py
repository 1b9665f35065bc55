"""What is proved of the conditions of choices and of limits by case, told at the author's lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.graph.asking import asked_before
from engine.graph.net import Node, NodeKind, ProcedureNet
from engine.graph.telling import quoted
from engine.messages import Message, message
from engine.specs.condition_proofs import (
    Alternatives,
    Constancy,
    Covered,
    Gap,
    Overlap,
    Verdict,
)
from engine.specs.condition_spaces import Example
from engine.specs.conditions import Condition
from engine.specs.findings import Finding, KeyPath, SourceMap
from engine.specs.parallel import Matching
from engine.specs.rules import finding


def find_conditions(net: ProcedureNet, source: SourceMap) -> list[Finding]:
    """Return the findings on choices and limits by case whose conditions can be judged."""
    choices = [node for node in net.nodes if node.kind is NodeKind.CHOICE]
    splits = [node for node in net.nodes if net.chooses_branches(node.key)]
    asked = asked_before(net) if choices or splits else {}
    everything = frozenset(net.procedure.dossier.fields)
    found = list(_limits(net, source))
    for node in choices:
        found += _choice(net, node, asked.get(node.key, everything), source)
    for node in splits:
        found += _split(net, node, asked.get(node.key, everything), source)
    return found


def _choice(
    net: ProcedureNet, node: Node, before: frozenset[str], source: SourceMap
) -> Iterator[Finding]:
    path: KeyPath = (*node.path, "choose")
    step = net.procedure.steps[node.key]
    conditions = [alternative.when for alternative in step.choose or ()]
    cases = _cases(net, conditions, before)
    if not cases.are_complete():
        yield finding("MC203", source.place(*path), _without_rest(quoted(node.label), cases.gap()))
    yield from _below_the_rest(conditions, path, source)
    yield from _told(cases.verdicts(), conditions, path, source)
    yield from _not_asked(net, conditions, before, path, source)


def _split(
    net: ProcedureNet, node: Node, before: frozenset[str], source: SourceMap
) -> Iterator[Finding]:
    """Judge each branch by itself: several may start, and a dossier for which none does goes on."""
    path: KeyPath = (*node.path, "matching")
    step = net.procedure.steps[node.step or node.key]
    if not isinstance(step.next, Matching):
        return
    conditions = [branch.when for branch in step.next.matching]
    for position, condition in enumerate(conditions):
        for verdict in _cases(net, [condition], before).constancies():
            yield from _told([replace(verdict, position=position)], conditions, path, source)
    yield from _not_asked(net, conditions, before, path, source)


def _limits(net: ProcedureNet, source: SourceMap) -> Iterator[Finding]:
    conditions = [case.when for case in net.procedure.limit]
    if conditions == [None]:
        return
    cases = _cases(net, conditions, net.procedure.limit_fields)
    if not cases.are_complete():
        yield finding("MC307", source.place("limit"), _limit_without_rest(cases.gap()))
    yield from _below_the_rest(conditions, ("limit",), source)
    yield from _told(cases.verdicts(), conditions, ("limit",), source)


def _cases(
    net: ProcedureNet, conditions: Sequence[Condition | None], asked: frozenset[str]
) -> Alternatives:
    fields = net.procedure.dossier.fields
    certain = [name for name in asked if name in fields and fields[name].required]
    return Alternatives(conditions, fields, certain)


def _without_rest(step: Message, gap: Gap | None) -> Message:
    if gap is None:
        return message(
            "Expected a last alternative without `when:`, but a dossier that meets none of the conditions of {step} has nowhere to go",
            step=step,
        )
    return message(
        "Expected a last alternative without `when:`, but a dossier with {example} meets none of the conditions of {step} and has nowhere to go",
        step=step,
        example=_example(gap.example),
    )


def _limit_without_rest(gap: Gap | None) -> Message:
    if gap is None:
        return message(
            "Expected a last case without `when:`, but a dossier that meets none of the conditions has no limit of its own"
        )
    return message(
        "Expected a last case without `when:`, but a dossier with {example} meets none of the conditions and has no limit of its own",
        example=_example(gap.example),
    )


def _below_the_rest(
    conditions: Sequence[Condition | None], path: KeyPath, source: SourceMap
) -> Iterator[Finding]:
    rest = conditions.index(None) if None in conditions else len(conditions)
    for position in range(rest + 1, len(conditions)):
        text = message(
            "Expected this alternative to apply sometimes, but one above it always comes first"
        )
        yield finding("MC204", source.place(*path, position), text)


def _told(
    verdicts: Sequence[Verdict],
    conditions: Sequence[Condition | None],
    path: KeyPath,
    source: SourceMap,
) -> Iterator[Finding]:
    for verdict in verdicts:
        match verdict:
            case Constancy(position=position, holds="never"):
                code = "MC240"
                text = message("Expected this condition to hold sometimes, but it never does")
            case Constancy(position=position):
                code = "MC241"
                text = message(
                    "Expected this condition to depend on what is filled in, but it always holds"
                )
            case Covered(position=position) if conditions[position] is None:
                code = "MC244"
                text = message("Expected something left for the rest, but those above it take all")
            case Covered(position=position):
                code = "MC204"
                text = message(
                    "Expected this alternative to apply sometimes, but those above it take every dossier it could take"
                )
            case Overlap(second=position):
                code = "MC242"
                text = _overlap(verdict, conditions)
            case _:
                continue
        whole = code in ("MC204", "MC244")
        own = (*path, position) if whole else (*path, position, "when")
        yield finding(code, source.place_within(own, None if whole else 0), text)


def _overlap(overlap: Overlap, conditions: Sequence[Condition | None]) -> Message:
    return message(
        "Expected only one alternative to apply, but with {example} both this one and “{first}” do, and the upper one is taken",
        example=_example(overlap.example),
        first=str(conditions[overlap.first]),
    )


def _not_asked(
    net: ProcedureNet,
    conditions: Sequence[Condition | None],
    before: frozenset[str],
    path: KeyPath,
    source: SourceMap,
) -> Iterator[Finding]:
    told: set[str] = set()
    for position, condition in enumerate(conditions):
        fields = frozenset() if condition is None else condition.fields
        for name in sorted(fields - before - told):
            field = net.procedure.dossier.fields.get(name)
            if field is not None:
                told.add(name)
                text = message(
                    "Expected “{field}” to be asked before, but a dossier can come here without any step having asked it",
                    field=field.label,
                )
                place = source.place_within((*path, position, "when"), 0)
                yield finding("MC243", place, text)


def _example(example: Example) -> Message:
    values = [_value(name, value) for name, value in example.items()]
    told = values[0]
    for each in values[1:]:
        told = message("{items}, {item}", items=told, item=each)
    return told


def _value(name: str, value: object) -> Message:
    match value:
        case None:
            return message("dossier.{name} left empty", name=name)
        case bool():
            written = str(value).lower()
        case float():
            written = str(int(value)) if value.is_integer() else repr(value)
        case _:
            written = f'"{value}"'
    return message("dossier.{name} = {value}", name=name, value=written)
