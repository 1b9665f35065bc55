"""Commands about whose hands work is in: assign, undo."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.office import new_command_id, opened_office
from engine.cli.parameters import By, Code, Item
from engine.cli.showing import say_where


def assign(
    code: Code,
    item: Item,
    to: Annotated[str, typer.Argument(metavar="OFFICER", help="Who gets it.")],
    officer: By,
) -> None:
    """Give a work item to an officer; who heads or supervises its unit may."""
    from engine.services.assigning import assign as give

    with opened_office() as office:
        say_where(office, give(office, code, item, to, officer, new_command_id()))


def undo(
    code: Code,
    officer: By,
    reason: Annotated[str, typer.Option(help="Why; it stays in the journal.")],
) -> None:
    """Take back the step the officer finished last, on the same day and while nothing came of it."""
    from engine.services.undoing import undo as take_back

    with opened_office() as office:
        say_where(office, take_back(office, code, reason, officer, new_command_id()))
