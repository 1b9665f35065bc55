"""From what services return to what the API answers, in one language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from engine.catalogue import render
from engine.core.events import dump
from engine.core.lifecycle import DOSSIER_STATUS_NAMES, ClockStatus
from engine.core.papers import missing_papers
from engine.core.state import HandedIn, RunningClock
from engine.messages import Language
from engine.services import inbox as inboxes
from engine.services.alerts import AlertLine, AlertList
from engine.services.appointments import AppointmentLine
from engine.services.clocks import explain_clock
from engine.services.commands import Applied
from engine.services.dossiers import DossierView, OpenItem, values_of
from engine.services.inbox import Inbox, InboxLine
from engine.services.linked_lines import LinkedLine
from engine.services.office import Office, Rulebook
from engine.specs.dossier_contents import DossierField
from engine.specs.durations import Duration
from engine.specs.findings import Finding
from engine.store.journal import JournalEntry
from engine.web.api import models, procedure_models
from engine.web.api.appointment_models import AppointmentOut


def command_answer(applied: Applied) -> models.CommandOut:
    """Return what a command did."""
    return models.CommandOut(
        dossier=applied.dossier,
        version=applied.version,
        repeated=applied.repeated,
        events=tuple(type(event).__name__ for event in applied.events),
    )


def inbox_answer(found: Inbox, language: Language) -> models.InboxOut:
    """Return a page of an inbox."""
    items = tuple(_inbox_item(line, language) for line in found.lines)
    return models.InboxOut(view=found.view, items=items, counts=found.counts, after=found.after)


def _inbox_item(line: InboxLine, language: Language) -> models.InboxItem:
    row = line.row
    return models.InboxItem(
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


def due_answer(due: inboxes.Due, language: Language) -> models.Due:
    """Return a due date with its words."""
    return models.Due(at=due.at, state=due.state, words=render(due.words, language))


def dossier_answer(office: Office, view: DossierView, language: Language) -> models.DossierOut:
    """Return a dossier."""
    dossier = view.dossier
    return models.DossierOut(
        code=dossier.code,
        version=dossier.version,
        status=dossier.status,
        status_name=render(view.status, language),
        procedure=dossier.procedure,
        procedure_title=view.procedure.title.in_language(language),
        digest=dossier.digest,
        desk=dossier.desk,
        territory=dossier.territory,
        channel=dossier.channel,
        applicant=models.ApplicantOut(**asdict(dossier.applicant)),
        data=tuple(
            models.ValueOut(name=name, label=label.in_language(language), value=value)
            for name, label, value in values_of(view)
        ),
        papers=_papers(view, language),
        received_at=dossier.received_at,
        ended_at=dossier.ended_at,
        items=tuple(_open_item(item, language) for item in view.items),
        clock=_clock(office, view, view.clock, language) if view.clock else None,
        appointments=tuple(_appointment(line, language) for line in view.appointments),
        linked=tuple(_linked(line, language) for line in view.linked),
    )


def _linked(line: LinkedLine, language: Language) -> models.LinkedOut:
    return models.LinkedOut(
        code=line.code,
        relation=line.relation,
        procedure_title=line.procedure.in_language(language),
        status=line.status,
        due_at=line.due_at,
        awaited=line.awaited,
    )


def _appointment(line: AppointmentLine, language: Language) -> AppointmentOut:
    clock = line.clock
    return AppointmentOut(
        name=line.name,
        label=line.label.in_language(language),
        limit=line.limit.in_words(language),
        begins_with=line.first_step.in_language(language),
        status=clock.status if clock else None,
        due_at=clock.due_at if clock else None,
        first_due_at=clock.first_due_at if clock else None,
        late=clock.late if clock else False,
    )


def _papers(view: DossierView, language: Language) -> tuple[models.PaperHandedIn, ...]:
    missing = missing_papers(view.procedure, view.dossier)
    nothing = HandedIn()
    return tuple(
        models.PaperHandedIn(
            name=name,
            label=paper.label.in_language(language),
            original=paper.original,
            copies=paper.copies,
            required=paper.required,
            digitise=paper.digitise,
            replaced_by_data=paper.replaced_by_data,
            originals_handed_in=view.dossier.papers.get(name, nothing).originals,
            copies_handed_in=view.dossier.papers.get(name, nothing).copies,
            missing=name in missing,
        )
        for name, paper in view.procedure.dossier.papers.items()
    )


def _open_item(open_item: OpenItem, language: Language) -> models.WorkItemOut:
    item = open_item.item
    return models.WorkItemOut(
        number=item.number,
        step=item.node,
        step_label=open_item.label.in_language(language),
        kind=item.kind,
        status=item.status,
        unit=item.unit,
        unit_name=open_item.unit.in_language(language),
        position=item.position,
        position_name=open_item.position.in_language(language),
        holder=item.holder,
        holder_name=open_item.holder,
        due_at=open_item.due_at,
        mine=open_item.mine,
        claimable=open_item.claimable,
        actions=tuple(
            models.ActionOut(
                outcome=action.outcome,
                label=action.label.in_language(language),
                note_required=action.needs_note,
                returns=action.returns,
                asks_again=action.asks_again,
            )
            for action in open_item.actions
        ),
        form=fields_answer(open_item.form, language),
        speaks=open_item.speaks,
        opinions=tuple(
            models.OpinionOut(
                at=opinion.at,
                officer_name=opinion.officer,
                position_name=opinion.position.in_language(language),
                unit_name=opinion.unit.in_language(language),
                text=opinion.text,
            )
            for opinion in open_item.opinions
        ),
    )


def fields_answer(
    fields: Mapping[str, DossierField], language: Language
) -> tuple[models.FieldOut, ...]:
    """Return the fields of a form."""
    return tuple(
        models.FieldOut(
            name=name,
            label=field.label.in_language(language),
            type=field.type,
            required=field.required,
            personal=field.personal,
            options={key: label.in_language(language) for key, label in field.options.items()},
        )
        for name, field in fields.items()
    )


def _clock(
    office: Office, view: DossierView, clock: RunningClock, language: Language
) -> models.ClockOut:
    dossier = view.dossier
    if dossier.between_appointments:
        due = inboxes.between(clock.due_at)
    elif clock.status == "stopped":
        words = (
            inboxes.closed_words(dossier.status, clock.due_at, clock.ledger[-1].at)
            if dossier.closed or dossier.status == "returned"
            else DOSSIER_STATUS_NAMES[dossier.status]
        )
        due = inboxes.Due(clock.due_at, words, "none")
    else:
        paused = clock.status is ClockStatus.PAUSED
        due = inboxes.due(office, view.rulebook, dossier.desk, clock.due_at, paused=paused)
    figures, now = view.figures, office.clock.now()
    return models.ClockOut(
        status=clock.status,
        limit=(view.procedure.due or Duration(clock.limit)).in_words(language),
        due_at=clock.due_at,
        first_due_at=clock.first_due_at,
        index_due_at=figures.index_due_at if figures else None,
        late_by_law=figures is not None and figures.late_by_law(now),
        late_by_index=figures is not None and figures.late_by_index(now),
        due=due_answer(due, language),
        calendar=clock.calendar,
        calendar_version=clock.calendar_version,
        explanation=tuple(
            models.LineOut(at=line.at, text=render(line.text, language))
            for line in explain_clock(clock, view.rulebook)
        ),
    )


def entry_answer(entry: JournalEntry, rulebook: Rulebook) -> models.EntryOut:
    """Return an entry of a journal."""
    data = json.loads(dump(entry.event))
    del data["at"]  # the entry says it
    return models.EntryOut(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        actor_name=rulebook.directory.officer_name(entry.actor),
        type=type(entry.event).__name__,
        data=data,
        digest=entry.digest,
    )


def alerts_answer(found: AlertList, language: Language) -> models.AlertsOut:
    """Return a page of alerts."""
    return models.AlertsOut(
        alerts=tuple(_alert(line, language) for line in found.lines),
        counts=found.counts,
        after=found.after,
    )


def _alert(line: AlertLine, language: Language) -> models.AlertOut:
    row = line.row
    return models.AlertOut(
        dossier=row.dossier,
        number=row.number,
        rung=row.rung,
        text=render(line.text, language),
        status=row.status,
        procedure=row.procedure,
        procedure_title=line.procedure.in_language(language),
        step=row.node,
        unit=row.unit,
        unit_name=line.unit.in_language(language),
        receiver=row.receiver,
        owner=row.owner,
        owner_name=line.owner,
        raised_at=row.raised_at,
        due=due_answer(line.due, language),
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        reason=row.reason,
        resolved_at=row.resolved_at,
        again_at=row.again_at,
    )


def findings_answer(
    findings: tuple[Finding, ...], language: Language
) -> tuple[procedure_models.FindingOut, ...]:
    """Return what a check found."""
    return tuple(
        procedure_models.FindingOut(
            code=finding.code,
            severity=finding.severity,
            line=finding.place.line,
            column=finding.place.column,
            text=render(finding.message, language),
            help=render(finding.help, language) if finding.help else None,
        )
        for finding in findings
    )
