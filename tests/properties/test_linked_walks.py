"""Random lives of dossiers that start each other, on a real database: none is started twice or left alone.

Everything clerks do, and every delivery between the dossiers, comes in a random order, also twice or late.
"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from engine.clock import SettableClock
from engine.core.lifecycle import OPEN_ITEMS, RESULT_THERE, ItemKind
from engine.core.state import Dossier
from engine.errors import AutomaticStepError, RejectionError
from engine.services import automation, clocks, dossiers
from engine.services.draining import drain_outbox
from engine.services.office import Office
from tests.support import offices
from tests.support.databases import sql
from tests.support.linked_office import AWAITS, GOES_ON, publish_pair, receive_parent
from tests.support.offices import RECEPTION
from tests.support.seeds import seeded_random
from tests.support.wholeness import check_dossiers

RUNS_OUT = """\
  tax:
    starts: {procedure: "9.000001", wait: true, data: {amount: price}}
    expires: {after: 3 working days, to: check}
    outcomes:
      refused: {end: refused}
      otherwise: {to: check}
  return: {by: one_stop/reception, limit: uncounted}
  check: {by: one_stop/reception, limit: 1 working day, next: return}
"""
PARENTS, MOVES = 4, 60


class Walk:
    """Clerks, a sweep and deliveries, one after the other by chance."""

    def __init__(self, office: Office, clock: SettableClock, chance: random.Random) -> None:
        self.office, self.clock, self.chance = office, clock, chance
        self.given = 0
        self.late: list[automation.OutboxEntry] = []

    def step(self) -> None:
        moves = [self._work, self._work, self._work, self._claim, self._deliver, self._drain]
        with suppress(RejectionError):  # over, or somebody else's: nothing was done
            self.chance.choice([*moves, self._pass_time, self._end])()

    def finish(self) -> None:
        """Go on until every dossier is closed."""
        for _ in range(300):
            self._drain()
            left = [each for each in self.all() if not each.closed]
            if not left:
                return
            items = [i for d in left for i in self._open(d)]
            if items:
                self._complete(*self.chance.choice(items))
            else:
                self.clock.advance(timedelta(hours=1))
        raise AssertionError([each.code for each in self.all() if not each.closed])

    def all(self) -> list[Dossier]:
        codes = [row[0] for row in sql(self.office.database, "SELECT code FROM dossier")]
        with self.office.database.reading() as uow:
            return [found for code in codes if (found := uow.dossiers.find_whole(code))]

    def _open(self, dossier: Dossier) -> list[tuple[str, int]]:
        items = (i for i in dossier.items.values() if i.status in OPEN_ITEMS)
        return [(dossier.code, i.number) for i in items if not i.kind.by_program]

    def _work(self) -> None:
        there = [item for dossier in self.all() for item in self._open(dossier)]
        if there:
            self._complete(*self.chance.choice(there))

    def _complete(self, code: str, number: int) -> None:
        view = dossiers.show(self.office, code, RECEPTION)
        (item,) = [each for each in view.items if each.item.number == number]
        outcome = self.chance.choice([each.outcome for each in item.actions])
        dossiers.complete(
            self.office,
            code,
            number,
            outcome,
            RECEPTION,
            self._id(),
            note="Theo quy định",
            again="Còn thiếu",
        )

    def _claim(self) -> None:
        """Lease deliveries, as a worker does who is killed, or is slow."""
        kinds = automation.STEP_EFFECTS
        self.late += automation.claim_outbox(self.office, kinds=kinds, holder="slow", limit=2)

    def _deliver(self) -> None:
        """Let the slow worker go on; its lease may have run out, and it may do everything twice."""
        if self.late:
            entry = self.chance.choice(self.late)
            for _ in range(self.chance.randint(1, 2)):
                try:
                    automation.settle(self.office, entry, automation.Performed())
                except AutomaticStepError as error:
                    automation.fail(self.office, entry, error, retryable=error.retryable)

    def _drain(self) -> None:
        drain_outbox(self.office, "quick")

    def _pass_time(self) -> None:
        self.clock.advance(timedelta(hours=self.chance.choice([1, 5, 30])))
        clocks.fire_due_clocks(self.office)

    def _end(self) -> None:
        dossier = self.chance.choice(self.all())
        if self.chance.random() < 0.4:
            dossiers.withdraw(self.office, dossier.code, "Công dân rút", RECEPTION, self._id())

    def _id(self) -> str:
        self.given += 1
        return f"w{self.given}"


def check_links(found: list[Dossier]) -> None:
    """Check that dossiers and those they started know each other, one each; and none waits for nothing."""
    by_code = {each.code: each for each in found}
    started = {
        item.linked: (dossier.code, item.number)
        for dossier in found
        for item in dossier.items.values()
        if item.linked
    }
    children = {each.code: (each.parent, each.parent_item) for each in found if each.parent}
    assert started == children
    for dossier in found:
        for item in dossier.items.values():
            if item.kind is ItemKind.LINKED and item.status in OPEN_ITEMS and item.linked:
                assert not by_code[item.linked].closed, "its end was not heard of"
            if item.linked and item.status not in OPEN_ITEMS and item.outcome == "":
                child = by_code[item.linked]
                assert child.closed or child.status in RESULT_THERE, "nobody stopped it"


@pytest.mark.parametrize("steps", [AWAITS, GOES_ON, RUNS_OUT], ids=["awaits", "goes on", "expires"])
def test_linked_dossiers_are_started_once_and_none_is_left_alone(
    steps: str, database_url: str, tmp_path: Path
) -> None:
    chance = seeded_random()
    with offices.shipped_office(tmp_path, database_url) as (office, clock):
        publish_pair(office, tmp_path / "pair", steps)
        walk = Walk(office, clock, chance)
        for number in range(PARENTS):
            receive_parent(office, f"r{number}")
            for _ in range(MOVES // PARENTS):
                walk.step()
        # What slow workers have leased comes back when their leases have run out.
        clock.advance(automation.LEASE)
        drain_outbox(office, "quick")
        check_links(walk.all())
        walk.finish()
        check_links(walk.all())
        check_dossiers(office.database)
        effects = sql(office.database, "SELECT kind FROM outbox WHERE kind <> 'notice'")
        assert effects == []
