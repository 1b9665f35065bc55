"""Joins that go on early, and branches that may not start, in pictures and in BPMN."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.catalogue import render
from engine.graph.bpmn_export import to_bpmn
from engine.graph.bpmn_import import from_bpmn
from engine.graph.mermaid import to_mermaid
from engine.graph.svg import to_svg
from engine.specs.parallel import Join, Matching
from engine.specs.procedures import Procedure
from tests.support.nets import a_net
from tests.support.specs import loaded

STEPS = """
a: {{by: d/o, limit: 1 working day, next: {split}}}
b: {{by: d/o, limit: 3 working days, next: e}}
c: {{by: d/o, limit: 3 working days, next: e}}
f: {{by: d/o, limit: 3 working days, next: e}}
e: {{by: d/o, limit: 1 working day, join: {join}}}
"""
ALL = "{all: [b, c, f]}"
MATCHING = (
    "{matching: [{to: b}, {when: dossier.area == 'x', to: c}, {when: dossier.area == 'y', to: f}]}"
)
JOINS = ["all", "any", "2", "{within: 10 working days}", "{needs: 2, within: 10 days}"]


@pytest.mark.parametrize("join", JOINS)
@pytest.mark.parametrize("split", [ALL, MATCHING])
def test_what_is_exported_comes_back(split: str, join: str) -> None:
    net = a_net(STEPS.format(split=split, join=join))
    imported = from_bpmn(to_bpmn(net, "vi", render=render).encode())
    document = loaded(imported.text).document
    assert isinstance(document, Procedure)
    assert document.steps["e"].join == net.procedure.steps["e"].join
    before, after = net.procedure.steps["a"].next, document.steps["a"].next
    if isinstance(before, Matching):
        assert isinstance(after, Matching)
        assert [(b.when, b.to) for b in after.matching] == [(b.when, b.to) for b in before.matching]
    else:
        assert after == before


@pytest.mark.parametrize(
    ("split", "join", "gateways"),
    [
        (ALL, "all", ["parallelGateway", "parallelGateway"]),
        (ALL, "any", ["parallelGateway", "complexGateway"]),
        (MATCHING, "all", ["inclusiveGateway", "inclusiveGateway"]),
        (MATCHING, "2", ["inclusiveGateway", "complexGateway"]),
    ],
)
def test_each_kind_has_the_gateway_bpmn_has_for_it(
    split: str, join: str, gateways: list[str]
) -> None:
    text = to_bpmn(a_net(STEPS.format(split=split, join=join)), "vi", render=render)
    found = [
        tag
        for line in text.splitlines()
        for tag in ("parallelGateway", "inclusiveGateway", "complexGateway")
        if f"<bpmn:{tag} " in line
    ]
    assert sorted(found) == sorted(gateways)


def test_a_gateway_of_another_program_is_still_a_guess() -> None:
    net = a_net(STEPS.format(split=MATCHING, join="any"))
    text = to_bpmn(net, "vi", render=render)
    foreign = text.replace('branches="matching"', "").replace('needs="any"', "")
    imported = from_bpmn(foreign.encode())
    guessed = {remark.tag for remark in imported.remarks if remark.kind == "guessed"}
    assert {"inclusiveGateway", "complexGateway"} <= guessed


def test_pictures_say_what_a_join_waits_for_and_which_branch_is_for_whom() -> None:
    net = a_net(STEPS.format(split=MATCHING, join="{needs: 2, within: 3 working days}"))
    said = "Wait for the first 2 branches, at most 3 working days"
    mermaid = to_mermaid(net, "en", render=render)
    assert said in mermaid
    assert "dossier.area == 'x'" in mermaid
    svg = to_svg(net, language="en", render=render)
    assert "Wait for the first 2" in svg
    assert "dossier.area" in svg


def test_an_old_join_is_drawn_as_before() -> None:
    net = a_net(STEPS.format(split=ALL, join="all"))
    assert "Wait for all" not in to_svg(net, language="en", render=render).replace(
        "<title>Wait for all branches</title>", ""
    )
    assert net.procedure.steps["e"].join == Join()
    assert replace(net.node("e+join"), block=None) == net.node("e+join")
