"""From a dossier to what the API answers, in one language."""

from __future__ import annotations

import json
from dataclasses import asdict

from engine.catalogue import render
from engine.core.events import dump
from engine.core.papers import missing_papers
from engine.core.state import HandedIn, RunningClock
from engine.messages import Language
from engine.services.appointments import AppointmentLine
from engine.services.clocks import explain_clock
from engine.services.dossier_view import DossierView, values_of
from engine.services.due_dates import due_of_dossier
from engine.services.linked_lines import LinkedLine
from engine.services.office import Office, Rulebook
from engine.services.open_items import OpenItem
from engine.services.printed_forms import FORM_NAMES, forms_of
from engine.specs.durations import Duration
from engine.store.journal import JournalEntry
from engine.web.api.answers import due_answer, fields_answer
from engine.web.api.appointment_models import AppointmentOut
from engine.web.api.dossier_models import (
    ApplicantOut,
    ClockOut,
    DossierOut,
    EntryOut,
    FormOut,
    LineOut,
    LinkedOut,
    PaperHandedIn,
    ValueOut,
)
from engine.web.api.work_item_models import ActionOut, OpinionOut, WorkItemOut


def dossier_answer(office: Office, view: DossierView, language: Language) -> DossierOut:
    """Return a dossier."""
    dossier = view.dossier
    return DossierOut(
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
        applicant=ApplicantOut(**asdict(dossier.applicant)),
        data=tuple(
            ValueOut(name=name, label=label.in_language(language), value=value)
            for name, label, value in values_of(view)
        ),
        papers=_papers(view, language),
        received_at=dossier.received_at,
        ended_at=dossier.ended_at,
        items=tuple(_open_item(item, language) for item in view.items),
        clock=_clock(office, view, view.clock, language) if view.clock else None,
        appointments=tuple(_appointment(line, language) for line in view.appointments),
        forms=tuple(
            FormOut(form=form, label=FORM_NAMES[form].in_language(language))
            for form in forms_of(view)
        ),
        linked=tuple(_linked(line, language) for line in view.linked),
    )


def _linked(line: LinkedLine, language: Language) -> LinkedOut:
    return LinkedOut(
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


def _papers(view: DossierView, language: Language) -> tuple[PaperHandedIn, ...]:
    missing = missing_papers(view.procedure, view.dossier)
    nothing = HandedIn()
    return tuple(
        PaperHandedIn(
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


def _open_item(open_item: OpenItem, language: Language) -> WorkItemOut:
    item = open_item.item
    return WorkItemOut(
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
            ActionOut(
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
            OpinionOut(
                at=opinion.at,
                officer_name=opinion.officer,
                position_name=opinion.position.in_language(language),
                unit_name=opinion.unit.in_language(language),
                text=opinion.text,
            )
            for opinion in open_item.opinions
        ),
    )


def _clock(office: Office, view: DossierView, clock: RunningClock, language: Language) -> ClockOut:
    figures, now = view.figures, office.clock.now()
    return ClockOut(
        status=clock.status,
        limit=(view.procedure.due or Duration(clock.limit)).in_words(language),
        due_at=clock.due_at,
        first_due_at=clock.first_due_at,
        index_due_at=figures.index_due_at if figures else None,
        late_by_law=figures is not None and figures.late_by_law(now),
        late_by_index=figures is not None and figures.late_by_index(now),
        due=due_answer(due_of_dossier(office, view), language),
        calendar=clock.calendar,
        calendar_version=clock.calendar_version,
        explanation=tuple(
            LineOut(at=line.at, text=render(line.text, language))
            for line in explain_clock(clock, view.rulebook)
        ),
    )


def entry_answer(entry: JournalEntry, rulebook: Rulebook) -> EntryOut:
    """Return an entry of a journal."""
    data = json.loads(dump(entry.event))
    del data["at"]  # the entry says it
    return EntryOut(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        actor_name=rulebook.directory.officer_name(entry.actor),
        type=type(entry.event).__name__,
        data=data,
        digest=entry.digest,
    )
