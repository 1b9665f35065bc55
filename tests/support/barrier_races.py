"""Clerks who press at the same instant: one of them wins, whatever the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine.errors import ConflictError, InvalidStatusError
from engine.services import dossiers
from engine.services.commands import Applied
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.databases import sql
from tests.support.offices import RECEPTION
from tests.support.races import together
from tests.support.wholeness import check_dossiers

_CLERKS = 4


@dataclass
class Races:
    """How many rounds there were, and by how many clerks."""

    rounds: int

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds of {_CLERKS} clerks who claim the same item, and of {_CLERKS}"
            " who press the same button; one winner and one effect in each"
        )


def race(home: Path, url: str, rounds: int) -> Races:
    """Let clerks claim one item at once, and send one command at once, ``rounds`` times each."""
    with offices.shipped_office(home, url) as (office, _):
        with office.database.reading() as uow:
            directory = office.rulebook(uow).directory
        clerks = directory.holders(offices.DESK, "reception", office.today)

        def claim(code: str, number: int, who: int) -> Applied | Exception:
            try:
                clerk = clerks[who % len(clerks)]
                return dossiers.claim(office, code, number, clerk, f"{code}:claim{who}")
            except (ConflictError, InvalidStatusError) as error:
                return error

        for number in range(rounds):
            code = offices.receive(office, f"{number}:r")
            dossiers.release(office, code, 1, RECEPTION, f"{number}:free")
            won = [
                each
                for each in together(_CLERKS, partial(claim, code, 1))
                if not isinstance(each, Exception)
            ]
            # The second claim of the winner finds the item taken by that clerk already.
            assert len([each for each in won if each.events]) == 1, won
            press = _button(office, code)
            clicked = together(_CLERKS, press)
            assert sorted(each.repeated for each in clicked) == [False] + [True] * (_CLERKS - 1)
            assert len({each.version for each in clicked}) == 1
            rows = sql(office.database, "SELECT count(*) FROM journal WHERE command_id LIKE '%-on'")
            assert rows == [(number + 1,)]
        check_dossiers(office.database)
    return Races(rounds)


def _button(office: Office, code: str) -> Callable[[int], Applied]:
    """Return what completes the dossier's open item, as one form that was sent several times would."""
    number, officer = offices.worker_of(office, code)
    form = tuple(dossiers.show(office, code, officer).items[0].form)
    data = offices.typed(handling.procedure_in(office, code), form)
    return lambda _: dossiers.complete(
        office, code, number, "accepted", officer, f"{code}-on", data=data
    )
