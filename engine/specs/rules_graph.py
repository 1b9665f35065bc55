"""Rules of the graph floor: structure and soundness (MC2xx), time (MC3xx)."""

from __future__ import annotations

from engine.specs.rule import Rule

GRAPH_RULES: tuple[Rule, ...] = ()
