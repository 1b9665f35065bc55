"""A dossier as one officer may see it, whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.core.figures import Figures, figures_of
from engine.core.lifecycle import DOSSIER_STATUS_NAMES, DossierStatus
from engine.core.state import Dossier, RunningClock
from engine.graph.net import ProcedureNet
from engine.messages import Label, Message, message
from engine.services.appointments import AppointmentLine, appointments_of
from engine.services.linked_lines import LinkedLine
from engine.services.office import Rulebook
from engine.services.open_items import OpenItem
from engine.specs.procedures import Procedure, period_label
from engine.store.journal import JournalEntry


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier with its procedure, journal and open items, as one officer may see it."""

    dossier: Dossier
    procedure: Procedure
    net: ProcedureNet
    clock: RunningClock | None
    items: tuple[OpenItem, ...]
    journal: tuple[JournalEntry, ...]
    rulebook: Rulebook
    linked: tuple[LinkedLine, ...] = ()

    @property
    def status(self) -> Message:
        """Return the dossier's status in words, and how many tasks are left after the result."""
        dossier = self.dossier
        if dossier.closed or dossier.status is not DossierStatus.RETURNED:
            return DOSSIER_STATUS_NAMES[dossier.status]
        return message("Result returned, tasks still to do: {count}", count=len(self.items))

    @property
    def appointments(self) -> tuple[AppointmentLine, ...]:
        """Return the appointments the legal limit is parted into; none where it is not parted."""
        return appointments_of(self.dossier, self.net)

    @property
    def figures(self) -> Figures | None:
        """Return when it is due by the law and by the national index; None where no limit counts."""
        clock = self.clock
        return figures_of(self.dossier, self.rulebook.calendars[clock.calendar]) if clock else None

    def clock_label(self, clock: RunningClock) -> Message:
        """Return what a clock limits: the dossier, an appointment, a phase, or a step."""
        if clock.kind == "period":
            return message("“{step}”", step=period_label(self.procedure, clock.name))
        if clock.kind == "reception":
            return message("the reception of an online dossier")
        if clock.kind != "dossier":
            return message("“{step}”", step=self.step_label(clock.name))
        label = next((a.label for a in self.appointments if a.name == clock.name), None)
        if label is None:
            return message("the whole dossier")
        return message("the appointment “{name}”", name=label)

    def step_label(self, node: str) -> Label:
        """Return the label of a node of the dossier's procedure version."""
        return self.net.node(node).label if node in self.net else Label(node)


def values_of(view: DossierView) -> list[tuple[str, Label, Any]]:
    """Return the dossier's data in the order of the spec: name, label, value."""
    fields = view.procedure.dossier.fields
    known = [(name, fields[name].label) for name in fields if name in view.dossier.data]
    return [(name, label, view.dossier.data[name]) for name, label in known]
