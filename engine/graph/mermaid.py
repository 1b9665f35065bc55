"""Procedures as Mermaid flowcharts, for wikis and merge requests that draw them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.graph.captions import Captions, Render
from engine.graph.net import Node, NodeKind, ProcedureNet, Transition
from engine.messages import Label, Language

_NONE: Mapping[str, Label] = {}
_SHAPES: dict[NodeKind, tuple[str, str]] = {
    NodeKind.WORK: ("[", "]"),
    NodeKind.AUTOMATIC: ("[[", "]]"),
    NodeKind.WAIT: ("(", ")"),
    NodeKind.CHOICE: ("{", "}"),
    NodeKind.SPLIT: ("{{", "}}"),
    NodeKind.JOIN: ("{{", "}}"),
    NodeKind.END: ("([", "])"),
}
_ENTITIES = str.maketrans(
    {"#": "#35;", "&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "\n": " "}
)


def to_mermaid(
    net: ProcedureNet,
    language: Language,
    *,
    render: Render,
    role_names: Mapping[str, Label] = _NONE,
    position_names: Mapping[str, Label] = _NONE,
) -> str:
    """Return a net as a Mermaid flowchart: a subgraph per unit role, return edges dotted.

    Args:
        net: what to write.
        language: the language of every word in the chart.
        render: puts messages into a language: ``engine.catalogue.render``.
        role_names: names of unit roles, which head the subgraphs.
        position_names: names of positions, which stand in the boxes.
    """
    captions = Captions(net, language, render, role_names, position_names)
    names = {node.key: f"n{number}" for number, node in enumerate(net.nodes)}
    lanes: dict[str | None, list[Node]] = {}
    for node in net.nodes:
        lanes.setdefault(_lane(node), []).append(node)
    lines = ["flowchart TD"]
    for number, (lane, nodes) in enumerate(lanes.items()):
        boxes = [_box(names[node.key], node, captions) for node in nodes]
        if lane is None:
            lines += [f"  {box}" for box in boxes]
            continue
        lines.append(f'  subgraph lane{number}["{_escaped(captions.lane(lane))}"]')
        lines += [f"    {box}" for box in boxes]
        lines.append("  end")
    lines += [f"  {_edge(names, transition, captions)}" for transition in net.transitions]
    return "\n".join(lines) + "\n"


def _lane(node: Node) -> str | None:
    """Return the unit role whose subgraph holds a node; waits of outcomes stand outside."""
    return node.performer.role if node.performer is not None and node.key == node.step else None


def _box(name: str, node: Node, captions: Captions) -> str:
    left, right = _SHAPES[node.kind]
    caption = captions.box(node)
    words = [caption.name, *caption.details, *([caption.limit] if caption.limit else [])]
    return f'{name}{left}"{"<br/>".join(_escaped(word) for word in words)}"{right}'


def _edge(names: Mapping[str, str], transition: Transition, captions: Captions) -> str:
    arrow = "-.->" if transition.is_return else "-->"
    text = captions.edge(transition)
    label = f'|"{_escaped(text)}"|' if text else ""
    if captions.net.node(transition.source).kind is NodeKind.JOIN:
        label = ""  # the box of the join says it
    return f"{names[transition.source]} {arrow}{label} {names[transition.target]}"


def _escaped(text: str) -> str:
    return text.translate(_ENTITIES)
