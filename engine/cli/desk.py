"""Commands of the desk about what it received: papers, correct."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.office import new_command_id, opened_office
from engine.cli.paper_option import Papers, handed_in
from engine.cli.parameters import By, Code
from engine.cli.showing import say_where


def papers(code: Code, paper: Papers, officer: By) -> None:
    """Note what has been handed in of the papers of a dossier; the desk that received it may."""
    from engine.services import dossiers

    with opened_office() as office:
        known = dossiers.show(office, code, officer).procedure
        given = handed_in(paper, known)
        done = dossiers.record_papers(office, code, given, officer, new_command_id())
        say_where(office, done)


def correct(
    code: Code,
    officer: By,
    reason: Annotated[str, typer.Option(help="Why; it stays in the journal.")],
    applicant: Annotated[str | None, typer.Option(help="The name of the applicant.")] = None,
    identity_number: Annotated[
        str | None, typer.Option(help="Identity number, or tax code.")
    ] = None,
    phone: Annotated[str | None, typer.Option(help="Telephone number.")] = None,
    address: Annotated[str | None, typer.Option(help="Address.")] = None,
    email: Annotated[str | None, typer.Option(help="Mail address.")] = None,
) -> None:
    """Correct details of the applicant; what is not named stays. The desk that received it may."""
    from dataclasses import replace

    from engine.services import dossiers

    named = {
        "name": applicant,
        "identity_number": identity_number,
        "phone": phone,
        "address": address,
        "email": email,
    }
    with opened_office() as office:
        before = dossiers.show(office, code, officer).dossier.applicant
        right = replace(before, **{key: told for key, told in named.items() if told is not None})
        done = dossiers.correct_applicant(office, code, right, reason, officer, new_command_id())
        say_where(office, done)
