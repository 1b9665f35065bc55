"""No automatic step is lost: where a dossier cannot go on, the step is kept and somebody is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.clock import SettableClock
from engine.errors import AutomaticStepError
from engine.services import automation, dossiers
from engine.services.automation import ActionInput, Performed
from engine.services.draining import drain, drain_outbox
from engine.services.kept_messages import read
from engine.services.office import Office
from tests.support import handling
from tests.support.offices import RECEPTION
from tests.support.republishing import ORGANISATION, republish

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KEY, NODE = "1.014464", "notify"
FILE = "procedures/press_publishing/1.014464.yaml"
NOTIFY = """\
  notify:
    label: {vi: Báo cho người nộp kết quả đã có, en: Tell the applicant that the result is ready}
    limit: không tính thời gian
    run: notify_applicant
    note: Không có trong bảng của quyết định; thêm cho quy trình điện tử, ngoài thời gian tính.
"""
ASSIGN = '  assign:\n    ref: "2"\n'
DIVISION = "  - {role: division, unit: H99.07.01, fields: [press_publishing], from: 2025-07-01}\n"


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    kept = dict(automation.ACTIONS)
    yield
    automation.ACTIONS.clear()
    automation.ACTIONS.update(kept)


def at_the_step(office: Office, command_id: str = "r") -> str:
    code = handling.receive_of(office, KEY, command_id)
    handling.move_to(office, code, NODE)
    return code


def nodes(office: Office, code: str) -> list[str]:
    return [token.node for token in dossiers.show(office, code, RECEPTION).dossier.tokens]


def rungs(office: Office, code: str) -> list[str]:
    return [a.rung for a in dossiers.show(office, code, RECEPTION).dossier.alerts.values()]


def answering(outcome: str) -> None:
    def act(office: Office, given: ActionInput) -> Performed:
        return Performed(outcome)

    automation.ACTIONS["notify_applicant"] = act


def test_a_step_before_one_nobody_is_responsible_for_is_kept_and_alerts(
    office: Office, clock: SettableClock
) -> None:
    republish(office, FILE, (NOTIFY, ""), (ASSIGN, NOTIFY + ASSIGN))
    code = at_the_step(office)
    republish(office, ORGANISATION, (DIVISION, ""))
    drain(office)
    assert nodes(office, code) == [NODE]
    assert rungs(office, code) == ["automatic_failed"]
    with office.database.transaction() as uow:
        (dead,) = uow.outbox.dead()
        assert "Expected a unit responsible" in str(read(dead.error))
        uow.outbox.requeue(dead.id)
    republish(office, ORGANISATION)
    drain(office)
    assert nodes(office, code) == ["assign"]


def test_an_answer_the_procedure_does_not_know_is_buried_at_once(office: Office) -> None:
    answering("perhaps")
    code = at_the_step(office)
    (entry,) = automation.claim_outbox(office, kinds=("automatic_step",), holder="h")
    with pytest.raises(AutomaticStepError) as told:
        automation.settle(office, entry, automation.perform(office, entry))
    assert not told.value.retryable
    assert nodes(office, code) == [NODE]


def test_one_bad_effect_does_not_end_the_round(office: Office, clock: SettableClock) -> None:
    bad = at_the_step(office, "bad")
    good = at_the_step(office, "good")

    def fail_once(office: Office, given: ActionInput) -> Performed:
        if given.dossier == bad:
            raise KeyError("số 001199000042")
        return Performed()

    automation.ACTIONS["notify_applicant"] = fail_once
    done = drain_outbox(office, "h")
    assert (done.performed, done.failed) == (1, 1)
    assert (nodes(office, bad), nodes(office, good)) == ([NODE], ["return"])


def test_a_bad_answer_does_not_end_the_round_either(office: Office) -> None:
    answering("perhaps")
    code = at_the_step(office)
    assert drain(office).failed == 1
    assert rungs(office, code) == ["automatic_failed"]
    with office.database.reading() as uow:
        assert len(uow.outbox.dead()) == 1


def test_a_failure_that_cannot_even_be_recorded_keeps_its_lease(
    office: Office, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = at_the_step(office)
    answering("perhaps")
    with monkeypatch.context() as broken:
        broken.setattr(automation, "fail", lambda *_, **__: 1 / 0)
        assert drain_outbox(office, "h").failed == 1
    clock.advance(automation.LEASE + timedelta(seconds=1))
    automation.ACTIONS["notify_applicant"] = lambda *_: Performed()
    assert drain_outbox(office, "h").performed == 1
    assert nodes(office, code) == ["return"]
