"""The Mermaid text of a net: every node and edge once, in lanes, and nothing an author wrote breaks it."""

from __future__ import annotations

import re

from engine.catalogue import render
from engine.graph.mermaid import to_mermaid
from engine.messages import Label
from tests.support.nets import a_net
from tests.support.pictures import EVERYTHING, net_of, shipped_nets


def test_every_node_and_transition_is_written_once() -> None:
    for net in (net_of(EVERYTHING), *shipped_nets()):
        text = to_mermaid(net, "vi", render=render)
        assert text.startswith("flowchart TD\n")
        assert len(re.findall(r"^ +n\d+[\[({]", text, re.M)) == len(list(net.nodes))
        assert len(re.findall(r"^  n\d+ -\.?->?", text, re.M)) == len(list(net.transitions))


def test_unit_roles_are_subgraphs_with_their_names() -> None:
    names = {"department": Label("Sở chủ trì", "Lead department")}
    text = to_mermaid(net_of(EVERYTHING), "en", render=render, role_names=names)
    inside = text.split('["Lead department"]')[1].split("  end")[0]
    assert "Thẩm định" in inside
    assert "Đo đạc" not in inside


def test_return_edges_are_dotted() -> None:
    net = net_of(EVERYTHING)
    text = to_mermaid(net, "vi", render=render)
    assert text.count("-.->") == sum(t.is_return for t in net.transitions)
    assert re.search(r'-\.->\|"Trả lại"\|', text)


def test_the_ends_of_a_linked_dossier_are_told_apart() -> None:
    net = a_net("""
        tax:
          starts: {procedure: "1.014464", wait: true}
          outcomes: {returned: {to: sign}, refused: {end: refused}, otherwise: {end: stopped}}
        sign: {by: d/o}
    """)
    text = to_mermaid(net, "vi", render=render)
    told = re.findall(r'--> ?\|"(.+)"\|', text)
    assert told == ["Đã trả kết quả", "Từ chối giải quyết", "Trường hợp còn lại"]


def test_what_an_author_writes_cannot_break_out_of_its_quotes() -> None:
    label = 'a"] --> b; <script>#quot;`x`'
    text = to_mermaid(
        net_of({"receive": {"label": label, "by": "one_stop/reception"}}), "vi", render=render
    )
    (line,) = [line for line in text.splitlines() if "script" in line]
    assert "a#quot;] --#gt; b; #lt;script#gt;#35;quot;#96;x#96;" in line
    assert line.count('"') == 2


def test_the_same_net_is_the_same_text() -> None:
    one, other = (to_mermaid(net_of(EVERYTHING), "vi", render=render) for _ in range(2))
    assert one == other
