"""``motcua inbox``: the work items of an officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.office import opened_office
from engine.cli.parameters import AsJson
from engine.cli.speech import say_json, say_table, words
from engine.core.inbox_views import InboxView
from engine.messages import message

if TYPE_CHECKING:
    from engine.services.inbox import InboxLine


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
