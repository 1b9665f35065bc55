"""The appointments of a dossier as officers and applicants read them: promised, kept, or still to come."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.state import Dossier, RunningClock
from engine.graph.net import ProcedureNet
from engine.messages import Label
from engine.specs.durations import Duration


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """One appointment of a dossier.

    Attributes:
        first_step: the step with which it begins.
        clock: its clock, or None where it has not begun.
    """

    name: str
    label: Label
    limit: Duration
    first_step: Label
    clock: RunningClock | None


def appointments_of(dossier: Dossier, net: ProcedureNet) -> tuple[AppointmentLine, ...]:
    """Return the appointments in the order of the procedure; none where its limit is not parted."""
    clocks = {c.name: c for c in dossier.clocks.values() if c.kind == "dossier"}
    return tuple(
        AppointmentLine(
            name,
            appointment.label or Label(name),
            appointment.limit,
            net.node(appointment.first_step).label,
            clocks.get(name),
        )
        for name, appointment in net.procedure.appointments.items()
    )
