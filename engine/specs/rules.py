"""The registry of finding rules: each code once, with its severity, meaning and help."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.messages import Message
from engine.specs.findings import Finding, Place
from engine.specs.rule import Rule
from engine.specs.rules_conditions import CONDITION_RULES
from engine.specs.rules_file import FILE_RULES
from engine.specs.rules_graph import GRAPH_RULES
from engine.specs.rules_law import LAW_RULES
from engine.specs.rules_links import LINK_RULES
from engine.specs.rules_references import REFERENCE_RULES
from engine.specs.rules_time_limits import TIME_LIMIT_RULES

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: rule
        for rule in (
            *FILE_RULES,
            *REFERENCE_RULES,
            *LINK_RULES,
            *CONDITION_RULES,
            *GRAPH_RULES,
            *TIME_LIMIT_RULES,
            *LAW_RULES,
        )
    }
)


def finding(code: str, place: Place, message: Message, help: Message | None = None) -> Finding:
    """Return a finding with the severity of its rule, and the rule's help where it has none itself.

    Raises:
        KeyError: no rule has this code.
    """
    rule = RULES[code]
    return Finding(code, rule.severity, place, message, help or rule.help)


__all__ = ["RULES", "Rule", "finding"]
