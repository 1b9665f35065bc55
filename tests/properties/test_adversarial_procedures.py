"""Procedures as wide, long, nested and crowded as a file can sanely be are checked and drawn in little work."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from engine.catalogue import render
from engine.graph.build import build
from engine.graph.svg import to_svg
from engine.services.checking import Judge
from engine.specs.loader import load, load_folder
from engine.specs.procedures import Procedure
from tests.support.adversarial import ADVERSARIAL, a_chain
from tests.support.catalogues import ROOT
from tests.support.counted_calls import MOST_CALLS, calls_of

_FILE = Path("adversarial.yaml")


@cache
def the_judge() -> Judge:
    """Return the judge of the shipped organisation and calendars, warmed up."""
    folders = (ROOT / "procedure_specs" / "organisation", ROOT / "procedure_specs" / "calendars")
    judge = Judge([each for folder in folders for each in load_folder(folder)])
    judge.judge(load(a_chain(5), _FILE))
    return judge


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_a_procedure_written_to_be_slow_is_checked_in_little_work(name: str) -> None:
    text, judge = ADVERSARIAL[name](), the_judge()

    def check() -> None:
        loaded = load(text, _FILE)
        assert loaded.document is not None, loaded.findings
        assert judge.judge(loaded).findings

    assert calls_of(check) < MOST_CALLS


@pytest.mark.parametrize("name", ["with_returns", "restless_in_step", "a_large_tangle"])
def test_a_picture_crowded_with_edges_is_drawn_in_little_work(name: str) -> None:
    procedure = load(ADVERSARIAL[name](), _FILE).document
    assert isinstance(procedure, Procedure)
    net = build(procedure)

    assert calls_of(lambda: to_svg(net, language="vi", render=render)) < MOST_CALLS
