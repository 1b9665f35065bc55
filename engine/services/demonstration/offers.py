"""Work nobody has taken up, for whoever tries an account: one fresh item for each that works on dossiers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from engine.core.lifecycle import OPEN_ITEMS, ItemStatus
from engine.core.state import Dossier, WorkItem
from engine.graph.net import ProcedureNet
from engine.services import dossiers
from engine.services.demonstration import habits
from engine.services.demonstration.accounts import demo_accounts
from engine.services.demonstration.agenda import Agenda
from engine.services.demonstration.applicants import an_applicant
from engine.services.demonstration.office_life import OfficeLife
from engine.services.demonstration.values import values_for
from engine.services.demonstration.workforce import Post
from engine.services.office import Office, Rulebook
from engine.specs.reception import fields_at_reception
from engine.worktime.amounts import Amount, TimeUnit

_PROCEDURE = "1.001806"
_BEGINS_BEFORE = 3 * habits.HOUR
_BETWEEN_STEPS = habits.HOUR // 3
_BETWEEN_DOSSIERS = timedelta(minutes=1)


class Offers:
    """Dossiers that are moved to a post in the last office hours and left there for anybody to claim.

    Args:
        office: an office whose clock is that of ``agenda``.
        life: what else happens in it; nobody there takes these dossiers up, but their clocks run.
    """

    def __init__(self, office: Office, agenda: Agenda, life: OfficeLife, random: Random) -> None:
        self._office = office
        self._agenda = agenda
        self._life = life
        self._random = random

    def plan(self, until: datetime) -> None:
        """Enter a dossier for each advertised account whose post the procedure passes.

        Nothing is entered where the procedure is not in force in those hours.
        """
        day = until.astimezone(self._office.zone).date()
        with self._office.database.reading() as uow:
            rulebook = self._office.rulebook(uow, day)
            publication = rulebook.procedures.get(_PROCEDURE)
            if publication is None:
                return
            net = self._office.net(uow, publication.digest)
        calendar = rulebook.calendars[rulebook.directory.spec.calendar]
        begins = calendar.subtract(until, Amount(TimeUnit.WORKING_DAY, 0, _BEGINS_BEFORE))
        if calendar.local(begins).date() < net.procedure.effective.valid_from:
            return
        for post in self._posts(rulebook, net):
            self._agenda.at(begins, self._receiving(rulebook, net, post))
            begins += _BETWEEN_DOSSIERS

    def _posts(self, rulebook: Rulebook, net: ProcedureNet) -> list[Post]:
        directory, day = rulebook.directory, rulebook.on
        passed = {(desk, "reception") for desk in directory.desks(day)}
        for step in net.procedure.steps.values():
            if step.by is not None:
                unit = directory.find_responsible(
                    step.by.role, procedure=net.procedure, territory=None, on=day
                )
                passed.add((unit or "", step.by.position))
        own = [directory.posts_of(each.officer, day) for each in demo_accounts(self._office)]
        return [post for posts in own for post in posts if post in passed]

    def _receiving(self, rulebook: Rulebook, net: ProcedureNet, post: Post) -> Callable[[], None]:
        directory, day = rulebook.directory, rulebook.on
        central = (unit for unit in directory.desks(day) if not directory.unit(unit).territory)
        desk = post[0] if post[1] == "reception" else next(central)

        def receive() -> None:
            officer = directory.holders(desk, "reception", day)[0]
            territory = directory.unit(desk).territory or directory.territories(day)[0]
            applicant = an_applicant(self._random, net.procedure, directory, territory)
            blank = Dossier(applicant=applicant, territory=territory)
            names = fields_at_reception(net.procedure)
            typed = values_for(self._random, net.procedure, names, blank, directory, day)
            reception = dossiers.Reception(
                net.procedure.key, desk, territory, applicant, "desk", typed
            )
            received = dossiers.receive(self._office, reception, officer, self._command_id())
            self._go_on(rulebook, net, post, self._life.watch(received))

        return receive

    def _go_on(self, rulebook: Rulebook, net: ProcedureNet, post: Post, dossier: Dossier) -> None:
        """Leave an item that has come to its post; move any other on after a while."""
        item = next(each for each in dossier.items.values() if each.status in OPEN_ITEMS)
        if (item.unit, item.position) == post:
            if item.status is ItemStatus.CLAIMED:
                # Whoever receives a dossier has its first step in hand.
                self._life.watch(
                    dossiers.release(
                        self._office, dossier.code, item.number, item.holder, self._command_id()
                    )
                )
            return
        calendar = rulebook.calendar_of(item.unit)
        after = (Amount(TimeUnit.WORKING_DAY, 0, _BETWEEN_STEPS),)
        then = calendar.add(self._agenda.now, after)
        self._agenda.at(then, lambda: self._complete(rulebook, net, post, dossier, item))

    def _complete(
        self,
        rulebook: Rulebook,
        net: ProcedureNet,
        post: Post,
        dossier: Dossier,
        item: WorkItem,
    ) -> None:
        directory, day = rulebook.directory, rulebook.on
        officer = item.holder or directory.holders(item.unit, item.position, day)[0]
        form = net.node(item.node).form
        completed = dossiers.complete(
            self._office,
            dossier.code,
            item.number,
            habits.straight_on(net, net.leaving(item.node)).outcome,
            officer,
            self._command_id(),
            data=values_for(self._random, net.procedure, form, dossier, directory, day),
        )
        self._go_on(rulebook, net, post, self._life.watch(completed))

    def _command_id(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))
