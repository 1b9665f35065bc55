"""Exported procedures opened in bpmn-js, the viewer most makers of BPMN use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from engine.catalogue import render
from engine.graph.bpmn_export import to_bpmn
from engine.graph.net import ProcedureNet
from engine.messages import Language
from tests.support.chromium import chromium
from tests.support.pictures import EVERYTHING, net_of, random_steps, shipped_nets
from tests.support.seeds import seeded_random

VIEWER = Path(__file__).parents[1] / "support" / "vendor" / "bpmn-viewer.production.min.js"
RANDOM_PROCEDURES = 20
_OPEN = """
async text => {
  document.body.replaceChildren(Object.assign(document.createElement('div'), {id: 'canvas'}));
  document.getElementById('canvas').style = 'width: 1600px; height: 900px';
  const viewer = new BpmnJS({container: '#canvas'});
  const {warnings} = await viewer.importXML(text);
  viewer.get('canvas').zoom('fit-viewport');
  const drawn = viewer.get('elementRegistry').getAll();
  const of = name => drawn.filter(each => each.businessObject.$instanceOf(name) && !each.labelTarget);
  return {
    warnings: warnings.map(each => each.message),
    nodes: of('bpmn:FlowNode').map(each => each.id),
    flows: of('bpmn:SequenceFlow').length,
    lanes: of('bpmn:Lane').length,
    written: document.getElementById('canvas').textContent,
  };
}
"""


@pytest.fixture(scope="module")
def viewer() -> Iterator[Page]:
    with chromium() as browser:
        page = browser.new_page()
        page.add_script_tag(content=VIEWER.read_text(encoding="utf-8"))
        yield page


def opened(viewer: Page, net: ProcedureNet, language: Language) -> dict[str, Any]:
    shown: dict[str, Any] = viewer.evaluate(_OPEN, to_bpmn(net, language, render=render))
    assert shown["warnings"] == [], net.procedure.key
    return shown


def test_every_shipped_procedure_opens_without_a_warning_and_shows_its_steps_in_lanes(
    viewer: Page,
) -> None:
    for net in shipped_nets():
        shown = opened(viewer, net, "vi")
        assert set(net.procedure.steps) <= set(shown["nodes"]), net.procedure.key
        assert shown["lanes"] >= len(
            {step.by.role for step in net.procedure.steps.values() if step.by is not None}
        )


def test_every_construct_of_the_language_opens_in_both_languages(viewer: Page) -> None:
    vietnamese = opened(viewer, net_of(EVERYTHING), "vi")
    english = opened(viewer, net_of(EVERYTHING), "en")
    assert vietnamese["nodes"] == english["nodes"]
    assert vietnamese["written"] != english["written"]


def test_random_procedures_open_without_a_warning(viewer: Page) -> None:
    random = seeded_random()
    for _ in range(RANDOM_PROCEDURES):
        opened(viewer, net_of(random_steps(random)), "vi")
