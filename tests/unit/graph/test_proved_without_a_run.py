"""A procedure proved unsound is refused also where no failing run was found."""

from __future__ import annotations

import pytest

from engine.graph import flaws
from engine.graph.soundness import Verdict
from engine.specs.findings import Severity, SourceMap
from tests.support.random_walks import SHIPPED, shipped_nets


def test_unsoundness_that_is_proved_blocks_publication_even_without_a_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proved = Verdict(
        sound=False, kind="undecided", run=(), dead=frozenset(), states=7, shortest=False
    )
    monkeypatch.setattr(flaws, "check_soundness", lambda net, *, limit: proved)
    net = shipped_nets()["1.001806"]
    [found] = flaws.find_flaws(net, SourceMap(SHIPPED, {}), unreachable=frozenset())
    assert (found.code, found.severity) == ("MC211", Severity.ERROR)
    assert "proved" in str(found.message)
