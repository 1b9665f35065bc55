"""A command that is cut off at any statement leaves nothing behind, and can be given again.

The fault strikes before and after each statement and at the commit, at each point in turn until the
command passes. Points are many, so each story goes through a few commands only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from engine.clock import SettableClock
from engine.services import automation, clocks, dossiers, publishing
from engine.services.draining import drain_outbox
from engine.services.office import Office
from engine.settings import shipped
from tests.support import handling, linked_office, offices
from tests.support.offices import RECEPTION
from tests.support.statement_faults import InjectedFault, everything, failing_at

Story = Callable[[Office, SettableClock], Callable[[], object]]


def receiving(office: Office, clock: SettableClock) -> Callable[[], object]:
    return lambda: offices.receive(office, "again")


def completing(office: Office, clock: SettableClock) -> Callable[[], object]:
    code = offices.receive(office, "r")
    number, officer = offices.worker_of(office, code)
    data = offices.typed(
        handling.procedure_in(office, code),
        tuple(dossiers.show(office, code, officer).items[0].form),
    )
    return lambda: (
        dossiers.complete(office, code, number, "accepted", officer, "again", data=data).version
    )


def withdrawing(office: Office, clock: SettableClock) -> Callable[[], object]:
    code = offices.receive(office, "r")
    return lambda: dossiers.withdraw(office, code, "Công dân rút", RECEPTION, "again").version


def sweeping(office: Office, clock: SettableClock) -> Callable[[], object]:
    offices.receive(office, "r")
    clock.advance(timedelta(days=30))
    return lambda: clocks.fire_due_clocks(office).stuck


STORIES = [receiving, completing, withdrawing, sweeping]


@pytest.mark.parametrize("story", STORIES)
def test_a_command_cut_off_anywhere_leaves_nothing_and_succeeds_once_when_repeated(
    story: Story, tmp_path: Path, database_url: str
) -> None:
    with offices.shipped_office(tmp_path, database_url) as (office, clock):
        command = story(office, clock)
        point, before = 0, everything(office.database)
        while True:
            point += 1
            try:
                with failing_at(office.database, point):
                    first = command()
                break
            except InjectedFault:
                after = everything(office.database)
                # A sweep commits clock by clock; what it kept is checked below.
                if after != before and story is not sweeping:
                    # The commit came through and only its reply was lost; below it must prove whole.
                    first = command()
                    break
        # Statements strike twice, and there is a commit.
        assert point > (1 if database_url.startswith("postgresql") else 5)
        done = everything(office.database)
        assert command() == first
        assert everything(office.database) == done
        _whole(office)


def _whole(office: Office) -> None:
    """Check that every dossier is what its journal says, with each alert once."""
    from engine.core.evolve import fold
    from tests.support.databases import sql

    codes = [row[0] for row in sql(office.database, "SELECT code FROM dossier")]
    with office.database.reading() as uow:
        for code in codes:
            assert uow.journal.verify(code) == []
            whole = uow.dossiers.find_whole(code)
            assert whole == fold(entry.event for entry in uow.journal.entries(code))
            rungs = [(a.clock, a.cycle, a.rung) for a in whole.alerts.values()]
            assert len(rungs) == len(set(rungs))
    notices = sql(office.database, "SELECT count(*) FROM outbox WHERE kind = 'notice'")[0][0]
    assert notices == sql(office.database, "SELECT count(*) FROM alert")[0][0]


def test_a_publication_cut_off_anywhere_publishes_nothing(tmp_path: Path, sqlite_url: str) -> None:
    from engine.bootstrap import open_office
    from engine.settings import Settings

    folder = shipped("procedure_specs")
    paths = [folder / "calendars", folder / "organisation"]
    clock = SettableClock(offices.MONDAY)
    settings = Settings(home=tmp_path, database_url=sqlite_url)
    with open_office(settings, clock=clock) as office:
        point = 0
        while True:
            point += 1
            try:
                with failing_at(office.database, point):
                    publishing.publish(office, paths, "mai_le")
                break
            except InjectedFault:
                if everything(office.database)["publication"]:
                    # The commit came through, and only its reply was lost.
                    break
        assert len(everything(office.database)["publication"]) == 3


def test_an_automatic_step_that_was_settled_but_not_told_so_is_settled_once(
    tmp_path: Path, sqlite_url: str
) -> None:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, _):
        code = handling.receive_of(office, "1.014464", "r")
        handling.move_to(office, code, _automatic_node(office, code))
        (entry,) = automation.claim_outbox(office, kinds=("automatic_step",), holder="h")
        result = automation.perform(office, entry)
        point = 0
        while True:
            point += 1
            try:
                with failing_at(office.database, point):
                    assert automation.settle(office, entry, result)
                break
            except InjectedFault:
                if entry.id not in {row[0] for row in everything(office.database)["outbox"]}:
                    # The commit came through, and only its reply was lost.
                    break
        assert automation.settle(office, entry, result) is False
        with office.database.reading() as uow:
            ran = [e for e in uow.journal.entries(code) if e.actor == "system"]
            assert [type(e.event).__name__ for e in ran].count("WorkItemCompleted") == 1
        _whole(office)


@pytest.mark.parametrize("effect", ["start_dossier", "report_end", "stop_dossier"])
def test_linked_dossiers_cut_off_anywhere_are_linked_once(
    effect: str, tmp_path: Path, database_url: str
) -> None:
    """The start of one dossier by another, the report of its end, and its stop with the other, each in one transaction."""
    with offices.shipped_office(tmp_path, database_url) as (office, _):
        linked_office.publish_pair(office, tmp_path / "pair")
        parent = linked_office.receive_parent(office)
        linked_office.finish(office, parent, "accepted", "accept")
        if effect != "start_dossier":
            drain_outbox(office, "h")
            (line,) = dossiers.show(office, parent, RECEPTION).linked
            ends = line.code if effect == "report_end" else parent
            dossiers.withdraw(office, ends, "Công dân rút", RECEPTION, "w")
        (entry,) = automation.claim_outbox(office, kinds=automation.STEP_EFFECTS, holder="h")
        assert entry.kind == effect
        point, before = 0, everything(office.database)
        while True:
            point += 1
            try:
                with failing_at(office.database, point):
                    settled = automation.settle(office, entry, automation.perform(office, entry))
                break
            except InjectedFault:
                after = everything(office.database)
                settled_rows = entry.id not in {row[0] for row in after["outbox"]}
                assert after == before or settled_rows, f"at point {point}"
                if after != before:
                    # The commit came through, and only its reply was lost.
                    settled = True
                    break
        assert point > 15
        assert settled
        assert automation.settle(office, entry, automation.perform(office, entry)) is False
        assert len(everything(office.database)["dossier"]) == 2
        (line,) = dossiers.show(office, parent, RECEPTION).linked
        assert line.awaited is (effect == "start_dossier")
        assert line.status.closed is (effect != "start_dossier")
        _whole(office)


def _automatic_node(office: Office, code: str) -> str:
    steps = handling.procedure_in(office, code).steps
    return next(name for name, step in steps.items() if step.run is not None)
