"""Fills an empty office with a demonstration, from eight weeks ago to now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from engine.clock import SettableClock
from engine.errors import InvalidStatusError, NotFoundError
from engine.messages import message
from engine.services.demonstration.agenda import Agenda
from engine.services.demonstration.arrivals import Arrival, draw_arrivals
from engine.services.demonstration.offers import Offers
from engine.services.demonstration.office_life import OfficeLife
from engine.services.office import Office
from engine.specs.procedures import Procedure

WEEKS = 8
SEED = 2026

Progress = Callable[[int, int], None]
"""Told how many dossiers have been received, of how many."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What an office was filled with."""

    dossiers: int
    open: int
    alerts: int


def fill(
    office: Office,
    *,
    dossiers: int = 300,
    seed: int = SEED,
    until: datetime,
    on_progress: Progress | None = None,
) -> Filled:
    """Move invented dossiers through the published procedures, from eight weeks before ``until`` to it.

    Beside ``dossiers`` come a few more of the last office hours, one for each advertised account that works on
    dossiers: each ends with an item at the account's post that nobody holds. The result counts them too.
    With no ``dossiers`` the office stays empty.

    The same publications, seed and ``until`` give the same journals. Where procedures came into force less
    than eight weeks ago, the dossiers come in the time since.

    Raises:
        InvalidStatusError: the office has dossiers already; invented ones do not belong beside them.
        NotFoundError: no procedure is in force.
    """
    if is_filled(office):
        raise InvalidStatusError(
            message("Expected an office without dossiers, but it has some; use an empty folder")
        )
    random = Random(seed)  # noqa: S311 - a demonstration, no secret
    arrivals = _arrivals(office, random, dossiers, until)
    clock = SettableClock(until)
    # Nobody outside hears of invented dossiers.
    quiet = office.settings.model_copy(update={"smtp_host": None})
    agenda = Agenda(clock, until)
    simulated = replace(office, clock=clock, settings=quiet)
    life = OfficeLife(simulated, agenda, random)
    for arrival in arrivals:
        agenda.at(arrival.at, _receiving(life, arrival, len(arrivals), on_progress))
    if dossiers:
        # Draws of their own, so that they change nothing for the dossiers drawn before.
        apart = Random(f"{seed} offers")  # noqa: S311 - a demonstration, no secret
        Offers(simulated, agenda, life, apart).plan(until)
    agenda.work_off()
    states = life.states.values()
    return Filled(
        dossiers=len(states),
        open=sum(not state.closed for state in states),
        alerts=sum(state.alerts_made for state in states),
    )


def is_filled(office: Office) -> bool:
    """Tell whether the office has received any dossier."""
    with office.database.reading() as uow:
        return uow.overview.has_any()


def _arrivals(office: Office, random: Random, count: int, until: datetime) -> list[Arrival]:
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow, until.astimezone(office.zone).date())
        documents = [office.document(uow, each.digest) for each in rulebook.procedures.values()]
    procedures = [each for each in documents if isinstance(each, Procedure)]
    if not procedures:
        raise NotFoundError(
            message("Expected procedures in force, but there are none; publish some first")
        )
    latest = max(procedure.effective.valid_from for procedure in procedures)
    in_force = datetime.combine(latest, time(), office.zone)
    since = max(until - timedelta(weeks=WEEKS), in_force)
    return draw_arrivals(random, rulebook, procedures, count=count, since=since, until=until)


def _receiving(
    life: OfficeLife, arrival: Arrival, count: int, on_progress: Progress | None
) -> Callable[[], None]:
    def receive() -> None:
        life.receive(arrival)
        if on_progress is not None:
            on_progress(min(len(life.states), count), count)

    return receive
