"""What a step of a procedure is as a node of its net."""

from __future__ import annotations

from collections.abc import Mapping

from engine.graph.conventions import CLOCK_EFFECTS, OTHERWISE_LABEL, RECEPTION
from engine.graph.net import Node, NodeKind
from engine.messages import Label
from engine.specs.condition_words import condition_in_words
from engine.specs.dossier_contents import DossierField
from engine.specs.findings import KeyPath
from engine.specs.outcomes import Alternative, ClockEffect
from engine.specs.parallel import needed
from engine.specs.steps import Step, step_label


def step_node(name: str, step: Step, path: KeyPath, settled: frozenset[str]) -> Node:
    """Return the node of a step; fields ``settled`` at reception are not asked again."""
    kind = NodeKind.WORK
    if step.run is not None:
        kind = NodeKind.AUTOMATIC
    elif step.ask is not None or (step.starts is not None and step.starts.wait):
        kind = NodeKind.WAIT
    elif step.starts is not None:
        kind = NodeKind.AUTOMATIC
    elif step.choose is not None:
        kind = NodeKind.CHOICE
    return Node(
        name,
        kind,
        step_label(name, step),
        path,
        step=name,
        step_kind=step.kind_for(name),
        performer=step.by or (RECEPTION if kind is NodeKind.WAIT else None),
        participants=step.participants,
        status=step.status,
        limit=step.limit,
        due=step.due,
        group=step.group,
        phase=step.phase,
        form=tuple(field for field in step.form if field not in settled),
        for_each=step.for_each,
        needs=needed(step.needs),
        on_expiry_proceed=step.on_expiry == "proceed",
        wait=step.ask,
        clock_effect=_clock_effect(step) if kind is NodeKind.WAIT else None,
        expiry=step.expires,
        action=step.run,
        after_result=step.after_result,
        starts=step.starts,
    )


def _clock_effect(step: Step) -> ClockEffect:
    if step.clock is not None:
        return step.clock
    # A linked procedure is handled by the same authorities: the applicant's time runs on.
    return CLOCK_EFFECTS[step.ask] if step.ask is not None else "run"


def choice_label(choice: Alternative, fields: Mapping[str, DossierField]) -> Label:
    """Return the label of an alternative: what the author wrote, or its condition in words."""
    if choice.label is not None:
        return choice.label
    return OTHERWISE_LABEL if choice.when is None else condition_in_words(choice.when, fields)
