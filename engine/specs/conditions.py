"""Conditions over a dossier's data, in CEL, behind one small interface.

CEL has no cost limit of its own, so length, nesting and comprehensions are bounded when a condition is
parsed (docs/decisions).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator

from engine.specs.model import described_as
from engine.specs.refusals import refusal

_MAX_LENGTH = 500
_MAX_NESTING = 8
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")
_FIELD = re.compile(r"\bdossier\.([a-z_][a-z0-9_]*)")
_BARE_DOSSIER = re.compile(r"\bdossier\b(?!\.[a-z_])")
_ONE_EQUALS_SIGN = re.compile(r"(?<![=!<>])=(?!=)")
_COMPREHENSION = re.compile(r"\.(all|exists|exists_one|map|filter|matches)\s*\(")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition such as ``dossier.investment_vnd >= 800000000000``."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read a condition.

        Raises:
            PydanticCustomError: of type MC013, it is not a condition or exceeds the limits.
        """
        if len(text) > _MAX_LENGTH or _nesting(text) > _MAX_NESTING or _COMPREHENSION.search(text):
            raise refusal(
                "MC013",
                "Expected a short condition without loops or patterns (at most {length} characters)",
                length=_MAX_LENGTH,
            )
        try:
            program = _program(text)
        except ValueError:
            if _ONE_EQUALS_SIGN.search(_without_texts(text)):
                raise refusal(
                    "MC013",
                    "Expected “==” to compare two values, but found a single “=” in “{found}”",
                    found=text,
                ) from None
            raise refusal(
                "MC013",
                'Expected a condition such as “dossier.area == "difficult"”, but found “{found}”',
                found=text,
            ) from None
        if set(program.variables()) != {"dossier"} or _BARE_DOSSIER.search(_without_texts(text)):
            raise refusal(
                "MC013",
                "Expected a condition on the dossier, written dossier.<field>, but found “{found}”",
                found=text,
            )
        return cls(text)

    @property
    def fields(self) -> frozenset[str]:
        """Return the names of the dossier fields the condition reads."""
        return frozenset(_FIELD.findall(_without_texts(self.text)))

    def holds(self, data: Mapping[str, Any]) -> bool:
        """Tell whether the condition holds for ``{"dossier": {field: value}}``.

        A condition on a value that is missing does not hold.
        """
        try:
            return _program(self.text).execute(dict(data)) is True
        except (RuntimeError, ValueError, TypeError, KeyError):
            return False

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def _program(text: str) -> Any:
    # Imported here because it brings a terminal program along, which costs every start 0.15 s.
    import cel

    return cel.compile(text)


def _nesting(text: str) -> int:
    depth = deepest = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _without_texts(text: str) -> str:
    return _QUOTED.sub('""', text)


def _condition(value: Any) -> Condition:
    return value if isinstance(value, Condition) else Condition.parse(str(value))


ConditionText = Annotated[Condition, BeforeValidator(_condition), described_as("condition")]
"""A condition as a spec model reads it."""
