"""Commands that are carried out together end as each would by itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.clock import SettableClock
from engine.core.commands import Command, FireClock
from engine.errors import NotFoundError, StaleVersionError
from engine.messages import message
from engine.services import commands, many_commands
from engine.services.commands import Applied
from engine.services.many_commands import execute_all
from engine.services.office import Office
from engine.store import prepared
from tests.support import offices
from tests.support.databases import sql


def firing(code: str, clock: int = 1) -> FireClock:
    return FireClock(command_id=str(uuid4()), dossier=code, clock=clock)


def late_dossiers(office: Office, clock: SettableClock, number: int) -> list[str]:
    codes = [offices.receive(office, f"r{n}") for n in range(number)]
    clock.advance(timedelta(days=40))
    return codes


def alerts_of(office: Office) -> list[tuple[object, ...]]:
    told = "clock, cycle, rung, status, unit, receiver, owner, item"
    return sorted(sql(office.database, f"SELECT dossier, number, {told} FROM alert"))  # noqa: S608


def test_together_they_write_what_each_would_write_by_itself(
    office: Office, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = late_dossiers(office, clock, 4)
    half = [firing(code, number) for code in codes[:2] for number in (1, 2)]
    by_themselves = [commands.execute(office, each, None) for each in half]
    monkeypatch.setattr(many_commands, "execute", None)
    together = execute_all(office, [firing(code) for code in codes[2:]])
    together += execute_all(office, [firing(code, 2) for code in codes[2:]])
    in_order = sorted(together, key=lambda each: getattr(each, "dossier", ""))
    for alone, other in zip(by_themselves, in_order, strict=True):
        assert isinstance(other, Applied)
        assert (alone.events, alone.effects) == (other.events, other.effects)
    rows = alerts_of(office)
    middle = len(rows) // 2
    assert [row[1:] for row in rows[:middle]] == [row[1:] for row in rows[middle:]]
    with office.database.reading() as uow:
        assert all(uow.journal.verify(code) == [] for code in codes)


def test_one_that_was_given_before_is_told_as_repeated(
    office: Office, clock: SettableClock
) -> None:
    asked: list[Command] = [firing(code) for code in late_dossiers(office, clock, 3)]
    (first,) = execute_all(office, asked[1:2])
    rows = alerts_of(office)
    again = execute_all(office, asked[1:2])
    assert alerts_of(office) == rows
    assert isinstance(first, Applied)
    assert again == [Applied(first.dossier, first.version, first.events, repeated=True)]
    told = [each.repeated for each in execute_all(office, asked) if isinstance(each, Applied)]
    assert told == [False, True, False]


def test_one_that_is_refused_keeps_no_other_from_being_carried_out(
    office: Office, clock: SettableClock
) -> None:
    codes = late_dossiers(office, clock, 2)
    first, refused, last = execute_all(
        office, [firing(codes[0]), firing("nobody knows it"), firing(codes[1])]
    )
    assert isinstance(first, Applied)
    assert isinstance(refused, NotFoundError)
    assert isinstance(last, Applied)


def test_where_somebody_else_was_faster_each_is_carried_out_by_itself(
    office: Office, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = late_dossiers(office, clock, 3)

    def too_late(*_: object) -> Applied:
        raise StaleVersionError(message("somebody else was faster"))

    monkeypatch.setattr(many_commands, "write_down", too_late)
    done = execute_all(office, [firing(code) for code in codes])
    assert [each.dossier for each in done if isinstance(each, Applied)] == codes


def test_more_dossiers_take_no_more_statements(
    office: Office, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = late_dossiers(office, clock, 9)
    asked, ask = 0, prepared.ask

    def counting(*what: object) -> None:
        nonlocal asked
        asked += 1
        ask(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(prepared, "ask", counting)
    counted = []
    for some in (codes[:2], codes[2:]):
        execute_all(office, [firing(code) for code in some])
        counted.append(asked)
        asked = 0
    assert counted[0] == counted[1] < 20
