"""Splits and joins in BPMN: which gateway stands for which, and how ours are told when they are read again.

BPMN has no gateway for "two of three" or "at most ten days": those are complex gateways with attributes of
our own, which say what the drawing cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.graph.bpmn_words import duration
from engine.graph.net import Node, NodeKind, ProcedureNet

_MATCHING = "matching"


def gateway_tag(net: ProcedureNet, node: Node) -> str:
    """Return the gateway a split or join becomes."""
    if net.goes_on_early(node.key):
        return "complexGateway"
    optional = node.block is not None and net.chooses_branches(node.block.split)
    return "inclusiveGateway" if optional or net.chooses_branches(node.key) else "parallelGateway"


def gateway_facts(net: ProcedureNet, node: Node) -> dict[str, str | None]:
    """Return what BPMN has no place for, of a split or join."""
    if (
        node.kind not in (NodeKind.SPLIT, NodeKind.JOIN)
        or gateway_tag(net, node) == "parallelGateway"
    ):
        return {}
    if node.kind is NodeKind.SPLIT:
        return {"branches": _MATCHING}
    needs = "any" if node.needs == 1 else str(node.needs or "all")
    return {"needs": needs, "within": None if node.within is None else str(node.within)}


def is_ours(facts: Mapping[str, str]) -> bool:
    """Tell whether an inclusive or complex gateway is a split or join that we wrote."""
    return "needs" in facts or "branches" in facts


def starts_matching(facts: Mapping[str, str]) -> bool:
    """Tell whether a gateway starts only those branches whose condition holds."""
    return facts.get("branches") == _MATCHING


def join_written(facts: Mapping[str, str]) -> Any:
    """Return what a specification says of a join."""
    needs = facts.get("needs", "all")
    known = needs in ("all", "any") or (needs.isdigit() and 2 <= int(needs) <= 99)
    within = duration(facts.get("within", ""))
    kept: Any = (int(needs) if needs.isdigit() else needs) if known else "all"
    return kept if within is None else {"needs": kept, "within": str(within)}
