"""``starts:`` on a step: the linked procedure (liên thông) that a dossier starts there.

Only the form of it; whether the other procedure exists and gets what it asks is the business of
``engine.specs.links``.
"""

from __future__ import annotations

from pydantic import Field

from engine.specs.model import Boolean, Code, Name, Spec

OTHERWISE = "otherwise"
"""The outcome for all that has none of its own: alternatives of a choice, ends of a linked dossier."""


class Starts(Spec):
    """The procedure a step starts a dossier of, for the same applicant at the same desk."""

    procedure: Code
    wait: Boolean = False
    data: dict[Name, Name] = Field(default_factory=dict)

    def __hash__(self) -> int:
        """Return a hash, so that the nodes of a net can stand in sets; a mapping has none of its own."""
        return hash((self.procedure, self.wait, *self.data.items()))
