"""What the page of a dossier shows, put together for its template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.catalogue import render
from engine.core.lifecycle import OPEN_ITEMS, RESULT_THERE, AlertStatus, ClockStatus, DossierStatus
from engine.core.papers import listed, missing_papers
from engine.core.state import Alert, RunningClock
from engine.graph.svg import to_svg
from engine.messages import Label, Language, Message, message
from engine.services.assigning import Assignable, assignable
from engine.services.awaited import awaited
from engine.services.clocks import explain_clock
from engine.services.dossier_view import DossierView
from engine.services.due_dates import Due, due, due_of_dossier
from engine.services.index_figure import index_words
from engine.services.notices import rung_text
from engine.services.office import Office
from engine.services.open_items import OpenItem
from engine.services.printed_forms import FORM_NAMES, forms_of
from engine.services.timeline import TimelineEntry, timeline
from engine.services.undoing import undoable
from engine.specs.dossier_contents import DossierField
from engine.web.paper_forms import PaperLine, checklist
from engine.web.promise_panel import PromisePanel, promise_panel
from engine.web.values import shown_data
from engine.worktime.explain import Line

_OPEN_ALERTS = (AlertStatus.RAISED, AlertStatus.ACKNOWLEDGED, AlertStatus.SNOOZED)


@dataclass(frozen=True, slots=True)
class StepPanel:
    """An open step or wait with its due date and how that came about."""

    item: OpenItem
    due: Due
    why: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReceptionDue:
    """Until when an online dossier is to be accepted, and how that came about."""

    due: Due
    why: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Everything the template needs beside the dossier itself.

    Attributes:
        lacking: what is missing of the papers, in words.
        checking: the dossier is still at its first step, and the officer can do it.
    """

    view: DossierView
    status: Message
    desk: Label
    territory: Label
    due: Due
    index: Message | None
    why: tuple[Line, ...]
    reception: ReceptionDue | None
    early: Message | None
    steps: tuple[StepPanel, ...]
    awaited: tuple[Message, ...]
    chosen: StepPanel | None
    data: list[tuple[str, str]]
    history: tuple[TimelineEntry, ...]
    alerts: tuple[tuple[Alert, Message], ...]
    papers: tuple[PaperLine, ...]
    forms: tuple[tuple[str, Label], ...]
    at_desk: bool
    lacking: Message | None
    checking: bool
    may_withdraw: bool
    may_stop: bool
    promise: PromisePanel
    assignable: Assignable
    undoable: Label | None


def make_page(
    office: Office, view: DossierView, officer: str, language: Language, chosen: int | None
) -> DossierPage:
    """Return what to show of a dossier; ``chosen`` is the number of the step to work on, if any."""
    dossier, directory = view.dossier, view.rulebook.directory
    steps = tuple(_panel(office, view, item) for item in view.items)
    actor = office.actor(view.rulebook, officer)
    open_items = [each.item for each in view.items if each.item.handles]
    handles = dossier.desk in actor.units or any(
        (item.unit, item.position) in actor.posts for item in open_items
    )
    desks = {dossier.desk, directory.heir(dossier.desk, view.rulebook.on) or dossier.desk}
    at_desk = not desks.isdisjoint(actor.units)
    concerned = {dossier.desk, *(item.unit for item in open_items)}
    supervises = "supervisor" in actor.duties and not concerned.isdisjoint(
        office.scope(view.rulebook, actor)
    )
    open_to_end = not dossier.closed and dossier.status not in RESULT_THERE
    return DossierPage(
        view=view,
        status=view.status,
        desk=directory.unit(dossier.desk).name,
        territory=directory.unit(dossier.territory).name,
        due=due_of_dossier(office, view),
        index=index_words(office, view),
        why=explain_clock(view.clock, view.rulebook) if view.clock else (),
        reception=_reception(office, view),
        early=_early(office, view),
        steps=steps,
        awaited=awaited(view),
        chosen=_chosen(steps, chosen),
        data=shown_data(dossier.data, view.procedure.dossier.fields, directory, language),
        history=timeline(view)[::-1],
        alerts=tuple(
            (alert, rung_text(alert.rung))
            for alert in dossier.alerts.values()
            if alert.status in _OPEN_ALERTS
        ),
        papers=checklist(view.procedure, dossier),
        forms=tuple((form, FORM_NAMES[form]) for form in forms_of(view)),
        at_desk=at_desk and not dossier.status.closed,
        lacking=_lacking(view),
        checking=any(step.item.item.node == view.net.start and step.item.actions for step in steps),
        may_withdraw=handles and open_to_end,
        may_stop=supervises and open_to_end,
        promise=promise_panel(view, actor, language),
        assignable=assignable(office, view, actor),
        undoable=undoable(office, view, actor),
    )


def _reception(office: Office, view: DossierView) -> ReceptionDue | None:
    """Return until when the dossier is to be accepted, as long as it is not."""
    clock = view.dossier.reception_clock
    if clock is None or clock.status is ClockStatus.STOPPED:
        return None
    until = due(office, view.rulebook, view.dossier.desk, clock.due_at, paused=False)
    return ReceptionDue(until, explain_clock(clock, view.rulebook))


def _early(office: Office, view: DossierView) -> Message | None:
    """Return what the desk is to do where the result is there on an earlier day than was promised."""
    clock = view.dossier.legal_clock
    if view.dossier.status is not DossierStatus.FINISHED or clock is None or clock.due_at is None:
        return None
    due_on, done_on = (
        at.astimezone(office.zone).date() for at in (clock.due_at, clock.ledger[-1].at)
    )
    if clock.status is not ClockStatus.STOPPED or done_on >= due_on:
        return None
    return message(
        "The result is there before the appointment of {day}: tell the applicant to fetch it (NĐ 61/2018, article 20)",
        day=f"{due_on:%d/%m/%Y}",
    )


def _lacking(view: DossierView) -> Message | None:
    """Return what to write down when a supplement is asked for because papers are missing."""
    known = view.procedure.dossier.papers
    missing = [known[name].label for name in missing_papers(view.procedure, view.dossier)]
    return message("Missing: {papers}", papers=listed(missing)) if missing else None


def _panel(office: Office, view: DossierView, item: OpenItem) -> StepPanel:
    clock = view.dossier.clocks.get(item.item.clock)
    return StepPanel(
        item=item,
        due=due(office, view.rulebook, item.item.unit, item.due_at, paused=_paused(clock)),
        why=explain_clock(clock, view.rulebook) if clock else (),
    )


def _paused(clock: RunningClock | None) -> bool:
    return clock is not None and clock.status is ClockStatus.PAUSED


def _chosen(steps: tuple[StepPanel, ...], number: int | None) -> StepPanel | None:
    """Return the step asked for, else the officer's own, else one the officer could take."""
    workable = [step for step in steps if step.item.actions]
    asked = [step for step in workable if step.item.item.number == number]
    own = [step for step in workable if step.item.mine]
    return next(iter([*asked, *own, *workable]), None)


def picture(view: DossierView, language: Language) -> str:
    """Return the drawn procedure as inline SVG, with the places where the dossier is."""
    organisation = view.rulebook.directory.spec
    return to_svg(
        view.net,
        language=language,
        render=render,
        role_names=organisation.roles,
        position_names=organisation.positions,
        visits=frozenset(token.node for token in view.dossier.tokens),
    )


def who_was_faster(view: DossierView, number: int, office: Office) -> Message | None:
    """Return who did something with a work item that somebody else wanted to work on, in words."""
    item = view.dossier.items.get(number)
    if item is None:
        return None
    directory = view.rulebook.directory
    step = view.step_label(item.node)
    if item.status in OPEN_ITEMS:
        if not item.holder:
            return None
        return message(
            "{officer} has “{step}” in hand now. Nothing was saved; ask {officer} to give it back if you should do it.",
            officer=directory.officer_name(item.holder),
            step=step,
        )
    if not item.holder or item.ended_at is None:
        return message("“{step}” is no longer open. Nothing was saved.", step=step)
    way = view.net.outcome(item.node, item.outcome)
    return message(
        "{officer} was faster: “{step}” was finished at {time} with “{outcome}”. Nothing you typed was saved; it is kept below.",
        officer=directory.officer_name(item.holder),
        step=step,
        time=f"{item.ended_at.astimezone(office.zone):%H:%M %d/%m/%Y}",
        outcome=way.label if way else item.outcome,
    )


def _named(typed: str, field: DossierField, view: DossierView) -> str:
    directory = view.rulebook.directory
    if field.type in ("unit", "units") and directory.knows(typed):
        return str(directory.unit(typed).name)
    return str(field.options.get(typed, typed))


def kept_texts(
    view: DossierView, data: Mapping[str, object], fields: Mapping[str, DossierField], note: str
) -> list[tuple[Label | Message, str]]:
    """Return what an officer typed for a step that can no longer be worked on, to be copied."""
    kept: list[tuple[Label | Message, str]] = []
    for name, value in data.items():
        codes = value if isinstance(value, list) else [value]
        texts = [_named(str(each), fields[name], view) for each in codes if each]
        if texts:
            kept.append((fields[name].label, "; ".join(texts)))
    return [*kept, (message("Note"), note)] if note else kept
