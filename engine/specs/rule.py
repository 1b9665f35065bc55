"""One rule of the checker: what a finding code means, wherever it is found."""

from __future__ import annotations

from dataclasses import dataclass

from engine.messages import Message
from engine.specs.findings import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding code stands for.

    Attributes:
        code: stable name, for example ``MC301``; never used again for something else.
        title: the rule in a few words, as a heading.
        explanation: why it is a finding, for ``motcua rule`` and ``docs/reference/findings.md``.
        help: what the author can do; findings without a help of their own carry this one.
        example: a few lines of YAML that give the finding, where that says more than words.
        source: the legal text the rule follows from, where one says it.
    """

    code: str
    severity: Severity
    title: Message
    explanation: Message
    help: Message
    example: str = ""
    source: Message | None = None
