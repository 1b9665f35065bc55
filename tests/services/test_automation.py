"""Outside effects: leased to one holder, fenced, tried again, and buried where that cannot help."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.catalogue import render
from engine.clock import SettableClock
from engine.core.events import EffectRequeued
from engine.core.lifecycle import ItemStatus
from engine.errors import AutomaticStepError, InvalidStatusError, NotAuthorizedError
from engine.messages import message
from engine.services import automation, dead_letters, dossiers
from engine.services.automation import LEASE, Performed
from engine.services.draining import drain
from engine.services.kept_messages import read
from engine.services.office import Office
from engine.store.outbox import OutboxEntry
from tests.support import handling
from tests.support.databases import sql
from tests.support.offices import ADMINISTRATOR, RECEPTION
from tests.support.races import together

KEY, NODE = "1.014464", "notify"
DOWN = AutomaticStepError(message("the portal is down"), retryable=True)


@pytest.fixture
def code(office: Office) -> str:
    """A dossier that stands at its automatic step."""
    return at_the_step(office, "r")


def at_the_step(office: Office, id: str) -> str:
    code = handling.receive_of(office, KEY, id)
    handling.move_to(office, code, NODE)
    return code


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    kept = dict(automation.ACTIONS)
    yield
    automation.ACTIONS.clear()
    automation.ACTIONS.update(kept)


def claim(office: Office, holder: str = "h") -> list[OutboxEntry]:
    return automation.claim_outbox(office, kinds=("automatic_step",), holder=holder)


def nodes(office: Office, code: str) -> list[str]:
    return [token.node for token in dossiers.show(office, code, RECEPTION).dossier.tokens]


def test_a_step_that_ran_moves_the_dossier_on_once(office: Office, code: str) -> None:
    (entry,) = claim(office)
    assert automation.settle(office, entry, automation.perform(office, entry))
    assert nodes(office, code) == ["return"]
    assert claim(office) == []
    assert len(office.settings.notices_file.read_text().splitlines()) == 1


def test_what_one_holder_has_no_other_gets(office: Office, code: str) -> None:
    got = together(4, lambda n: claim(office, f"h{n}"))
    assert sum(len(entries) for entries in got) == 1


def test_a_lost_lease_is_given_on_and_the_late_holder_changes_nothing(
    office: Office, clock: SettableClock, code: str
) -> None:
    (slow,) = claim(office, "slow")
    assert claim(office, "other") == []
    clock.advance(LEASE + timedelta(seconds=1))
    (quick,) = claim(office, "other")
    assert quick.fence > slow.fence
    assert automation.settle(office, slow, Performed()) is False
    assert automation.fail(office, slow, DOWN) is False
    assert automation.fail(office, slow, DOWN, retryable=False) is False
    assert nodes(office, code) == [NODE]
    assert automation.settle(office, quick, Performed())
    assert automation.settle(office, quick, Performed()) is False
    assert nodes(office, code) == ["return"]


def test_two_holders_that_both_ran_it_settle_it_once(
    office: Office, clock: SettableClock, code: str
) -> None:
    (first,) = claim(office, "first")
    clock.advance(LEASE + timedelta(seconds=1))
    (second,) = claim(office, "second")
    settled = together(2, lambda n: automation.settle(office, (first, second)[n], Performed()))
    assert settled == [False, True]
    assert nodes(office, code) == ["return"]


def test_a_failure_is_tried_again_later_each_time(
    office: Office, clock: SettableClock, code: str
) -> None:
    waits = []
    for _ in range(3):
        (entry,) = claim(office)
        assert automation.fail(office, entry, DOWN)
        waited = timedelta()
        while not (again := claim_peek(office, clock, waited)):
            waited += timedelta(seconds=15)
        waits.append(waited)
        assert again
    assert waits == sorted(waits)
    assert waits[0] > timedelta()


def claim_peek(office: Office, clock: SettableClock, waited: timedelta) -> bool:
    """Tell whether the step could be claimed now, and else let a quarter of a minute pass."""
    with office.database.reading() as uow:
        from engine.store.tables import outbox

        rows = uow.journal._connection.execute(outbox.select()).all()
    if any(row.available_at <= clock.now() for row in rows):
        return True
    clock.advance(timedelta(seconds=15))
    return False


def give_up(office: Office, clock: SettableClock) -> int:
    """Fail until the step is buried; return how often it was tried."""
    tries = 0
    while True:
        clock.advance(timedelta(hours=2))
        entries = claim(office)
        if not entries:
            return tries
        tries += 1
        automation.fail(office, entries[0], DOWN)


def test_a_step_that_goes_on_failing_is_buried_with_an_alert_and_can_be_requeued(
    office: Office, clock: SettableClock, code: str
) -> None:
    assert 3 < give_up(office, clock) < 20
    dossier = dossiers.show(office, code, RECEPTION).dossier
    item = max(dossier.items)
    assert dossier.items[item].status is ItemStatus.FAILED
    assert [a.rung for a in dossier.alerts.values()] == ["automatic_failed"]
    with office.database.transaction() as uow:
        (dead,) = uow.outbox.dead()
        assert read(dead.error) == DOWN.message
        assert uow.outbox.requeue(dead.id)
    (entry,) = claim(office)
    assert automation.settle(office, entry, Performed())
    dossier = dossiers.show(office, code, RECEPTION).dossier
    assert nodes(office, code) == ["return"]
    assert {a.status for a in dossier.alerts.values()} == {"resolved"}


def test_a_failure_that_trying_again_cannot_help_is_buried_at_once(
    office: Office, code: str
) -> None:
    automation.ACTIONS.clear()
    (entry,) = claim(office)
    with pytest.raises(AutomaticStepError) as told:
        automation.perform(office, entry)
    assert not told.value.retryable
    assert automation.fail(office, entry, told.value, retryable=told.value.retryable)
    with office.database.reading() as uow:
        assert len(uow.outbox.dead()) == 1


def test_a_step_that_fails_again_after_it_was_requeued_is_told_of_again(
    office: Office, clock: SettableClock, code: str
) -> None:
    give_up(office, clock)
    (first,) = dossiers.show(office, code, RECEPTION).dossier.alerts.values()
    (letter,) = dead_letters.list_dead_letters(office, ADMINISTRATOR)
    dead_letters.requeue(office, letter.entry.id, ADMINISTRATOR, "again")
    assert give_up(office, clock) > 3
    with office.database.reading() as uow:
        assert len(uow.outbox.dead()) == 1
    alerts = dossiers.show(office, code, RECEPTION).dossier.alerts
    assert [each.status for each in alerts.values()] == ["resolved", "raised"]
    told = automation.claim_outbox(office, kinds=("notice",), holder="h")
    assert told[0].payload == {"alert": first.number}


@pytest.mark.parametrize("payload", ["{}", "[]", "no JSON", '{"item": "x"}', '{"item": null}'])
def test_an_effect_that_cannot_be_read_is_given_up_and_holds_up_nothing(
    office: Office, code: str, payload: str
) -> None:
    other = at_the_step(office, "other")
    broken = f"UPDATE outbox SET payload = '{payload}' WHERE dossier = '{code}'"  # noqa: S608
    sql(office.database, broken)
    drain(office)
    (letter,) = dead_letters.list_dead_letters(office, ADMINISTRATOR)
    assert letter.entry.dossier == code
    assert "nội dung không đọc được" in render(letter.reason, "vi")
    assert nodes(office, other) == ["return"]


def test_what_foreign_errors_say_is_not_kept(office: Office, code: str) -> None:
    (entry,) = claim(office)
    automation.fail(office, entry, ValueError("số 001199000042 của Nguyễn Thị Đặng"))
    with office.database.reading() as uow:
        assert uow.outbox.get(entry.id).error.endswith('"params": {"cause": "ValueError"}}')


def test_the_step_of_a_dossier_that_was_withdrawn_is_dropped(office: Office, code: str) -> None:
    (entry,) = claim(office)
    dossiers.withdraw(office, code, "Công dân rút", RECEPTION, "w")
    assert automation.settle(office, entry, automation.perform(office, entry))
    assert claim(office) == []
    assert dossiers.show(office, code, RECEPTION).dossier.status == "withdrawn"


def test_an_action_knows_ids_and_parameters_and_no_personal_data(office: Office, code: str) -> None:
    given: list[automation.ActionInput] = []

    def watch(office: Office, action_input: automation.ActionInput) -> Performed:
        given.append(action_input)
        return Performed()

    automation.ACTIONS["notify_applicant"] = watch
    (entry,) = claim(office)
    automation.perform(office, entry)
    assert given[0].dossier == code
    assert "Đặng" not in repr(given)
    assert "012345678901" not in repr((given, entry))


def test_an_administrator_lists_what_was_given_up_and_lets_it_be_tried_again(
    office: Office, clock: SettableClock, code: str
) -> None:
    tries = give_up(office, clock)
    (letter,) = dead_letters.list_dead_letters(office, ADMINISTRATOR)
    assert (letter.entry.dossier, letter.entry.attempts) == (code, tries)
    assert letter.reason == DOWN.message
    assert letter.age > timedelta()
    number = letter.entry.id
    assert dead_letters.show_dead_letter(office, number, ADMINISTRATOR) == letter
    for _ in range(2):
        dead_letters.requeue(office, number, ADMINISTRATOR, "again")
    with pytest.raises(InvalidStatusError):
        dead_letters.requeue(office, number, ADMINISTRATOR, "once more")
    with office.database.reading() as uow:
        asked = [e for e in uow.journal.entries(code) if isinstance(e.event, EffectRequeued)]
        assert uow.journal.verify(code) == []
    assert [entry.actor for entry in asked] == [ADMINISTRATOR]
    (entry,) = claim(office)
    assert automation.settle(office, entry, Performed())
    assert dead_letters.list_dead_letters(office, ADMINISTRATOR) == ()


def test_only_an_administrator_looks_after_what_was_given_up(
    office: Office, clock: SettableClock, code: str
) -> None:
    give_up(office, clock)
    with pytest.raises(NotAuthorizedError):
        dead_letters.list_dead_letters(office, RECEPTION)
    with pytest.raises(NotAuthorizedError):
        dead_letters.requeue(office, 1, RECEPTION, "x")
