"""The life of the demonstration office: dossiers arrive, officers work, clocks run out, notices go out.

What follows from a command is read off its events, folded as the journal is; the simulation itself never
looks into the tables for what it can know.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from engine.core.evolve import fold
from engine.core.lifecycle import OPEN_ITEMS, RESULT_THERE, AlertStatus, ItemKind
from engine.core.papers import as_required
from engine.core.state import Alert, Dossier, WorkItem
from engine.graph.net import Node, ProcedureNet
from engine.services import alerts, dossiers
from engine.services.commands import Applied
from engine.services.demonstration import habits
from engine.services.demonstration.agenda import Agenda
from engine.services.demonstration.applicants import an_applicant
from engine.services.demonstration.arrivals import Arrival
from engine.services.demonstration.habits import Pace
from engine.services.demonstration.sweeps import Sweeps
from engine.services.demonstration.values import values_for
from engine.services.demonstration.workforce import ItemKey, Workforce
from engine.services.office import Office, Rulebook
from engine.specs.reception import fields_at_reception

_WITHDRAWS, _CLAIMS_EARLY, _ACKNOWLEDGES, _SPEAKS = 0.02, 0.45, 0.6, 0.7
_MINUTE = timedelta(minutes=1)
_FAR = datetime.max.replace(tzinfo=UTC)


class OfficeLife:
    """Everything that happens to the dossiers of one simulated office.

    Args:
        office: an office whose clock is that of ``agenda``.
    """

    def __init__(self, office: Office, agenda: Agenda, random: Random) -> None:
        self._office = office
        self._agenda = agenda
        self._random = random
        self._workforce = Workforce()
        self._paces: dict[str, Pace] = {}
        self._planned: set[tuple[str, str, int]] = set()
        self._sweeps = Sweeps(office, agenda, self._has_due_clock, self._read_again)
        self._nets: dict[str, ProcedureNet] = {}
        self._rulebook: Rulebook | None = None
        self.states: dict[str, Dossier] = {}

    def receive(self, arrival: Arrival) -> None:
        """Let a dossier be received at a desk."""
        rulebook = self._in_force()
        directory, procedure = rulebook.directory, arrival.procedure
        officer = self._random.choice(directory.holders(arrival.desk, "reception", rulebook.on))
        applicant = an_applicant(self._random, procedure, directory, arrival.territory)
        blank = Dossier(applicant=applicant, territory=arrival.territory)
        names = fields_at_reception(procedure)
        reception = dossiers.Reception(
            procedure.key,
            arrival.desk,
            arrival.territory,
            applicant,
            arrival.channel,
            values_for(self._random, procedure, names, blank, directory, rulebook.on),
            {name: as_required(paper) for name, paper in procedure.dossier.papers.items()},
        )
        received = dossiers.receive(self._office, reception, officer, self._command_id())
        self._paces[received.dossier] = arrival.pace
        self._follow(received)
        if self._random.random() < _WITHDRAWS:
            after = timedelta(days=self._random.uniform(0.5, 8))
            opens = rulebook.calendar_of(arrival.desk).opening(self._agenda.now + after)
            self._agenda.at(opens, lambda: self._withdraw(received.dossier, officer))

    def _withdraw(self, code: str, officer: str) -> None:
        dossier = self.states[code]
        if dossier.closed or dossier.status in RESULT_THERE:
            return
        reason = self._random.choice(habits.REASONS_WITHDRAWN)
        self._follow(dossiers.withdraw(self._office, code, reason, officer, self._command_id()))

    # What follows from what happened

    def watch(self, applied: Applied) -> Dossier:
        """Let a dossier's clocks run, but nobody of the simulation take its items up."""
        dossier = fold(applied.events, self.states.get(applied.dossier))
        self._planned.update(("item", dossier.code, number) for number in dossier.items)
        self._learn(dossier)
        return dossier

    def _follow(self, applied: Applied) -> None:
        before = self.states.get(applied.dossier)
        self._learn(fold(applied.events, before))

    def _read_again(self, code: str) -> None:
        """Learn what the sweep or an automatic step did to a dossier."""
        with self._office.database.reading() as uow:
            found = uow.dossiers.find_whole(code)
        assert found is not None  # it was received before
        self._learn(found)

    def _learn(self, dossier: Dossier) -> None:
        self.states[dossier.code] = dossier
        if dossier.closed:
            return
        for item in dossier.items.values():
            if item.status in OPEN_ITEMS and self._is_new("item", dossier, item.number):
                self._plan_item(dossier, item)
        for alert in dossier.alerts.values():
            if alert.status is AlertStatus.RAISED and self._is_new("alert", dossier, alert.number):
                self._plan_acknowledgement(dossier, alert)
        for clock in dossier.clocks.values():
            if clock.fires_at is not None:
                self._sweeps.plan(dossier.code, clock.fires_at)

    def _is_new(self, kind: str, dossier: Dossier, number: int) -> bool:
        key = (kind, dossier.code, number)
        if key in self._planned:
            return False
        self._planned.add(key)
        return True

    # Work

    def _plan_item(self, dossier: Dossier, item: WorkItem) -> None:
        if item.kind is ItemKind.AUTOMATIC:
            self._agenda.at(self._agenda.now + _MINUTE, lambda: self._carry_out(dossier.code))
            return
        if item.kind is ItemKind.PARTICIPATION:
            self._plan_opinion((dossier.code, item.number), item)
            return
        ready = habits.ready_at(
            self._random,
            self._node(dossier, item),
            self._paces[dossier.code],
            dossier.clocks.get(item.clock),
            self._in_force().calendar_of(item.unit),
            self._agenda.now,
            in_hand=bool(item.holder),
        )
        key = (dossier.code, item.number)
        if item.kind is ItemKind.WORK and self._random.random() < _CLAIMS_EARLY:
            self._plan_claim(key, item, ready)
        if ready is not None:
            self._agenda.at(ready, lambda: self._get_ready(key))

    def _plan_claim(self, key: ItemKey, item: WorkItem, ready: datetime | None) -> None:
        """Let somebody take the item in hand long before its turn comes."""
        rulebook = self._in_force()
        holders = rulebook.directory.holders(item.unit, item.position, rulebook.on)
        if not holders:
            return
        officer = self._random.choice(holders)
        wait = (ready - self._agenda.now) / 3 if ready is not None else timedelta(hours=3)
        opens = rulebook.calendar_of(item.unit).opening(self._agenda.now + wait)
        self._agenda.at(opens, lambda: self._claim(officer, key))

    def _plan_opinion(self, key: ItemKey, item: WorkItem) -> None:
        """Let somebody who takes part in a step say something, if the step is still open then."""
        rulebook = self._in_force()
        holders = rulebook.directory.holders(item.unit, item.position, rulebook.on)
        if not holders or self._random.random() >= _SPEAKS:
            return
        officer = self._random.choice(holders)
        after = timedelta(minutes=self._random.randint(30, 900))
        at = rulebook.calendar_of(item.unit).opening(self._agenda.now + after)
        self._agenda.at(at, lambda: self._give_opinion(officer, key))

    def _give_opinion(self, officer: str, key: ItemKey) -> None:
        if self._open_item(key) is not None:
            text = self._random.choice(habits.OPINIONS)
            self._follow(
                dossiers.give_opinion(self._office, *key, text, officer, self._command_id())
            )

    def _get_ready(self, key: ItemKey) -> None:
        item = self._open_item(key)
        if item is None:
            return
        post = (item.unit, item.position)
        clock = self.states[key[0]].clocks.get(item.clock)
        due_at = clock.due_at if clock is not None and clock.due_at is not None else _FAR
        self._workforce.put(post, item.holder, due_at, key)
        rulebook = self._in_force()
        holders = rulebook.directory.holders(*post, rulebook.on)
        for officer in [item.holder] if item.holder else list(holders):
            if not self._workforce.is_busy(officer):
                self._take_up(officer)
                return

    def _take_up(self, officer: str) -> None:
        """Let an officer who is free begin the item that is due first."""
        rulebook = self._in_force()
        posts = rulebook.directory.posts_of(officer, rulebook.on)
        while (key := self._workforce.take(officer, posts)) is not None:
            item = self._open_item(key)
            if item is not None and item.holder in ("", officer):
                self._begin(officer, key, item)
                return

    def _begin(self, officer: str, key: ItemKey, item: WorkItem) -> None:
        dossier = self.states[key[0]]
        needed = habits.work_for(self._random, self._node(dossier, item))
        on_call = habits.runs_round_the_clock(dossier.clocks.get(item.clock))
        calendar = self._in_force().calendar_of(item.unit)
        begins = self._agenda.now if on_call else calendar.opening(self._agenda.now)
        self._workforce.begin(officer)
        self._agenda.at(begins + needed, lambda: self._finish(officer, key))

    def _claim(self, officer: str, key: ItemKey) -> None:
        item = self._open_item(key)
        if item is not None and not item.holder:
            self._follow(dossiers.claim(self._office, *key, officer, self._command_id()))

    def _finish(self, officer: str, key: ItemKey) -> None:
        item = self._open_item(key)
        if item is not None and item.holder in ("", officer):
            self._complete(officer, key, item)
        self._workforce.end(officer)
        self._take_up(officer)

    def _complete(self, officer: str, key: ItemKey, item: WorkItem) -> None:
        dossier, rulebook = self.states[key[0]], self._in_force()
        net, node = self._net(dossier), self._node(dossier, item)
        ways = [way for way in net.leaving(item.node) if way.outcome != "expired"]
        way = habits.choose(self._random, net, ways, dossier.supplements, item.visit)
        typed = values_for(
            self._random, net.procedure, node.form, dossier, rulebook.directory, rulebook.on
        )
        completed = dossiers.complete(
            self._office,
            *key,
            way.outcome,
            officer,
            self._command_id(),
            data=typed,
            note=habits.note_for(self._random, net, way),
            again=habits.REASON_AGAIN,
        )
        self._follow(completed)

    # What nobody clicks

    def _has_due_clock(self, code: str) -> bool:
        fires = (clock.fires_at for clock in self.states[code].clocks.values())
        return any(at is not None and at <= self._agenda.now for at in fires)

    def _carry_out(self, code: str) -> None:
        self._sweeps.carry_out()
        self._read_again(code)

    def _plan_acknowledgement(self, dossier: Dossier, alert: Alert) -> None:
        if not alert.owner or self._random.random() >= _ACKNOWLEDGES:
            return
        calendar = self._in_force().calendar_of(alert.unit)
        after = timedelta(minutes=self._random.randint(20, 1500))
        at = calendar.opening(self._agenda.now + after)
        self._agenda.at(at, self._acknowledging(dossier.code, alert.number, alert.owner))

    def _acknowledging(self, code: str, number: int, officer: str) -> Callable[[], None]:
        def acknowledge() -> None:
            alert = self.states[code].alerts.get(number)
            if alert is None or alert.status is not AlertStatus.RAISED:
                return
            reason = self._random.choice(habits.REASONS_LATE)
            self._follow(
                alerts.acknowledge(self._office, code, number, reason, officer, self._command_id())
            )

        return acknowledge

    # Looking things up

    def _open_item(self, key: ItemKey) -> WorkItem | None:
        dossier = self.states[key[0]]
        item = dossier.items.get(key[1])
        if dossier.closed or item is None or item.status not in OPEN_ITEMS:
            return None
        return item

    def _net(self, dossier: Dossier) -> ProcedureNet:
        if dossier.digest not in self._nets:
            with self._office.database.reading() as uow:
                self._nets[dossier.digest] = self._office.net(uow, dossier.digest)
        return self._nets[dossier.digest]

    def _node(self, dossier: Dossier, item: WorkItem) -> Node:
        return self._net(dossier).node(item.node)

    def _in_force(self) -> Rulebook:
        if self._rulebook is None or self._rulebook.on != self._office.today:
            with self._office.database.reading() as uow:
                self._rulebook = self._office.rulebook(uow)
        return self._rulebook

    def _command_id(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))
