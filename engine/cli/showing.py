"""Shows a dossier, whole or only where it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.cli.office import opened_office
from engine.cli.parameters import AsJson, By, Code
from engine.cli.speech import moment, say, say_json, say_table, words
from engine.core.lifecycle import DOSSIER_STATUS_NAMES
from engine.messages import Message, message

if TYPE_CHECKING:
    from engine.services.commands import Applied
    from engine.services.dossier_view import DossierView
    from engine.services.linked_lines import LinkedLine
    from engine.services.office import Office
    from engine.services.open_items import OpenItem


def show(code: Code, officer: By, as_json: AsJson = False) -> None:
    """Show a dossier: where it is, what can be done now, and its due date."""
    from engine.services.dossiers import show as show_dossier

    with opened_office() as office:
        view = show_dossier(office, code, officer)
        if as_json:
            say_json(**_dossier_json(view))
            return
        _say_dossier(office, view)


def _say_dossier(office: Office, view: DossierView) -> None:
    dossier = view.dossier
    say(f"{dossier.code}  {words(view.procedure.title)}")
    say(message("Status: {status}", status=view.status))
    say(message("Applicant: {name}", name=dossier.applicant.name or message("Erased")))
    say(message("Received at {moment}", moment=moment(dossier.received_at, office.zone)))
    say_due(office, view)
    for line in view.linked:
        say(_linked_words(line))
    if view.items:
        say_table(
            (
                message("Item"),
                message("Step"),
                message("Unit"),
                message("Position"),
                message("In hand of"),
                message("Due"),
                message("Outcomes"),
            ),
            [_open_row(office, item) for item in view.items],
        )


def _linked_words(line: LinkedLine) -> Message:
    if line.relation == "parent":
        return message("Started by dossier {code}", code=line.code)
    if line.awaited:
        return message("Awaits dossier {code}", code=line.code)
    return message("Started dossier {code}", code=line.code)


def _open_row(office: Office, item: OpenItem) -> tuple[str, ...]:
    return (
        str(item.item.number),
        words(item.label),
        words(item.unit),
        words(item.position),
        item.holder,
        moment(item.due_at, office.zone),
        ", ".join(f"{action.outcome} ({words(action.label)})" for action in item.actions),
    )


def _dossier_json(view: DossierView) -> dict[str, Any]:
    from engine.core.papers import missing_papers

    dossier = view.dossier
    return {
        "dossier": dossier.code,
        "procedure": dossier.procedure,
        "digest": dossier.digest,
        "status": dossier.status,
        "desk": dossier.desk,
        "territory": dossier.territory,
        "channel": dossier.channel,
        "received_at": dossier.received_at,
        "ended_at": dossier.ended_at,
        "due_at": view.clock.due_at if view.clock else None,
        "index_due_at": view.figures.index_due_at if view.figures else None,
        "linked": [
            {"dossier": each.code, "relation": each.relation, "awaited": each.awaited}
            for each in view.linked
        ],
        "appointments": [
            {
                "appointment": each.name,
                "limit": str(each.limit),
                "due_at": each.clock.due_at if each.clock else None,
                "status": each.clock.status if each.clock else None,
                "late": each.clock.late if each.clock else False,
            }
            for each in view.appointments
        ],
        "data": dict(dossier.data),
        "papers": {
            name: {"originals": each.originals, "copies": each.copies}
            for name, each in dossier.papers.items()
        },
        "missing_papers": list(missing_papers(view.procedure, dossier)),
        "items": [
            {
                "item": each.item.number,
                "step": each.item.node,
                "label": words(each.label),
                "unit": each.item.unit,
                "position": each.item.position,
                "holder": each.item.holder,
                "due_at": each.due_at,
                "kind": each.item.kind,
                "outcomes": [action.outcome for action in each.actions],
                "fields": list(each.form),
            }
            for each in view.items
        ],
    }


def say_due(office: Office, view: DossierView) -> None:
    """Say what a dossier is due by, and by the national index where that differs."""
    from engine.services.due_dates import due_of_dossier
    from engine.services.index_figure import index_words

    due = due_of_dossier(office, view)
    at = moment(due.at, office.zone) or "–"
    say(message("Due: {moment} ({words})", moment=at, words=due.words))
    counted_otherwise = index_words(office, view)
    if counted_otherwise is not None:
        say(counted_otherwise)


def say_where(office: Office, applied: Applied) -> None:
    """Say where a dossier is now, without anything that not every officer may see."""
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        dossier = uow.dossiers.find(applied.dossier)
        assert dossier is not None  # a command was just carried out on it
        net = office.net(uow, dossier.digest)
    status = DOSSIER_STATUS_NAMES[dossier.status]
    say(message("{code}: {status}", code=dossier.code, status=status))
    for item in dossier.items.values():
        unit = rulebook.directory.unit(item.unit).name if item.unit else ""
        step = message(
            "  item {number}: {step}, {unit}",
            number=item.number,
            step=net.node(item.node).label,
            unit=unit,
        )
        say(step)
