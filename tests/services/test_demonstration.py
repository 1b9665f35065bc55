"""The demonstration office has something true to show on every screen, and every journal of it is real."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.core.evolve import fold
from engine.core.lifecycle import AlertStatus, ClockStatus, DossierStatus, ItemKind, ItemStatus
from engine.core.state import Dossier
from engine.errors import InvalidStatusError
from engine.services import access
from engine.services.demonstration.accounts import (
    DEMO_PASSWORD,
    demo_accounts,
    open_demo_accounts,
)
from engine.services.demonstration.filling import fill, is_filled
from engine.services.office import Office
from engine.store.database import Database
from tests.support.databases import sql
from tests.support.offices import row_counts, shipped_office

SUNDAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
"""Ten o'clock at the office, which is closed: the demonstration must be worth a look then too."""
_DOSSIERS = 100
_WORKING = ("ngoc_vu", "tam_ho", "dung_vo", "viet_dang", "nhung_vu")


@contextmanager
def _office(folder: Path) -> Iterator[Office]:
    folder.mkdir(exist_ok=True)
    url = f"sqlite:///{folder / 'motcua.db'}"
    database = Database(url)
    database.upgrade()
    database.close()
    with shipped_office(folder, url) as (office, clock):
        clock.set(SUNDAY)
        yield office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office filled once with some dossiers, for tests that only look."""
    with _office(tmp_path_factory.mktemp("demonstration")) as office:
        fill(office, dossiers=_DOSSIERS, seed=8, until=SUNDAY)
        yield office


def _dossiers(office: Office) -> list[Dossier]:
    codes = [code for (code,) in sql(office.database, "SELECT code FROM dossier ORDER BY code")]
    with office.database.reading() as uow:
        found = [uow.dossiers.find_whole(code) for code in codes]
    return [each for each in found if each is not None]


def test_every_list_has_something_to_show(office: Office) -> None:
    dossiers = _dossiers(office)
    statuses = {each.status for each in dossiers}
    limits = [
        clock for each in dossiers for clock in each.clocks.values() if clock.kind == "dossier"
    ]

    assert len(dossiers) == _DOSSIERS + len(_WORKING), "one more for each account that works"
    assert {
        DossierStatus.IN_PROGRESS,
        DossierStatus.AWAITING_SUPPLEMENT,
        DossierStatus.REFUSED,
        DossierStatus.RETURNED,
    } <= statuses
    overdue = [
        clock
        for clock in limits
        if clock.status is ClockStatus.RUNNING and clock.due_at and clock.due_at < SUNDAY
    ]
    late = [
        clock
        for clock in limits
        if clock.status is ClockStatus.STOPPED
        and clock.due_at is not None
        and clock.ledger[-1].at > clock.due_at
    ]
    assert overdue
    assert late
    assert len(overdue) + len(late) < _DOSSIERS / 4, "most dossiers are on time"
    assert any(clock.cycle for clock in limits), "a supplement restarted a clock"
    assert len({each.procedure for each in dossiers}) == 40, "every procedure occurs"


def test_officers_have_work_in_hand_and_alerts_to_answer(office: Office) -> None:
    dossiers = _dossiers(office)
    items = [item for each in dossiers for item in each.items.values()]
    alerts = [alert for each in dossiers for alert in each.alerts.values()]

    assert any(item.status is ItemStatus.CLAIMED for item in items)
    assert any(item.status is ItemStatus.OFFERED for item in items)
    assert {AlertStatus.RAISED, AlertStatus.RESOLVED} <= {alert.status for alert in alerts}
    acknowledged = [alert for alert in alerts if alert.acknowledged_by]
    assert acknowledged
    assert all(alert.reason for alert in acknowledged)


def test_each_working_account_has_an_item_to_claim(office: Office) -> None:
    offered = {
        (item.unit, item.position)
        for dossier in _dossiers(office)
        if not dossier.closed
        for item in dossier.items.values()
        if item.kind is ItemKind.WORK and item.status is ItemStatus.OFFERED and not item.holder
    }
    with office.database.reading() as uow:
        directory = office.rulebook(uow).directory
    for account in _WORKING:
        posts = set(directory.posts_of(account, SUNDAY.date()))
        assert posts & offered, f"{account} finds nothing to claim"


def test_every_journal_folds_to_the_stored_dossier_and_its_chain_holds(office: Office) -> None:
    for dossier in _dossiers(office):
        with office.database.reading() as uow:
            events = [entry.event for entry in uow.journal.entries(dossier.code)]
            assert uow.journal.verify(dossier.code) == []
        assert fold(events) == dossier
        assert [event.at for event in events] == sorted(event.at for event in events)


def test_nothing_is_left_to_do_at_the_end(office: Office) -> None:
    with office.database.reading() as uow:
        overlooked = uow.clocks.due(SUNDAY.replace(hour=2), 100)
    assert overlooked == [], "every clock fired at its time"
    assert sql(office.database, "SELECT count(*) FROM outbox") == [(0,)], "every notice went out"


def test_nobody_real_is_in_it(office: Office) -> None:
    for dossier in _dossiers(office):
        assert dossier.applicant.identity_number.startswith("000")
        assert dossier.applicant.phone.startswith("0900000")


def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    def journal(name: str, seed: int) -> list[tuple[object, ...]]:
        with _office(tmp_path / name) as office:
            fill(office, dossiers=8, seed=seed, until=SUNDAY)
            # Not the digests: what is personal is sealed with a salt of its own each time.
            return sql(
                office.database,
                "SELECT dossier, seq, last, command_id, at, actor, length(events) FROM journal ORDER BY 1, 2",
            )

    first = journal("first", 3)
    assert journal("second", 3) == first
    assert journal("third", 4) != first


def test_an_office_with_dossiers_is_not_filled_again(office: Office) -> None:
    before = row_counts(office)
    assert is_filled(office)
    with pytest.raises(InvalidStatusError, match="without dossiers"):
        fill(office, dossiers=5, until=SUNDAY)
    assert row_counts(office) == before


def test_every_demonstration_account_opens_with_the_shared_password(office: Office) -> None:
    open_demo_accounts(office)
    accounts = demo_accounts(office)

    assert [account.officer for account in accounts] == [
        "ngoc_vu", "tam_ho", "dung_vo", "viet_dang", "nhung_vu", "lan_nguyen", "mai_le",
    ]  # fmt: skip
    secret, _ = access.sign_in(office, accounts[-1].officer, DEMO_PASSWORD)
    signed_in = access.resume_session(office, secret)
    assert signed_in is not None
    assert "administrator" in signed_in.actor.duties


def test_an_account_that_exists_keeps_its_password(tmp_path: Path) -> None:
    with _office(tmp_path) as office:
        access.set_password(office, "mai_le", "chosen-by-herself")
        open_demo_accounts(office)
        access.sign_in(office, "mai_le", "chosen-by-herself")
