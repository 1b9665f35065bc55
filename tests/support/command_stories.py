"""A story for every command: how a dossier comes to where the command can be given, and the command.

The commands can be given again and again, as somebody does whose answer got lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from engine.clock import SettableClock
from engine.core import commands as asked
from engine.core.state import Applicant, HandedIn
from engine.messages import message
from engine.services import (
    alerts,
    automation,
    dead_letters,
    dossiers,
    promises,
    retention,
    stuck_clocks,
    undoing,
)
from engine.services.commands import execute
from engine.services.kept_messages import kept
from engine.services.office import Office
from engine.store.outbox import OutboxEntry
from tests.support import handling, linked_office, offices
from tests.support.offices import ADMINISTRATOR, RECEPTION
from tests.support.papers import ask_for_papers
from tests.support.republishing import republish
from tests.support.supervision import SUPERVISOR

Command = Callable[[], object]
_COUNCIL, _AUTOMATIC = "HT-2916-I", "1.014464"


@dataclass(frozen=True)
class Place:
    """Where stories take place; ``name`` tells their commands from those of other stories."""

    office: Office
    clock: SettableClock
    folder: Path
    name: str

    def received(self) -> str:
        return offices.receive(self.office, f"{self.name}:r")


def receive(at: Place) -> Command:
    return lambda: at.received()


def claim(at: Place) -> Command:
    code = at.received()
    dossiers.release(at.office, code, 1, RECEPTION, f"{at.name}:free")
    return lambda: dossiers.claim(at.office, code, 1, RECEPTION, at.name).version


def release(at: Place) -> Command:
    code = at.received()
    return lambda: dossiers.release(at.office, code, 1, RECEPTION, at.name).version


def assign(at: Place) -> Command:
    code = at.received()
    to = next(each for each in _desk_officers(at.office) if each != RECEPTION)
    command = asked.AssignWorkItem(command_id=at.name, dossier=code, number=1, to=to)
    return lambda: execute(at.office, command, SUPERVISOR).version


def _desk_officers(office: Office) -> tuple[str, ...]:
    with office.database.reading() as uow:
        directory = office.rulebook(uow).directory
    return directory.holders(offices.DESK, "reception", office.today)


def complete(at: Place) -> Command:
    code = at.received()
    number, officer = offices.worker_of(at.office, code)
    form = tuple(dossiers.show(at.office, code, officer).items[0].form)
    data = offices.typed(handling.procedure_in(at.office, code), form)
    return lambda: (
        dossiers.complete(at.office, code, number, "accepted", officer, at.name, data=data).version
    )


def give_opinion(at: Place) -> Command:
    code = handling.receive_of(at.office, _COUNCIL, f"{at.name}:r")
    handling.move_to(at.office, code, "council")
    view = dossiers.show(at.office, code, RECEPTION)
    (item,) = [each.item for each in view.items if each.item.kind == "participation"]
    member = view.rulebook.directory.holders(item.unit, item.position, at.office.today)[0]
    return lambda: (
        dossiers.give_opinion(at.office, code, item.number, "Đạt yêu cầu.", member, at.name).version
    )


def record_papers(at: Place) -> Command:
    ask_for_papers(at.office)
    code = at.received()
    papers = {"letter": HandedIn(originals=1)}
    return lambda: dossiers.record_papers(at.office, code, papers, RECEPTION, at.name).version


def correct_applicant(at: Place) -> Command:
    code, right = at.received(), Applicant("Nguyễn Thị Đăng", "012345678901")
    return lambda: (
        dossiers.correct_applicant(at.office, code, right, "Sai dấu", RECEPTION, at.name).version
    )


def withdraw(at: Place) -> Command:
    code = at.received()
    return lambda: dossiers.withdraw(at.office, code, "Công dân rút", RECEPTION, at.name).version


def stop(at: Place) -> Command:
    code = at.received()
    return lambda: dossiers.stop(at.office, code, "Không đủ điều kiện", SUPERVISOR, at.name).version


def apologise(at: Place) -> Command:
    code = at.received()
    handling.move_to(at.office, code, "process")
    return lambda: _apologise(at, code, at.name)


def _apologise(at: Place, code: str, command_id: str) -> int:
    return promises.record_apology(
        at.office,
        code,
        SUPERVISOR,
        command_id,
        letter="12/PXL",
        dated=at.office.today,
        promised_on=at.office.today + timedelta(days=59),
        reason="Chờ ý kiến",
    ).version


def extend(at: Place) -> Command:
    code = at.received()
    handling.move_to(at.office, code, "process")
    _apologise(at, code, f"{at.name}:apology")
    return lambda: (
        promises.extend(
            at.office,
            code,
            SUPERVISOR,
            at.name,
            by="2 ngày làm việc",
            reason="Chờ ý kiến",
            decision="7/QĐ",
        ).version
    )


def fire_clock(at: Place) -> Command:
    code = at.received()
    at.clock.advance(timedelta(days=30))
    command = asked.FireClock(command_id=at.name, dossier=code, clock=1)
    return lambda: execute(at.office, command, None).version


def acknowledge(at: Place) -> Command:
    code, alert = _alert(at)
    return lambda: (
        alerts.acknowledge(at.office, code, alert, "Đang gọi", RECEPTION, at.name).version
    )


def snooze(at: Place) -> Command:
    code, alert = _alert(at)
    return lambda: _snoozed(at, code, alert)


def wake(at: Place) -> Command:
    code, alert = _alert(at)
    _snoozed(at, code, alert)
    at.clock.advance(timedelta(days=10))
    command = asked.WakeAlert(command_id=f"{at.name}:wake", dossier=code, number=alert)
    return lambda: execute(at.office, command, None).version


def escalate(at: Place) -> Command:
    code, alert = _alert(at, timedelta(hours=5))
    return lambda: (
        alerts.escalate(at.office, code, alert, "Cần quyết định", RECEPTION, at.name).version
    )


def reassign(at: Place) -> Command:
    code, alert = _alert(at)
    to = next(each for each in _desk_officers(at.office) if each != RECEPTION)
    return lambda: (
        alerts.reassign(at.office, code, alert, to, "Nghỉ phép", RECEPTION, at.name).version
    )


def _alert(at: Place, after: timedelta = timedelta(days=30)) -> tuple[str, int]:
    code = at.received()
    at.clock.advance(after)
    for number in dossiers.show(at.office, code, RECEPTION).dossier.clocks:
        id = f"{at.name}:fire{number}"
        execute(at.office, asked.FireClock(command_id=id, dossier=code, clock=number), None)
    raised = dossiers.show(at.office, code, RECEPTION).dossier.alerts.values()
    return code, min(each.number for each in raised if each.resolved_at is None)


def _snoozed(at: Place, code: str, alert: int) -> int:
    until = date(2026, 4, 6)
    return alerts.snooze(at.office, code, alert, until, "Chờ xác minh", SUPERVISOR, at.name).version


def report_stuck(at: Place) -> Command:
    code = at.received()
    at.clock.advance(timedelta(days=30))
    command = asked.ReportStuckClock(command_id=at.name, dossier=code, clock=1)
    return lambda: execute(at.office, command, None).version


def requeue_clock(at: Place) -> Command:
    code = at.received()
    at.clock.advance(timedelta(days=30))
    now = at.clock.now()
    with at.office.database.transaction() as uow:
        due = next(each for each in uow.clocks.due(now, 10_000) if each.dossier == code)
        reason = kept(message("nobody is responsible"))
        uow.stuck.put_off(due, now=now, until=now + timedelta(days=1), reason=reason)
    return lambda: (
        stuck_clocks.requeue_clock(at.office, code, due.number, ADMINISTRATOR, at.name).version
    )


def undo(at: Place) -> Command:
    code = at.received()
    _, officer = offices.worker_of(at.office, code)
    handling.move_on(at.office, code, f"{at.name}:on", "accepted")
    return lambda: undoing.undo(at.office, code, "Bấm nhầm", officer, at.name).version


def recount(at: Place) -> Command:
    code = at.received()
    day = "2026-03-05" if at.name.endswith("True") else "2026-03-06"
    more = f"days_off:\n  - {{on: {day}, name: Nghỉ bão, source: Công điện}}\n"
    republish(at.office, "calendars/vn.yaml", ("days_off:\n", more))
    command = asked.RecountDueDates(command_id=at.name, dossier=code, reason="Công điện")
    return lambda: execute(at.office, command, ADMINISTRATOR).version


def erase(at: Place) -> Command:
    republish(
        at.office,
        "procedures/social_protection/1.001806.yaml",
        ("dossier:\n", "dossier:\n  applicant_kept_for: 1 month\n"),
    )
    code = at.received()
    dossiers.withdraw(at.office, code, "Công dân rút", RECEPTION, f"{at.name}:w")
    at.clock.advance(timedelta(days=40))
    return lambda: retention.erase(at.office, code, ADMINISTRATOR, at.name).version


def complete_automatic_step(at: Place) -> Command:
    entry = _automatic(at)
    result = automation.perform(at.office, entry)
    return lambda: _settled(at, entry, result)


def fail_automatic_step(at: Place) -> Command:
    entry = _automatic(at)
    return lambda: automation.fail(at.office, entry, KeyError(), retryable=False) and None


def requeue(at: Place) -> Command:
    fail_automatic_step(at)()
    with at.office.database.reading() as uow:
        dead = uow.outbox.dead()[-1]
    return lambda: dead_letters.requeue(at.office, dead.id, ADMINISTRATOR, at.name).version


def _automatic(at: Place) -> OutboxEntry:
    code = handling.receive_of(at.office, _AUTOMATIC, f"{at.name}:r")
    handling.move_to(at.office, code, "notify")
    return _claimed(at, code)


def _claimed(at: Place, code: str) -> OutboxEntry:
    entries = automation.claim_outbox(at.office, kinds=automation.STEP_EFFECTS, holder="h")
    (entry,) = [each for each in entries if each.dossier == code]
    return entry


def _settled(at: Place, entry: OutboxEntry, result: automation.Performed) -> None:
    automation.settle(at.office, entry, result)


def start_linked(at: Place) -> Command:
    entry = _linking(at)
    return lambda: _settled(at, entry, automation.Performed())


def report_linked_end(at: Place) -> Command:
    entry = _linking(at)
    _settled(at, entry, automation.Performed())
    (line,) = dossiers.show(at.office, entry.dossier, RECEPTION).linked
    dossiers.withdraw(at.office, line.code, "Công dân rút", RECEPTION, f"{at.name}:w")
    report = _claimed(at, line.code)
    return lambda: _settled(at, report, automation.Performed())


def _linking(at: Place) -> OutboxEntry:
    with at.office.database.reading() as uow:
        known = linked_office.PARENT_KEY in at.office.rulebook(uow).procedures
    if not known:
        linked_office.publish_pair(at.office, at.folder / "pair")
    parent = linked_office.receive_parent(at.office, f"{at.name}:r")
    linked_office.finish(at.office, parent, "accepted", f"{at.name}:accept")
    return _claimed(at, parent)


STORIES: dict[Callable[[Place], Command], set[type[asked.Command]]] = {
    receive: {asked.ReceiveDossier},
    claim: {asked.ClaimWorkItem},
    release: {asked.ReleaseWorkItem},
    assign: {asked.AssignWorkItem},
    complete: {asked.CompleteWorkItem},
    give_opinion: {asked.GiveOpinion},
    correct_applicant: {asked.CorrectApplicant},
    withdraw: {asked.WithdrawDossier},
    stop: {asked.StopDossier},
    apologise: {asked.RecordApology},
    extend: {asked.ExtendDueDate},
    fire_clock: {asked.FireClock},
    acknowledge: {asked.AcknowledgeAlert},
    snooze: {asked.SnoozeAlert},
    wake: {asked.WakeAlert},
    escalate: {asked.EscalateAlert},
    reassign: {asked.ReassignAlert},
    report_stuck: {asked.ReportStuckClock},
    requeue_clock: {asked.RequeueClock},
    undo: {asked.UndoLast},
    complete_automatic_step: {asked.CompleteAutomaticStep},
    fail_automatic_step: {asked.FailAutomaticStep},
    requeue: {asked.RequeueEffect},
    start_linked: {asked.ReceiveLinkedDossier, asked.RecordLinkedDossier},
    report_linked_end: {asked.ReportLinkedEnd},
    # The last, because they publish the calendar and the procedure of the others anew.
    recount: {asked.RecountDueDates},
    record_papers: {asked.RecordPapers},
    erase: {asked.ErasePersonalData},
}
