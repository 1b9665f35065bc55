"""Conditions over a dossier's data, in CEL, behind one small interface.

A condition is read without the CEL library, which is slow to start; the library decides dossiers
(``engine.specs.condition_cel``). What may be written is in docs/reference/specification.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator

from engine.specs.condition_cel import decide, in_cel
from engine.specs.condition_parser import parse
from engine.specs.condition_syntax import Expression, Field, parts_of
from engine.specs.condition_tokens import NotACondition
from engine.specs.model import described_as
from engine.specs.refusals import refusal_of


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition such as ``dossier.investment_vnd >= 800000000000``.

    Attributes:
        text: as the author wrote it; two conditions are equal if their texts are.
        expression: what it consists of.
    """

    text: str
    expression: Expression = field(compare=False, repr=False)

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read a condition.

        Raises:
            PydanticCustomError: of type MC013 (not a condition on the dossier), MC160 (it uses what
                conditions cannot do) or MC161 (it is larger than allowed).
        """
        try:
            return cls(text, parse(text))
        except NotACondition as refused:
            raise refusal_of(refused.code, refused.text, refused.help, at=refused.at) from None

    @property
    def fields(self) -> frozenset[str]:
        """Return the names of the dossier fields the condition reads."""
        return frozenset(part.name for part in parts_of(self.expression) if isinstance(part, Field))

    def holds(self, data: Mapping[str, Any]) -> bool:
        """Tell whether the condition holds for ``{"dossier": {field: value}}``.

        Where its truth depends on a value that is missing, it does not hold.
        """
        return decide(_in_cel(self), data["dossier"])

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def _in_cel(condition: Condition) -> str:
    return in_cel(condition.expression)


def _condition(value: Any) -> Condition:
    return value if isinstance(value, Condition) else Condition.parse(str(value))


ConditionText = Annotated[Condition, BeforeValidator(_condition), described_as("condition")]
"""A condition as a spec model reads it."""
