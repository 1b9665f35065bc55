"""Which fields of a dossier are asked when it is received."""

from __future__ import annotations

from engine.specs.procedures import Procedure


def fields_at_reception(procedure: Procedure) -> tuple[str, ...]:
    """Return the fields asked when a dossier is received.

    Those are the fields no step asks for, and those the legal limit depends on: the receipt promises a
    date that a later answer must not make untrue.
    """
    asked_later = {name for step in procedure.steps.values() for name in step.form}
    asked_later -= procedure.limit_fields
    return tuple(name for name in procedure.dossier.fields if name not in asked_later)
