"""What goes in and comes out of the API: the source of its description.

What comes in refuses fields it does not know. Instants are in UTC; texts are in the language asked for;
``words`` and ``label`` are for people, everything else for programs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from engine.core.lifecycle import AlertStatus, ClockStatus, DossierStatus, ItemKind, ItemStatus
from engine.core.state import Channel
from engine.specs.dossier_contents import FieldType
from engine.store.inbox import InboxView, OpenView
from engine.web.api.appointment_models import AppointmentOut

Text = Annotated[str, StringConstraints(max_length=4000)]
ShortText = Annotated[str, StringConstraints(max_length=200)]
Named = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Typed = dict[Named, Text | int | float | bool | list[ShortText] | None]
"""What was typed into fields, by their names; null leaves a field as it is."""


class In(BaseModel):
    """Base of what comes in: fields nobody knows are refused."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """Base of what goes out."""


class FieldProblem(Out):
    """One faulty field; ``field`` names it as the request does, parts joined by a dot."""

    field: str
    detail: str


class Problem(Out):
    """A problem document (RFC 9457). ``code`` is stable; ``title`` and ``detail`` are for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: tuple[FieldProblem, ...] = ()


class TokenIn(In):
    """Who asks for a token. ``name`` says what it is for."""

    officer: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    password: Annotated[SecretStr, Field(max_length=1000)]
    name: ShortText = ""


class TokenOut(Out):
    """A token; it is shown this once, only its hash is kept."""

    token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of the scheme
    expires_in: int = Field(description="Seconds until the token runs out.")


class Health(Out):
    """The program runs, its database answers, and the tables are of this version."""

    status: Literal["ok"] = "ok"


class ApplicantIn(In):
    """Who asks for something. Personal data."""

    name: Named
    identity_number: ShortText = ""
    phone: ShortText = ""
    address: ShortText = ""
    email: ShortText = ""


class HandedInIn(In):
    """How much of a paper was handed in."""

    originals: Annotated[int, Field(ge=0, le=999)] = 0
    copies: Annotated[int, Field(ge=0, le=999)] = 0


HandedInPapers = Annotated[dict[Named, HandedInIn], Field(max_length=200)]
"""What was handed in, by the names of the papers in the procedure."""


class ReceptionIn(In):
    """A dossier as a desk receives it.

    ``data`` holds the fields the procedure asks for at reception (``reception_fields`` there).
    """

    procedure: Named = Field(description="Key of a procedure in force.")
    desk: Named = Field(description="Code of a one-stop desk where you have a post.")
    territory: Named = Field(description="Code of the commune the case belongs to.")
    applicant: ApplicantIn
    channel: Channel = "desk"
    data: Typed = Field(default_factory=dict, max_length=200)
    papers: HandedInPapers = Field(default_factory=dict)


class PapersIn(In):
    """What has been handed in by now; the numbers replace those before, papers not named stay."""

    papers: HandedInPapers


class CorrectionIn(In):
    """The right details of the applicant, all of them, and why they are corrected."""

    applicant: ApplicantIn
    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class CompletionIn(In):
    """How a work item came out: an outcome among its ``actions``, and the fields of its ``form``."""

    outcome: Named
    data: Typed = Field(default_factory=dict, max_length=200)
    note: Text = ""
    assign_to: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="",
        description="Who gets the work that follows; for who heads or supervises its unit.",
    )
    again: Text = Field(
        default="", description="Where ``asks_again``: why a supplement is asked for once more."
    )


class AssignmentIn(In):
    """Who gets a work item: an officer who holds its position."""

    to: Named


class OpinionIn(In):
    """What somebody who takes part in a step thinks; it stays in the journal under the name."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class ReasonIn(In):
    """Why something is done; it stays in the journal."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class CommandOut(Out):
    """What a command did. ``repeated`` tells that the same key had done it before."""

    dossier: str
    version: int
    repeated: bool
    events: tuple[str, ...]


class Due(Out):
    """A due date: the instant, how pressing it is, and both in words."""

    at: datetime | None
    state: str = Field(description="overdue, today, soon, later, paused, closed or none")
    words: str


class InboxItem(Out):
    """A work item in an inbox. ``applicant_name`` is personal data."""

    dossier: str
    number: int
    procedure: str
    procedure_title: str
    step: str
    step_label: str
    kind: ItemKind
    status: ItemStatus
    unit: str
    position: str
    holder: str
    holder_name: str
    applicant_name: str
    received_at: datetime | None
    offered_at: datetime
    due: Due
    dossier_due: Due
    linked: str = Field(description="The dossier that the item awaits; empty where it awaits none.")
    linked_due: Due | None
    visit: int = Field(description="Above 1 where the dossier came back to the step.")


class InboxOut(Out):
    """A page of an inbox. Pass ``after`` to get the next one; null means there is none."""

    view: InboxView
    items: tuple[InboxItem, ...]
    counts: dict[OpenView, int]
    after: str | None


class FieldOut(Out):
    """A field of a form. A choice has ``options``: what to send, and its label."""

    name: str
    label: str
    type: FieldType
    required: bool
    personal: bool
    options: dict[str, str]


class ActionOut(Out):
    """An outcome you may choose now; where ``note_required``, send a ``note``."""

    outcome: str
    label: str
    note_required: bool
    returns: bool
    asks_again: bool


class OpinionOut(Out):
    """What somebody who takes part in a step said."""

    at: datetime
    officer_name: str
    position_name: str
    unit_name: str
    text: str


class WorkItemOut(Out):
    """An open work item; ``actions`` is empty where it is not yours.

    Where ``speaks``, you take part in a step that somebody else does: send an opinion.
    """

    number: int
    step: str
    step_label: str
    kind: ItemKind
    status: ItemStatus
    unit: str
    unit_name: str
    position: str
    position_name: str
    holder: str
    holder_name: str
    due_at: datetime | None
    mine: bool
    claimable: bool
    actions: tuple[ActionOut, ...]
    form: tuple[FieldOut, ...]
    speaks: bool
    opinions: tuple[OpinionOut, ...]


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


class AlertOut(Out):
    """An alert; its cause in words, who owns it, and who took note of it."""

    dossier: str
    number: int
    rung: str
    text: str
    status: AlertStatus
    procedure: str
    procedure_title: str
    step: str | None
    unit: str
    unit_name: str
    receiver: str
    owner: str
    owner_name: str
    raised_at: datetime
    due: Due
    acknowledged_by: str
    acknowledged_at: datetime | None
    reason: str
    resolved_at: datetime | None
    again_at: datetime | None = Field(description="While it is put off: when it is raised again.")


class AlertsOut(Out):
    """A page of alerts, newest first. Pass ``after`` to get the next one; null means there is none."""

    alerts: tuple[AlertOut, ...]
    counts: dict[AlertStatus, int]
    after: str | None
