"""Journals that earlier releases stored are still read, and amount to the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.core.events import EVENTS, dump, parse
from engine.core.evolve import fold
from tests.support.golden import shown

GOLDEN = Path(__file__).parents[2] / "golden"
RECORDED: list[dict[str, Any]] = [
    recorded for path in sorted(GOLDEN.glob("*.json")) for recorded in json.loads(path.read_text())
]


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda recorded: recorded["name"])
def test_a_recorded_journal_amounts_to_what_it_did(recorded: dict[str, Any]) -> None:
    events = [parse(name, json.dumps(payload)) for name, payload in recorded["events"]]
    assert shown(fold(events)) == recorded["state"]


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda recorded: recorded["name"])
def test_an_event_is_stored_as_it_was(recorded: dict[str, Any]) -> None:
    for name, payload in recorded["events"]:
        kept = json.loads(dump(parse(name, json.dumps(payload))))
        assert _as_recorded(kept, payload) == payload


def _as_recorded(kept: Any, recorded: Any) -> Any:
    """Return what is kept without the fields that were added since, at any depth."""
    if isinstance(recorded, dict) and isinstance(kept, dict):
        return {key: _as_recorded(kept.get(key), value) for key, value in recorded.items()}
    if isinstance(recorded, list) and isinstance(kept, list) and len(kept) == len(recorded):
        return [_as_recorded(*pair) for pair in zip(kept, recorded, strict=True)]
    return kept


def test_every_event_is_in_some_recorded_journal() -> None:
    held = {name for recorded in RECORDED for name, _ in recorded["events"]}
    assert held == set(EVENTS)
