"""Commands about dossiers: receive, inbox, show, claim, release, complete, opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from engine.cli.office import new_command_id, opened_office
from engine.cli.paper_option import Papers, handed_in
from engine.cli.speech import moment, say, say_json, say_table, words
from engine.core.lifecycle import DOSSIER_STATUS_NAMES
from engine.messages import Message, message

if TYPE_CHECKING:
    from engine.services.commands import Applied
    from engine.services.dossier_view import DossierView
    from engine.services.inbox import InboxLine
    from engine.services.linked_lines import LinkedLine
    from engine.services.office import Office
    from engine.services.open_items import OpenItem

# Written out again, because importing the originals would cost every start half a second.
Channel = Literal["desk", "online", "post"]
InboxView = Literal[
    "mine",
    "unit",
    "unassigned",
    "due_today",
    "overdue",
    "taking_part",
    "waiting",
    "to_return",
    "done",
]

Code = Annotated[str, typer.Argument(metavar="CODE", help="The code of a dossier.")]
Item = Annotated[int, typer.Argument(metavar="ITEM", help="The number of a work item.")]
By = Annotated[str, typer.Option("--officer", help="Who does it.")]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="NAME=VALUE", help="A field of the form; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print stable JSON.")]


def receive(
    procedure: Annotated[str, typer.Argument(metavar="PROCEDURE", help="Its key.")],
    desk: Annotated[str, typer.Option(help="The unit code of the one-stop desk.")],
    territory: Annotated[str, typer.Option(help="The unit code of the commune it concerns.")],
    applicant: Annotated[str, typer.Option(help="The name of the applicant.")],
    officer: By,
    identity_number: Annotated[str, typer.Option(help="Identity number, or tax code.")] = "",
    phone: Annotated[str, typer.Option(help="Telephone number.")] = "",
    address: Annotated[str, typer.Option(help="Address.")] = "",
    email: Annotated[str, typer.Option(help="Mail address.")] = "",
    channel: Annotated[Channel, typer.Option(help="How it came.")] = "desk",
    field: Fields = None,
    paper: Papers = None,
) -> None:
    """Receive a dossier at a desk and print its code and due date."""
    from engine.core.state import Applicant
    from engine.services import dossiers
    from engine.services.reception import offered_procedure

    with opened_office() as office:
        papers = handed_in(paper, offered_procedure(office, procedure)) if paper else {}
        reception = dossiers.Reception(
            procedure,
            desk,
            territory,
            Applicant(applicant, identity_number, phone, address, email),
            channel,
            _typed(field),
            papers,
        )
        received = dossiers.receive(office, reception, officer, new_command_id())
        view = dossiers.show(office, received.dossier, officer)
        say(received.dossier)
        _say_due(office, view)


def inbox(
    officer: Annotated[str, typer.Argument(metavar="OFFICER", help="Whose inbox.")],
    view: Annotated[InboxView, typer.Option(help="Which part of it.")] = "unit",
    search: Annotated[str, typer.Option(help="Words that must occur.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many lines at most.")] = 50,
    after: Annotated[str | None, typer.Option(help="The mark of the page before.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the work items of an officer, the most pressing first."""
    from engine.services.inbox import open_inbox

    with opened_office() as office:
        found = open_inbox(office, officer, view, search=search, after=after, limit=limit)
    if as_json:
        items = [_item_json(line) for line in found.lines]
        say_json(view=found.view, counts=found.counts, items=items, after=found.after)
        return
    say_table(
        (
            message("Dossier"),
            message("Item"),
            message("Step"),
            message("Procedure"),
            message("In hand of"),
            message("Due"),
            message("Dossier due"),
        ),
        [
            (
                line.row.dossier,
                str(line.row.number),
                line.step,
                line.procedure,
                line.holder,
                line.due.words,
                line.dossier_due.words,
            )
            for line in found.lines
        ],
    )


def _item_json(line: InboxLine) -> dict[str, Any]:
    row = line.row
    return {
        "dossier": row.dossier,
        "item": row.number,
        "procedure": row.procedure,
        "step": row.node,
        "label": words(line.step),
        "kind": row.kind,
        "status": row.status,
        "unit": row.unit,
        "position": row.position,
        "holder": row.holder,
        "offered_at": row.offered_at,
        "due_at": row.due_at,
        "due": words(line.due.words),
        "due_state": line.due.state,
        "dossier_due_at": row.dossier_due_at,
        "dossier_status": row.dossier_status,
    }


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
    _say_due(office, view)
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


def _say_due(office: Office, view: DossierView) -> None:
    from engine.services.inbox import between, closed_words, due
    from engine.services.index_figure import index_words

    dossier, clock = view.dossier, view.clock
    at = clock.due_at if clock else None
    if dossier.closed or dossier.status == "returned":
        told = closed_words(dossier.status, at, clock.ledger[-1].at if clock else None)
    elif dossier.between_appointments:
        told = between().words
    else:
        paused = clock is not None and clock.status == "paused"
        told = due(office, view.rulebook, dossier.desk, at, paused=paused).words
    say(message("Due: {moment} ({words})", moment=moment(at, office.zone) or "–", words=told))
    counted_otherwise = index_words(office, view)
    if counted_otherwise is not None:
        say(counted_otherwise)


def claim(code: Code, item: Item, officer: By) -> None:
    """Take a work item out of the unit's inbox."""
    from engine.services import dossiers

    with opened_office() as office:
        say_where(office, dossiers.claim(office, code, item, officer, new_command_id()))


def release(code: Code, item: Item, officer: By) -> None:
    """Give a work item back to the unit's inbox."""
    from engine.services import dossiers

    with opened_office() as office:
        say_where(office, dossiers.release(office, code, item, officer, new_command_id()))


def complete(
    code: Code,
    item: Item,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="One that `show` lists.")],
    officer: By,
    field: Fields = None,
    note: Annotated[str, typer.Option(help="A note, or the reason where one is asked.")] = "",
    again: Annotated[str, typer.Option(help="Why a supplement is asked for once more.")] = "",
    assign_to: Annotated[str, typer.Option(help="Who gets the work that follows.")] = "",
) -> None:
    """Finish a work item, or answer a wait, by one of its outcomes."""
    from engine.services import dossiers

    data = _typed(field)
    with opened_office() as office:
        done = dossiers.complete(
            office,
            code,
            item,
            outcome,
            officer,
            new_command_id(),
            data=data,
            note=note,
            assign_to=assign_to,
            again=again,
        )
        say_where(office, done)


def opinion(
    code: Code,
    item: Item,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What you think.")],
    officer: By,
) -> None:
    """Add an opinion to a step you take part in; ITEM is that of your part."""
    from engine.services import dossiers

    with opened_office() as office:
        given = dossiers.give_opinion(office, code, item, text, officer, new_command_id())
        say_where(office, given)


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


def _typed(fields: list[str] | None) -> dict[str, object]:
    typed: dict[str, object] = {}
    for given in fields or ():
        name, equals, value = given.partition("=")
        if not equals or not name:
            wrong = message("Expected NAME=VALUE after --field, but found “{found}”", found=given)
            raise typer.BadParameter(words(wrong))
        typed[name.strip()] = value
    return typed
