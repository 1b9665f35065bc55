"""Linked dossiers: started once, awaited, told of each other's end, and found by whoever looks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.clock import SettableClock
from engine.core.lifecycle import DossierStatus, ItemKind, ItemStatus
from engine.core.state import Dossier
from engine.errors import NotFoundError
from engine.services import automation, dossiers
from engine.services.draining import drain_outbox
from engine.services.inbox import open_inbox
from engine.services.office import Office
from engine.services.timeline import timeline
from tests.support import linked_office
from tests.support.databases import sql
from tests.support.linked_office import AWAITS, CHILD, GOES_ON, finish, publish_pair, receive_parent
from tests.support.offices import RECEPTION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pair"


def whole(office: Office, code: str) -> Dossier:
    return dossiers.show(office, code, RECEPTION).dossier


def nodes(office: Office, code: str) -> list[str]:
    return [token.node for token in whole(office, code).tokens]


def at_the_start(office: Office, command_id: str = "r") -> str:
    """Return a dossier that has just come to the step that starts the other one."""
    code = receive_parent(office, command_id)
    finish(office, code, "accepted", f"{command_id}:accept")
    assert nodes(office, code) == ["tax"]
    return code


def started(office: Office, command_id: str = "r") -> tuple[str, str]:
    """Return a dossier and the one it has started."""
    parent = at_the_start(office, command_id)
    assert drain_outbox(office, "h").failed == 0
    return parent, linked_of(office, parent)


def linked_of(office: Office, parent: str) -> str:
    (item,) = [item for item in whole(office, parent).items.values() if item.linked]
    return item.linked


def count_dossiers(office: Office) -> int:
    return int(sql(office.database, "SELECT count(*) FROM dossier")[0][0])


def test_the_linked_dossier_takes_applicant_place_and_data_and_both_know_each_other(
    office: Office, folder: Path
) -> None:
    publish_pair(office, folder)
    parent, child = started(office)
    mine, other = whole(office, parent), whole(office, child)
    assert other.procedure == linked_office.CHILD_KEY
    assert other.data == {"amount": 1_500_000}
    assert (other.applicant, other.desk, other.territory) == (
        mine.applicant,
        mine.desk,
        mine.territory,
    )
    assert other.parent == parent
    item = mine.items[other.parent_item]
    assert (item.kind, item.status, item.linked) == (ItemKind.LINKED, ItemStatus.OFFERED, child)
    assert nodes(office, parent) == ["tax"]


def test_its_result_lets_the_dossier_go_on(office: Office, folder: Path) -> None:
    publish_pair(office, folder)
    parent, child = started(office)
    for step, outcome in enumerate(["accepted", "complete", "returned"]):
        assert nodes(office, parent) == ["tax"]
        finish(office, child, outcome, f"c{step}")
    drain_outbox(office, "h")
    assert nodes(office, parent) == ["return"]
    finish(office, parent, "returned", "end")
    assert whole(office, parent).status is DossierStatus.RETURNED


@pytest.mark.parametrize(("end", "after"), [("no", []), ("withdrawn", ["check"])])
def test_another_end_takes_the_outcome_the_author_wrote_for_it(
    office: Office, folder: Path, end: str, after: list[str]
) -> None:
    publish_pair(office, folder)
    parent, child = started(office)
    finish(office, child, "accepted", "a")
    if end == "no":
        finish(office, child, "no", "b")
    else:
        dossiers.withdraw(office, child, "Công dân rút", RECEPTION, "b")
    drain_outbox(office, "h")
    assert nodes(office, parent) == after
    assert (whole(office, parent).status is DossierStatus.REFUSED) == (end == "no")


def test_without_waiting_the_dossier_goes_on_at_once(office: Office, folder: Path) -> None:
    publish_pair(office, folder, GOES_ON)
    parent, child = started(office)
    assert nodes(office, parent) == ["return"]
    finish(office, parent, "returned", "end")
    drain_outbox(office, "h")
    assert not whole(office, child).status.closed
    for step, outcome in enumerate(["accepted", "complete", "returned"]):
        finish(office, child, outcome, f"c{step}")
    # Its end interests nobody any more; that is no failure.
    assert drain_outbox(office, "h").failed == 0
    assert whole(office, child).status is DossierStatus.RETURNED


def test_an_effect_that_is_carried_out_twice_starts_one_dossier(
    office: Office, clock: SettableClock, folder: Path
) -> None:
    publish_pair(office, folder)
    at_the_start(office)
    (first,) = automation.claim_outbox(office, kinds=automation.STEP_EFFECTS, holder="first")
    clock.advance(automation.LEASE + timedelta(seconds=1))
    (second,) = automation.claim_outbox(office, kinds=automation.STEP_EFFECTS, holder="second")
    assert automation.settle(office, first, automation.perform(office, first)) is False
    assert automation.settle(office, second, automation.perform(office, second))
    assert automation.settle(office, second, automation.perform(office, second)) is False
    assert count_dossiers(office) == 2


def test_a_dossier_that_is_withdrawn_before_starts_nothing(office: Office, folder: Path) -> None:
    publish_pair(office, folder)
    parent = at_the_start(office)
    dossiers.withdraw(office, parent, "Công dân rút", RECEPTION, "w")
    assert drain_outbox(office, "h").failed == 0
    assert count_dossiers(office) == 1


def test_a_dossier_that_ends_early_takes_the_one_it_awaits_with_it(
    office: Office, folder: Path
) -> None:
    publish_pair(office, folder)
    parent, child = started(office)
    dossiers.withdraw(office, parent, "Công dân rút", RECEPTION, "w")
    drain_outbox(office, "h")
    assert whole(office, child).status is DossierStatus.STOPPED
    with office.database.reading() as uow:
        last = uow.journal.entries(child)[-1].event
    assert getattr(last, "reason", "") == f"{parent}: Công dân rút"
    assert drain_outbox(office, "h").failed == 0


def test_a_linked_dossier_with_its_result_is_not_stopped(office: Office, folder: Path) -> None:
    publish_pair(office, folder)
    parent, child = started(office)
    finish(office, child, "accepted", "a")
    finish(office, child, "complete", "b")
    dossiers.withdraw(office, parent, "Công dân rút", RECEPTION, "w")
    assert drain_outbox(office, "h").failed == 0
    assert whole(office, child).status is DossierStatus.FINISHED


def test_a_procedure_that_is_no_longer_received_fails_visibly_and_can_be_tried_again(
    office: Office, folder: Path
) -> None:
    publish_pair(office, folder)
    publish_pair(
        office, folder, child=CHILD.replace("2026-01-01}", "2026-01-01, until: 2026-02-01}")
    )
    parent = at_the_start(office)
    assert drain_outbox(office, "h").failed == 1
    failed = whole(office, parent)
    assert [a.rung for a in failed.alerts.values()] == ["automatic_failed"]
    assert ItemStatus.FAILED in [item.status for item in failed.items.values()]
    with office.database.transaction() as uow:
        (dead,) = uow.outbox.dead()
        assert linked_office.CHILD_KEY in dead.error
        uow.outbox.requeue(dead.id)
    publish_pair(office, folder)
    assert drain_outbox(office, "h").failed == 0
    again = whole(office, parent)
    assert again.items[max(again.items)].status is ItemStatus.OFFERED
    assert {a.status for a in again.alerts.values()} == {"resolved"}
    assert linked_of(office, parent)


def test_a_wait_that_ran_out_does_not_hear_of_the_end_any_more(
    office: Office, clock: SettableClock, folder: Path
) -> None:
    from engine.services import clocks

    expires = "    expires: {after: 3 working days, to: check}\n    outcomes:\n"
    publish_pair(office, folder, AWAITS.replace("    outcomes:\n", expires))
    parent, child = started(office)
    clock.advance(timedelta(days=10))
    clocks.fire_due_clocks(office)
    assert nodes(office, parent) == ["check"]
    assert not whole(office, child).status.closed
    finish(office, child, "accepted", "a")
    finish(office, child, "no", "b")
    assert drain_outbox(office, "h").failed == 0
    assert nodes(office, parent) == ["check"]


def test_no_officer_ends_what_a_linked_dossier_must_end(office: Office, folder: Path) -> None:
    publish_pair(office, folder)
    parent, _ = started(office)
    (item,) = dossiers.show(office, parent, RECEPTION).items
    assert item.actions == ()
    assert not item.claimable
    with pytest.raises(NotFoundError):
        dossiers.complete(office, parent, item.item.number, "returned", RECEPTION, "x")


def test_effects_between_dossiers_name_codes_only(office: Office, folder: Path) -> None:
    publish_pair(office, folder)
    parent, child = started(office)
    dossiers.withdraw(office, child, "Nguyễn Thị Đặng rút", RECEPTION, "w")
    (row,) = sql(office.database, "SELECT payload FROM outbox WHERE kind = 'report_end'")
    assert "Đặng" not in row[0]
    assert parent in row[0]


def test_both_dossiers_and_the_inbox_name_the_other_one(office: Office, folder: Path) -> None:
    publish_pair(office, folder)
    parent, child = started(office)
    (mine,) = dossiers.show(office, parent, RECEPTION).linked
    assert (mine.code, mine.relation, mine.awaited) == (child, "child", True)
    (other,) = dossiers.show(office, child, RECEPTION).linked
    assert (other.code, other.relation, other.awaited) == (parent, "parent", False)
    (line,) = open_inbox(office, RECEPTION, "waiting").lines
    assert (line.row.dossier, line.row.linked) == (parent, child)
    assert line.linked_due is not None
    assert line.linked_due.at == mine.due_at
    told = [str(entry.text) for entry in timeline(dossiers.show(office, parent, RECEPTION))]
    assert any(child in text for text in told)


def test_the_result_lets_the_dossier_go_on_though_tasks_after_it_are_left(
    office: Office, folder: Path
) -> None:
    filing = "  file: {by: one_stop/reception, limit: 5 working days, after_result: true}\n"
    returns = "  return: {by: one_stop/reception}\n"
    assert returns in CHILD
    later = "  return: {by: one_stop/reception, next: file}\n"
    publish_pair(office, folder, child=CHILD.replace(returns, later + filing))
    parent, child = started(office)
    for step, outcome in enumerate(["accepted", "complete", "returned"]):
        finish(office, child, outcome, f"c{step}")
    assert not whole(office, child).closed
    drain_outbox(office, "h")
    assert nodes(office, parent) == ["return"]
    finish(office, child, "done", "filed")
    assert whole(office, child).closed
    assert drain_outbox(office, "h").failed == 0
    assert nodes(office, parent) == ["return"]
