"""What the API tells of procedures and of checks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from engine.specs.findings import Severity
from engine.web.api.models import Out
from engine.web.api.work_item_models import FieldOut


class FindingOut(Out):
    """What a check found, and where; lines and columns count from 1."""

    code: str
    severity: Severity
    line: int
    column: int
    text: str
    help: str | None


class CheckOut(Out):
    """What a check of a text found; ``blocks`` tells that it cannot be published."""

    kind: Literal["procedure", "organisation", "calendar"] | None
    blocks: bool
    findings: tuple[FindingOut, ...]


class ProcedureOut(Out):
    """A procedure in force."""

    key: str
    code: str
    title: str
    field: str
    level: str
    decision: str
    decided_on: date | None
    effective_from: date
    effective_until: date | None
    version: int
    digest: str
    limits: tuple[str, ...]
    steps: int
    findings: int


class ProceduresOut(Out):
    """All procedures in force, by key."""

    procedures: tuple[ProcedureOut, ...]


class StepOut(Out):
    """A step: who does it, in which time, and how it can come out."""

    name: str
    label: str
    kind: str
    role: str | None
    position: str | None
    limit: str | None
    outcomes: dict[str, str]
    form: tuple[str, ...]


class PaperOut(Out):
    """A component of the dossier."""

    name: str
    label: str
    original: int
    copies: int
    required: bool
    digitise: bool
    replaced_by_data: bool


class VersionOut(Out):
    """A published version of a procedure."""

    version: int
    digest: str
    effective_from: date
    effective_until: date | None
    published_at: datetime
    published_by: str


class ProcedureDetail(ProcedureOut):
    """A procedure with everything a program needs to receive dossiers under it."""

    issuer: str
    reception_fields: tuple[str, ...]
    fields: tuple[FieldOut, ...]
    papers: tuple[PaperOut, ...]
    steps_detail: tuple[StepOut, ...]
    checks: tuple[FindingOut, ...]
    versions: tuple[VersionOut, ...]
