"""Alerts for those who answer for them: list and acknowledge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from engine.core.authority import may_hand_on
from engine.core.commands import (
    AcknowledgeAlert,
    EscalateAlert,
    ReassignAlert,
    SnoozeAlert,
    WakeAlert,
)
from engine.core.context import Actor
from engine.core.lifecycle import AlertStatus
from engine.errors import EngineError
from engine.graph.net import ProcedureNet
from engine.messages import Label, Message
from engine.services.commands import Applied, execute
from engine.services.due_dates import Due, due
from engine.services.notices import rung_text
from engine.services.office import Office, Rulebook
from engine.store.alerts import AlertRow

PAGE = 50
UNRESOLVED = (AlertStatus.RAISED, AlertStatus.ACKNOWLEDGED, AlertStatus.SNOOZED)


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert in a list; ``row`` holds the plain values, ``step`` is None where it is about no step.

    ``colleagues`` are the other officers of its unit, by id and name; empty where the reader may not put
    it off or hand it on (``may_hand_on``).
    """

    row: AlertRow
    text: Message
    procedure: Label
    step: Label | None
    unit: Label
    owner: str
    acknowledged_by: str
    due: Due
    may_hand_on: bool
    colleagues: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AlertList:
    """A page of alerts with the number of alerts in each status; ``after`` opens the next page."""

    lines: tuple[AlertLine, ...]
    counts: dict[AlertStatus, int]
    after: str | None


def list_alerts(
    office: Office,
    officer: str,
    *,
    statuses: tuple[AlertStatus, ...] = UNRESOLVED,
    after: str | None = None,
    limit: int = PAGE,
) -> AlertList:
    """Return the alerts of an officer's units; a supervisor also sees those of the units below."""
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        actor = office.actor(rulebook, officer)
        scope = office.scope(rulebook, actor)
        page = uow.alerts.list(scope, statuses, limit=limit, after=after)
        counts = uow.alerts.counts(scope)
        nets = {row.digest: office.net(uow, row.digest) for row in page.rows}
    lines = tuple(_line(office, rulebook, actor, row, nets[row.digest]) for row in page.rows)
    return AlertList(lines, counts, page.next)


def _line(
    office: Office, rulebook: Rulebook, actor: Actor, row: AlertRow, net: ProcedureNet
) -> AlertLine:
    directory = rulebook.directory
    mine = may_hand_on(actor, (row.unit, row.owner), directory, rulebook.on)
    staff = directory.staff(row.unit, rulebook.on) if mine else ()
    return AlertLine(
        row=row,
        text=rung_text(row.rung),
        procedure=net.procedure.title,
        step=_step(net, row),
        unit=directory.unit(row.unit).name if directory.knows(row.unit) else Label(row.unit),
        owner=directory.officer_name(row.owner) if row.owner else "",
        acknowledged_by=directory.officer_name(row.acknowledged_by) if row.acknowledged_by else "",
        due=due(office, rulebook, row.unit, row.due_at),
        may_hand_on=mine,
        colleagues=tuple((id, directory.officer_name(id)) for id in staff if id != row.owner),
    )


def _step(net: ProcedureNet, row: AlertRow) -> Label | None:
    if row.node is not None:
        return net.node(row.node).label
    return Label(row.clock_name) if row.clock_kind == "period" and row.clock_name else None


def acknowledge(
    office: Office, dossier: str, number: int, reason: str, officer: str, command_id: str
) -> Applied:
    """Take note of an alert and say what will be done; the reason stays in the journal."""
    command = AcknowledgeAlert(command_id=command_id, dossier=dossier, number=number, reason=reason)
    return execute(office, command, officer)


def snooze(
    office: Office,
    dossier: str,
    number: int,
    until: date,
    reason: str,
    officer: str,
    command_id: str,
) -> Applied:
    """Put an alert off until its unit opens on a later day; its owner and who answers for the unit may."""
    command = SnoozeAlert(
        command_id=command_id, dossier=dossier, number=number, until=until, reason=reason
    )
    return execute(office, command, officer)


def escalate(
    office: Office, dossier: str, number: int, reason: str, officer: str, command_id: str
) -> Applied:
    """Hand an alert to who comes next, head, supervisor, centre; its owner and who answers for the unit may."""
    command = EscalateAlert(command_id=command_id, dossier=dossier, number=number, reason=reason)
    return execute(office, command, officer)


def reassign(
    office: Office,
    dossier: str,
    number: int,
    to: str,
    reason: str,
    officer: str,
    command_id: str,
) -> Applied:
    """Hand an alert to another officer of its unit; its owner and who answers for the unit may."""
    command = ReassignAlert(
        command_id=command_id, dossier=dossier, number=number, to=to, reason=reason
    )
    return execute(office, command, officer)


def wake_snoozed(office: Office, *, limit: int = 200) -> int:
    """Raise again the alerts that were put off until now, at most ``limit``; return how many.

    Two sweeps at once raise each once: the command id names the alert and the instant, and the core raises
    only what is still put off.
    """
    now = office.clock.now()
    with office.database.reading() as uow:
        due_again = uow.alerts.due_again(now, limit)
    woken = 0
    for dossier, number in due_again:
        seed = f"motcua:wake:{dossier}:{number}:{now.isoformat()}"
        command = WakeAlert(
            command_id=str(uuid5(NAMESPACE_URL, seed)), dossier=dossier, number=number
        )
        try:
            woken += bool(execute(office, command, None).events)
        except EngineError:
            # A dossier that cannot go on must not keep others from their alerts; it is tried again.
            continue
    return woken
