"""Runs and lists told in the author's own labels, as messages in either language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.graph.net import NodeKind, ProcedureNet, Transition
from engine.graph.petri import skip_name, transition_name
from engine.messages import Label, Message, message
from engine.specs.durations import Duration

_SHOWN = 9
"""How many stops of a path are told; the middle of longer ones is left out."""


def quoted(label: Label | Message) -> Message:
    """Return a label in quotation marks."""
    return message("“{label}”", label=label)


def listed(items: Sequence[Label | Message]) -> Message:
    """Return labels one after the other, each in quotation marks."""
    told = quoted(items[0])
    for item in items[1:]:
        told = message("{items}, {item}", items=told, item=quoted(item))
    return told


def in_words(duration: Duration) -> Label:
    """Return a duration as it is written in either language."""
    return Label(duration.in_words("vi"), duration.in_words("en"))


def tell_path(net: ProcedureNet, keys: Iterable[str]) -> Message:
    """Return the labels of nodes as one path."""
    return _joined([message("{step}", step=net.node(key).label) for key in keys])


def tell_run(net: ProcedureNet, run: Iterable[str]) -> Message:
    """Return a run of the workflow net as the steps done and, where there was a choice, how."""
    by_name = {transition_name(t): _stop(net, t) for t in net.transitions if _is_told(net, t)}
    by_name |= {skip_name(t): _skipped(net, t) for t in net.transitions if t.when is not None}
    return _joined([by_name[name] for name in run if name in by_name])


def tell_stop(net: ProcedureNet, transition: Transition) -> Message | None:
    """Return one step of a run and, where there was a choice, how it went; None for a gateway."""
    return _stop(net, transition) if _is_told(net, transition) else None


def _is_told(net: ProcedureNet, transition: Transition) -> bool:
    return net.node(transition.source).kind not in (NodeKind.SPLIT, NodeKind.JOIN)


def _skipped(net: ProcedureNet, transition: Transition) -> Message:
    return message("{step} does not start", step=quoted(net.node(transition.target).label))


def _stop(net: ProcedureNet, transition: Transition) -> Message:
    step = net.node(transition.source).label
    if len(net.leaving(transition.source)) == 1:
        return message("{step}", step=step)
    return message("{step}: {outcome}", step=step, outcome=transition.label)


def _joined(stops: list[Message]) -> Message:
    if len(stops) > _SHOWN:
        half = _SHOWN // 2
        stops = [*stops[:half], message("…"), *stops[-half:]]
    told = stops[0] if stops else message("…")
    for stop in stops[1:]:
        told = message("{path} → {stop}", path=told, stop=stop)
    return told
