"""From an inbox to what the API answers, in one language."""

from __future__ import annotations

from engine.messages import Language
from engine.services.inbox import Inbox, InboxLine
from engine.web.api.answers import due_answer
from engine.web.api.inbox_models import InboxItem, InboxOut


def inbox_answer(found: Inbox, language: Language) -> InboxOut:
    """Return a page of an inbox."""
    items = tuple(_inbox_item(line, language) for line in found.lines)
    return InboxOut(view=found.view, items=items, counts=found.counts, after=found.after)


def _inbox_item(line: InboxLine, language: Language) -> InboxItem:
    row = line.row
    return InboxItem(
        dossier=row.dossier,
        number=row.number,
        procedure=row.procedure,
        procedure_title=line.procedure.in_language(language),
        step=row.node,
        step_label=line.step.in_language(language),
        kind=row.kind,
        status=row.status,
        unit=row.unit,
        position=row.position,
        holder=row.holder,
        holder_name=line.holder,
        applicant_name=row.applicant_name,
        received_at=row.received_at,
        offered_at=row.offered_at,
        due=due_answer(line.due, language),
        dossier_due=due_answer(line.dossier_due, language),
        linked=row.linked,
        linked_due=due_answer(line.linked_due, language) if line.linked_due else None,
        visit=row.visit,
    )
