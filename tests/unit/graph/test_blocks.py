"""Joins that go on early and branches that may not start must enclose a block; what breaks one is named."""

from __future__ import annotations

import pytest

from engine.graph.blocks import Leak, find_block
from engine.graph.net import Block, NodeKind
from engine.graph.petri import replay, to_workflow_net
from engine.graph.soundness import check_soundness
from tests.support.nets import a_net, a_text, findings_in
from tests.support.specs import marked, places

BROKEN = {
    "more branches than there are": """
        a: {by: d/o, next: {all: [b, c]}}
        b: {by: d/o, next: e}
        c: {by: d/o, next: e}
        e: {by: d/o, ‹MC217›join: 3}
    """,
    "as many branches as there are": """
        a: {by: d/o, next: {all: [b, c]}}
        b: {by: d/o, next: e}
        c: {by: d/o, next: e}
        e: {by: d/o, join: {‹MC217›needs: 2, within: 3 days}}
    """,
    "a deadline that never comes": """
        a: {by: d/o, next: {all: [b, c]}}
        b: {by: d/o, next: e}
        c: {by: d/o, next: e}
        e: {by: d/o, join: {‹MC208›within: uncounted}}
    """,
    "a way past the join": """
        a: {by: d/o, next: {all: [b, c]}}
        b: {by: d/o, outcomes: {x: {to: e}, ‹MC218›y: {to: f}}}
        c: {by: d/o, next: e}
        e: {by: d/o, join: any}
        f: {by: d/o, outcomes: {done: {end: returned}}}
    """,
    "a branch that ends the dossier while others work": """
        a: {by: d/o, next: {all: [b, c]}}
        b: {by: d/o, outcomes: {x: {to: e}, ‹MC212›y: {end: refused}}}
        c: {by: d/o, next: e}
        e: {by: d/o, join: any}
    """,
    "a way into a branch of a join that goes on early": """
        a: {by: d/o, outcomes: {x: {to: b}, ‹MC218›y: {to: d}}}
        b: {by: d/o, next: {all: [c, d]}}
        c: {by: d/o, next: e}
        d: {by: d/o, next: e}
        e: {by: d/o, join: any}
    """,
    "a way into a branch that may not have started": """
        a: {by: d/o, outcomes: {x: {to: b}, ‹MC219›y: {to: d}}}
        b: {by: d/o, next: {matching: [{when: dossier.area == "x", to: c}, {to: d}]}}
        c: {by: d/o, next: e}
        d: {by: d/o, next: e}
        e: {by: d/o, join: all}
    """,
    "a way to the join beside branches of which only some are needed or start": """
        a: {by: d/o, outcomes: {x: {to: b}, ‹MC218›y: {to: e}}}
        b: {by: d/o, next: {matching: [{when: dossier.area == "x", to: c}, {to: d}]}}
        c: {by: d/o, next: e}
        d: {by: d/o, next: e}
        e: {by: d/o, join: any}
    """,
    "branches that may not start and do not meet": """
        a: {by: d/o, ‹MC219›next: {matching: [{when: dossier.area == "x", to: b}, {to: c}]}}
        b: {by: d/o, next: e}
        c: {by: d/o, next: e}
        e: {by: d/o}
    """,
}


@pytest.mark.parametrize("story", BROKEN)
def test_findings_stand_at_the_line_that_breaks_the_block(story: str) -> None:
    text, expected = marked(a_text(BROKEN[story]))
    assert places(findings_in(text)) == expected


@pytest.mark.parametrize(
    "join", ["any", "2", "{needs: all, within: 3 days}", "{needs: 2, within: 2 days}"]
)
def test_waits_ways_back_and_blocks_within_a_branch_keep_it_a_block(join: str) -> None:
    text = a_text(f"""
        a: {{by: d/o, next: {{all: [b, c, f]}}}}
        b: {{by: d/o, outcomes: {{x: {{to: e}}, more: {{ask: external}}, again: {{to: b}}}}}}
        c: {{by: d/o, next: {{matching: [{{when: dossier.area == "x", to: c1}}, {{to: c2}}]}}}}
        c1: {{by: d/o, next: c3}}
        c2: {{by: d/o, next: c3}}
        c3: {{by: d/o, join: any, next: e}}
        f: {{choose: [{{when: dossier.area == "x", to: g}}, {{to: e}}]}}
        g: {{by: d/o, next: e}}
        e: {{by: d/o, join: {join}, outcomes: {{ok: {{end: returned}}, redo: {{to: a}}}}}}
    """)
    assert findings_in(text) == []


def test_a_block_knows_its_branches_and_what_lies_inside() -> None:
    net = a_net("""
        a: {by: d/o, next: {all: [b, c]}}
        b: {by: d/o, next: b2}
        b2: {by: d/o, next: e}
        c: {by: d/o, next: e}
        e: {by: d/o, join: any}
    """)
    block = net.node("e+join").block
    assert isinstance(block, Block)
    assert (block.split, dict(block.branches)) == ("a+split", {"b": "b2", "c": "c"})
    assert block.inside == {"b", "b2", "c"}


def test_branches_of_two_splits_are_no_block() -> None:
    net = a_net("""
        a: {by: d/o, next: {all: [b, c]}}
        b: {by: d/o, next: {all: [d, f]}}
        c: {by: d/o, next: e}
        d: {by: d/o, next: e}
        f: {by: d/o, next: e}
        e: {by: d/o, join: any}
    """)
    assert isinstance(find_block(net, "e+join"), Leak)


MATCHING = """
a: {by: d/o, next: {matching: [{when: dossier.area == "x", to: b}, {when: dossier.area == "y", to: c}]}}
b: {by: d/o, outcomes: {x: {to: e}, y: {end: refused}}}
c: {by: d/o, next: e}
e: {by: d/o, join: all}
"""


def test_a_branch_that_may_not_start_stays_a_free_choice_that_can_be_played() -> None:
    net = a_net(MATCHING.replace("outcomes: {x: {to: e}, y: {end: refused}}", "next: e"))
    played = to_workflow_net(net)
    verdict = check_soundness(played)
    assert verdict.sound
    run = ["+start", "a:done", "a+split:b+skip", "a+split:c+skip", "e+join:done", "e:done"]
    assert replay(played, run) == {played.sink: 1}


def test_a_failing_run_through_a_choice_of_branches_is_told_in_the_words_of_the_author() -> None:
    (found,) = findings_in(a_text(MATCHING))
    assert found.code == "MC212"
    assert "“c” is still open" in str(found.message)


def test_a_join_that_goes_on_early_says_so_in_its_label() -> None:
    net = a_net("""
        a: {by: d/o, next: {all: [b, c, d]}}
        b: {by: d/o, next: e}
        c: {by: d/o, next: e}
        d: {by: d/o, next: e}
        e: {by: d/o, join: {needs: 2, within: 3 working days}}
    """)
    (join,) = (node for node in net.nodes if node.kind is NodeKind.JOIN)
    assert join.label.en == "Wait for the first 2 branches, at most 3 working days"
