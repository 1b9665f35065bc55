"""Values that stand in for those of a procedure that were refused, so that the rest can be examined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.specs.findings import KeyPath
from engine.specs.outcomes import Alternative, Expiry, Outcome
from engine.specs.procedures import Procedure
from engine.specs.steps import Step

NO_TIME = "uncounted"
ENDLESS = "99999 working days"
"""Longer than every limit; time that cannot be read lies between this and none."""
_NOBODY = "unknown/unknown"
_ACCEPTED = "It is accepted for a reason."
_TIMES = frozenset({"limit", "is", "after", "within"})
_WAYS = frozenset({"to", "next", "back_to"})
_TEXTS: dict[str, Any] = {
    "code": "0.000000",
    "procedure": "0.000000",
    "title": "?",
    "number": "?",
    "issuer": "?",
    "label": "?",
    "from": "2000-01-01",
    "field": "unknown",
    "level": "province",
    "type": "text",
    "by": _NOBODY,
    "decision": {"number": "?", "issuer": "?"},
    "effective": {"from": "2000-01-01"},
}
_IN_MAPPINGS: dict[KeyPath, Any] = {
    ("steps",): {"by": _NOBODY},
    ("groups",): NO_TIME,
    ("phases",): NO_TIME,
    ("dossier", "fields"): {"label": "?", "type": "text"},
    ("accept",): _ACCEPTED,
}
EITHER: dict[type, tuple[str, ...]] = {
    Procedure: ("limit", "due"),
    Step: ("by", "run", "ask", "choose", "starts"),
    Outcome: ("to", "end", "ask"),
    Alternative: ("to", "end"),
    Expiry: ("to", "end"),
}
"""For a model, the keys of which one must be written; the first of them can be stood in for."""


class StandIns:
    """Finds stand-ins; names of steps that nobody can know are all different."""

    def __init__(self, names: Iterable[str]) -> None:
        self._taken = set(names)
        self._made: set[str] = set()

    def name(self, like: str) -> str:
        """Return a name that nothing in the document has."""
        number = 1
        while f"{like}_{number}" in self._taken:
            number += 1
        self._taken.add(f"{like}_{number}")
        self._made.add(f"{like}_{number}")
        return f"{like}_{number}"

    def is_answered(self, stand_in: Any) -> bool:
        """Tell whether the rest is examined for everything that may stand in the place of a stand-in."""
        return stand_in in (NO_TIME, _ACCEPTED) or (
            isinstance(stand_in, str)
            and (stand_in in self._made or stand_in.startswith("dossier."))
        )

    def for_(self, path: KeyPath, refused: Any) -> Any:
        """Return what stands in at a path, or None where the key is better left out."""
        key, above = path[-1], path[:-1]
        if above in _IN_MAPPINGS:
            return _IN_MAPPINGS[above]
        if path[0] == "alerts" or key == "delay":
            return None
        if key == "when":
            return f'dossier.{self.name("unknown")} == "?"'
        if key in _TIMES:
            return NO_TIME
        if path[0] == "appointments":
            return None
        if key in _WAYS or (len(path) > 1 and path[-2] == "all"):
            return self.name("unknown") if refused is None or isinstance(refused, str) else None
        if len(path) == 4 and path[2] == "outcomes":
            return {"to": self.name("unknown")}
        return _TEXTS.get(key) if isinstance(key, str) else None
