"""Which units a dossier may name, above all those that are to be asked for an opinion."""

from __future__ import annotations

from datetime import date

from engine.specs.directory import Directory
from engine.specs.procedures import Procedure


def units_to_name(
    procedure: Procedure, field: str, directory: Directory, on: date
) -> tuple[str, ...]:
    """Return the codes of the units that a field of units may name on a day.

    A unit must be open. Where a step asks each unit the field names, somebody must hold the step's
    position there: work offered to nobody would hold the dossier up for ever.
    """
    positions = {
        step.by.position
        for step in procedure.steps.values()
        if step.by is not None and step.for_each == f"dossier.{field}"
    }
    return tuple(
        unit.code
        for unit in directory.spec.units
        if directory.is_open(unit.code, on)
        and all(directory.holders(unit.code, position, on) for position in positions)
    )
