"""Two clerks want the same work item, or one clicks twice: one effect, and the other is told who was faster."""

from __future__ import annotations

from typing import Any

import pytest

from engine.core.lifecycle import ItemStatus
from engine.errors import ConflictError, RejectionError, StaleVersionError
from engine.messages import message
from engine.services import commands, dossiers
from engine.services.commands import Applied
from engine.services.kept_dossiers import KeptDossiers
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.offices import RECEPTION
from tests.support.races import together


def two_at_one_post(office: Office) -> tuple[str, int, list[str]]:
    """Return a dossier that waits online at the desk, its item, and two officers of the desk."""
    code = offices.receive(office, "r")
    with office.database.reading() as uow:
        directory = office.rulebook(uow).directory
    holders = directory.holders(offices.DESK, "reception", office.today)
    assert len(holders) >= 2
    dossiers.release(office, code, 1, RECEPTION, "free")
    return code, 1, list(holders[:2])


def attempt(action: object, *args: object) -> Applied | RejectionError:
    try:
        return action(*args)  # type: ignore[operator,no-any-return]
    except RejectionError as error:
        return error


def test_of_two_clerks_who_claim_at_once_one_wins(office: Office) -> None:
    code, number, clerks = two_at_one_post(office)
    results = together(
        2, lambda n: attempt(dossiers.claim, office, code, number, clerks[n], f"claim{n}")
    )
    lost = [r for r in results if isinstance(r, ConflictError)]
    assert len(lost) == 1, results
    winner = clerks[1 - results.index(lost[0])]
    view = dossiers.show(office, code, clerks[0])
    assert view.items[0].item.holder == winner
    assert view.items[0].holder in str(lost[0])


def test_of_two_clerks_who_complete_at_once_one_wins_and_the_other_hears_who(
    office: Office,
) -> None:
    code, number, clerks = two_at_one_post(office)
    data = offices.typed(
        handling.procedure_in(office, code),
        tuple(dossiers.show(office, code, clerks[0]).items[0].form),
    )

    def complete(n: int) -> Applied | RejectionError:
        try:
            return dossiers.complete(
                office, code, number, "accepted", clerks[n], f"done{n}", data=data
            )
        except RejectionError as error:
            return error

    results = together(2, complete)
    lost = [r for r in results if isinstance(r, ConflictError)]
    assert len(lost) == 1, results
    view = dossiers.show(office, code, clerks[0])
    item = view.dossier.items[number]
    assert item.status is ItemStatus.COMPLETED
    assert item.holder == clerks[1 - results.index(lost[0])]
    assert f"{view.rulebook.directory.officer_name(item.holder)} was faster" in str(lost[0])


def test_a_double_click_has_one_effect_and_the_same_answer(office: Office) -> None:
    code = offices.receive(office, "r")
    click = handling.moving_on(office, code, "click")
    first, second = together(2, lambda _: click())
    assert (first.version, first.events) == (second.version, second.events)
    assert [first.repeated, second.repeated].count(True) == 1
    with office.database.reading() as uow:
        completed = [e for e in uow.journal.entries(code) if e.command_id == "click"]
    assert len(completed) == len(first.events)


def test_a_command_that_finds_a_changed_dossier_is_decided_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = offices.receive(office, "r")
    office.kept = KeptDossiers()
    tries: list[int] = []
    carry_out = commands.carry_out

    def stale_at_first(*args: Any) -> Applied:
        tries.append(1)
        if len(tries) < 3:
            raise StaleVersionError(message("somebody was faster"))
        return carry_out(*args)

    monkeypatch.setattr(commands, "carry_out", stale_at_first)
    dossiers.release(office, code, 1, RECEPTION, "free")
    assert len(tries) == 3
