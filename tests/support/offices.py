"""An office with everything that is shipped published in it, on a real database, its clock standing still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import insert

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.core.state import Applicant, Channel
from engine.services import dossiers, publishing
from engine.services.office import Office
from engine.settings import Settings, shipped
from engine.specs.procedures import Procedure
from engine.specs.reception import fields_at_reception
from engine.store.accounts import Account
from engine.store.publications import Publication
from engine.store.tables import publication

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Nine o'clock in the morning of a working day at the office."""
PASSWORD = "motcua-demo"
DESK, COMMUNE = "H99.02", "H99.31"
RECEPTION, OTHER_DESK = "nghia_cao", "H99.31.03"
ADMINISTRATOR = "mai_le"
PROCEDURE = "1.001806"


@contextmanager
def shipped_office(home: Path, url: str) -> Iterator[tuple[Office, SettableClock]]:
    """Give an office on the database at ``url`` with all shipped specifications published.

    A process checks, reads and compiles them once. Its other offices begin with the rows that publishing
    came to, and share what was compiled, which is kept by content hash and never changes.
    """
    clock = SettableClock(MONDAY)
    with open_office(Settings(home=home, database_url=url), clock=clock) as office:
        for name, compiled in _COMPILED.items():
            setattr(office, name, compiled)
        _publish_shipped(office)
        yield office, clock


_COMPILED: dict[str, dict[object, object]] = {"_nets": {}, "_loaded": {}, "_calendars": {}}
_SHIPPED: list[Publication] = []


def _publish_shipped(office: Office) -> None:
    with office.database.transaction() as uow:
        if _SHIPPED and uow.publications.count() == 0:
            uow.publications._connection.execute(
                insert(publication), [asdict(each) for each in _SHIPPED]
            )
            return
    published = publishing.publish(office, [shipped("procedure_specs")], ADMINISTRATOR)
    if published.renewed == len(published.documents):
        _SHIPPED[:] = published.documents


@cache
def _hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def give_accounts(office: Office, *officers: str) -> None:
    """Give officers accounts with ``PASSWORD``, hashed at once because tests need many."""
    with office.database.transaction() as uow:
        for officer in officers:
            uow.accounts.save(Account(officer, _hash(), "vi"))


def typed(procedure: Procedure, names: tuple[str, ...]) -> dict[str, object]:
    """Return something right for each of these fields."""
    return {name: _typed(procedure, name) for name in names}


def _typed(procedure: Procedure, name: str) -> object:
    field = procedure.dossier.fields[name]
    right: dict[str, object] = {
        "text": "Bản sao",
        "long_text": "Bản sao có chứng thực",
        "number": "3",
        "money": "900.000.000",
        "date": "02/01/2026",
        "choice": next(iter(field.options), ""),
        "yes_no": "yes",
        "unit": COMMUNE,
        "units": [COMMUNE],
        "identity_number": "012345678901",
        "phone": "0912345678",
    }
    return right[field.type]


def procedure_of(office: Office, key: str = PROCEDURE) -> Procedure:
    """Return a published procedure."""
    with office.database.reading() as uow:
        return office.net(uow, office.rulebook(uow).procedures[key].digest).procedure


def receive(
    office: Office,
    command_id: str,
    name: str = "Nguyễn Thị Đặng",
    channel: Channel = "desk",
) -> str:
    """Receive a dossier at the provincial desk and return its code."""
    procedure = procedure_of(office)
    reception = dossiers.Reception(
        PROCEDURE,
        DESK,
        COMMUNE,
        Applicant(name, "012345678901"),
        channel,
        data=typed(procedure, fields_at_reception(procedure)),
    )
    return dossiers.receive(office, reception, RECEPTION, command_id).dossier


def worker_of(office: Office, code: str) -> tuple[int, str]:
    """Return the number of a dossier's first open item and somebody who may work on it."""
    view = dossiers.show(office, code, RECEPTION)
    item = view.items[0].item
    holders = view.rulebook.directory.holders(item.unit, item.position, office.today)
    return item.number, item.holder or holders[0]


def row_counts(office: Office) -> dict[str, int]:
    """Return how many rows the tables that commands write to have."""
    from tests.support.databases import sql

    tables = ("dossier", "work_item", "clock", "alert", "journal", "outbox")
    return {
        table: int(sql(office.database, f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608
        for table in tables
    }
