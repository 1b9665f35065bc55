"""Linked procedures in BPMN: a call activity, with what it gives to the other procedure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.graph.bpmn_words import is_spec_name


def starts_told(facts: Mapping[str, str]) -> dict[str, Any]:
    """Return ``starts:`` as a call activity of ours tells it; empty where it tells none."""
    if not facts.get("starts", "").strip():
        return {}
    pairs = (each.partition("=") for each in facts.get("gives", "").split())
    data = {to: origin for to, _, origin in pairs if is_spec_name(to) and is_spec_name(origin)}
    starts: dict[str, Any] = {"procedure": facts["starts"].strip()}
    if facts.get("awaits") == "true":
        starts["wait"] = "true"
    return {"starts": starts | ({"data": data} if data else {})}
