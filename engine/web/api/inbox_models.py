"""Inboxes as the API tells them."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from engine.core.inbox_views import InboxView, OpenView
from engine.core.lifecycle import ItemKind, ItemStatus
from engine.web.api.models import Due, Out


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
