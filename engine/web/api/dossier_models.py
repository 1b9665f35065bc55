"""Dossiers and their journals as the API tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from engine.core.lifecycle import ClockStatus, DossierStatus
from engine.core.state import Channel
from engine.web.api.appointment_models import AppointmentOut
from engine.web.api.models import Due, Out
from engine.web.api.work_item_models import WorkItemOut


class LineOut(Out):
    """One sentence of an explanation, and the instant it is about."""

    at: datetime | None
    text: str


class ClockOut(Out):
    """The time limit of the dossier, and why it is due when it is due."""

    status: ClockStatus
    limit: str
    due_at: datetime | None
    first_due_at: datetime | None
    index_due_at: datetime | None = Field(
        description="When it is due by the national index (QĐ 766), which subtracts waits instead of counting anew."
    )
    late_by_law: bool
    late_by_index: bool = Field(
        description="By the national index; also where more than one supplement was asked for."
    )
    due: Due
    calendar: str
    calendar_version: str
    explanation: tuple[LineOut, ...]


class ValueOut(Out):
    """A value of the dossier with its label."""

    name: str
    label: str
    value: Any


class ApplicantOut(Out):
    """Who asked. Personal data."""

    name: str
    identity_number: str
    phone: str
    address: str
    email: str


class PaperHandedIn(Out):
    """A paper of the procedure, and what was handed in of it."""

    name: str
    label: str
    original: int = Field(description="Originals asked for.")
    copies: int = Field(description="Copies asked for.")
    required: bool
    digitise: bool
    replaced_by_data: bool
    originals_handed_in: int
    copies_handed_in: int
    missing: bool = Field(description="Required, and not handed in as asked.")


class LinkedOut(Out):
    """A dossier that started this one (``parent``) or was started by it (``child``)."""

    code: str
    relation: Literal["parent", "child"]
    procedure_title: str
    status: DossierStatus
    due_at: datetime | None
    awaited: bool


class FormOut(Out):
    """A form of the one-stop rules that can be printed for a dossier now, by its type and name."""

    form: str
    label: str


class DossierOut(Out):
    """A dossier as you may see it."""

    code: str
    version: int
    status: DossierStatus
    status_name: str
    procedure: str
    procedure_title: str
    digest: str = Field(description="Content hash of the procedure version it runs on.")
    desk: str
    territory: str
    channel: Channel
    applicant: ApplicantOut
    data: tuple[ValueOut, ...]
    papers: tuple[PaperHandedIn, ...]
    received_at: datetime | None
    ended_at: datetime | None
    items: tuple[WorkItemOut, ...]
    clock: ClockOut | None
    appointments: tuple[AppointmentOut, ...] = Field(
        description="The parts of the legal limit; empty where it is not parted."
    )
    forms: tuple[FormOut, ...] = Field(description="The forms that can be printed for it now.")
    linked: tuple[LinkedOut, ...] = Field(description="The dossiers it is linked with.")


class EntryOut(Out):
    """An entry of the journal; ``digest`` chains it to the one before."""

    seq: int
    at: datetime
    actor: str
    actor_name: str
    type: str
    data: dict[str, Any]
    digest: str


class JournalOut(Out):
    """A page of a journal. Pass ``after`` to get the next one; null means there is none."""

    entries: tuple[EntryOut, ...]
    after: int | None
