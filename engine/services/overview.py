"""The first screen of a supervisor: how many dossiers stand where, and exactly the rows each figure counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from engine.core.figures import figures_of
from engine.core.ledger import RunningClock
from engine.core.lifecycle import ItemKind
from engine.core.state import Dossier
from engine.graph.net import ProcedureNet
from engine.messages import Label, message
from engine.services.due_dates import Due, due_of_row
from engine.services.index_figure import index_due
from engine.services.office import Office, Rulebook
from engine.store.overview import DossierRow, Moments, OpenItemRow, OverviewState
from engine.worktime.words import SOON

MOST_ROWS = 500
"""A list longer than this is no list to read; the figure still counts all of them."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How many dossiers are in each state; of those that are done, only of this month.

    Attributes:
        at: the instant the figures hold for.
        supervises: the units at the top of what the officer sees.
    """

    counts: dict[OverviewState, int]
    at: datetime
    supervises: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dossier is: a step, its unit, and who has it in hand.

    Attributes:
        unit: None where the step runs by itself.
        holder: "" where nobody has it in hand who still holds the position.
        is_work: False for a step that only waits, which nobody takes.
    """

    step: Label
    unit: Label | None
    holder: str
    is_work: bool


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """A dossier behind a figure; ``row`` holds the plain values, ``places`` the open steps.

    ``due`` is what the law counts, ``by_index`` what the national index does; None where no limit counts.
    """

    row: DossierRow
    procedure: Label
    desk: Label
    places: tuple[Place, ...]
    due: Due
    by_index: Due | None


@dataclass(frozen=True, slots=True)
class OverviewList:
    """The dossiers a figure counts; ``count`` is the figure, ``lines`` at most ``MOST_ROWS`` of them."""

    state: OverviewState
    count: int
    lines: tuple[OverviewLine, ...]


def show_overview(office: Office, officer: str) -> Overview:
    """Return the figures of the dossiers an officer sees."""
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        actor = office.actor(rulebook, officer)
        counts = uow.overview.counts(office.scope(rulebook, actor), _moments(office, rulebook))
    directory = rulebook.directory
    top = sorted(unit for unit in actor.units if actor.units.isdisjoint(directory.path(unit)[1:]))
    return Overview(counts, office.clock.now(), tuple(directory.unit(unit).name for unit in top))


def list_overview(office: Office, officer: str, state: OverviewState) -> OverviewList:
    """Return the dossiers one figure of ``show_overview`` counts, the most pressing first."""
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        scope = office.scope(rulebook, office.actor(rulebook, officer))
        moments = _moments(office, rulebook)
        count = uow.overview.counts(scope, moments)[state]
        rows = uow.overview.dossiers(scope, state, moments, limit=MOST_ROWS)
        nets = {row.digest: office.net(uow, row.digest) for row in rows}
        items: dict[str, list[OpenItemRow]] = {row.code: [] for row in rows}
        for item in uow.overview.open_items(tuple(items)):
            items[item.dossier].append(item)
        clocks = uow.overview.legal_clocks(tuple(items))
    lines = tuple(
        OverviewLine(
            row,
            nets[row.digest].procedure.title,
            rulebook.directory.unit(row.desk).name,
            tuple(_place(rulebook, nets[row.digest], item) for item in items[row.code]),
            _due(office, rulebook, row, state),
            _by_index(office, rulebook, row, clocks[row.code]),
        )
        for row in rows
    )
    return OverviewList(state, count, lines)


def _place(rulebook: Rulebook, net: ProcedureNet, item: OpenItemRow) -> Place:
    directory = rulebook.directory
    unit = directory.unit(item.unit).name if directory.knows(item.unit) else Label(item.unit)
    # Whoever left the position has let go of the item, as on the dossier's own page.
    held = item.holder and item.holder in directory.holders(item.unit, item.position, rulebook.on)
    return Place(
        step=net.node(item.node).label if item.node in net else Label(item.node),
        unit=unit if item.unit else None,
        holder=directory.officer_name(item.holder) if held else "",
        is_work=item.kind is ItemKind.WORK,
    )


def _moments(office: Office, rulebook: Rulebook) -> Moments:
    calendar, now = rulebook.calendars[rulebook.directory.spec.calendar], office.clock.now()
    month = datetime.combine(office.today.replace(day=1), time(), office.zone)
    return Moments(
        now=now,
        soon=calendar.add(now, (SOON,)),
        done_since=month,
    )


def _by_index(
    office: Office, rulebook: Rulebook, row: DossierRow, clocks: Mapping[int, RunningClock]
) -> Due | None:
    counted = Dossier(
        code=row.code,
        status=row.status,
        ended_at=row.ended_at,
        supplements=row.supplements,
        clocks=clocks,
    )
    clock = counted.legal_clock
    figures = figures_of(counted, rulebook.calendars[clock.calendar]) if clock else None
    return index_due(figures, office.clock.now()) if figures else None


def _due(office: Office, rulebook: Rulebook, row: DossierRow, state: OverviewState) -> Due:
    if state == "finished_late":
        return Due(row.due_at, message("Finished after the due date"), "overdue")
    return due_of_row(office, rulebook, row)
