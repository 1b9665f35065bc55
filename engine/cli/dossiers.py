"""Commands that carry a dossier from desk to desk: receive, claim, release, complete, opinion."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from engine.cli.office import new_command_id, opened_office
from engine.cli.paper_option import Papers, handed_in
from engine.cli.parameters import By, Code, Fields, Item, typed_fields
from engine.cli.showing import say_due, say_where
from engine.cli.speech import say

# Written out again, because importing the originals would cost every start half a second.
Channel = Literal["desk", "online", "post"]


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
            typed_fields(field),
            papers,
        )
        received = dossiers.receive(office, reception, officer, new_command_id())
        view = dossiers.show(office, received.dossier, officer)
        say(received.dossier)
        say_due(office, view)


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

    data = typed_fields(field)
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
