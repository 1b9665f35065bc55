"""The supervisor's first screen: the figures, and the dossiers behind each."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response

from engine.core.lifecycle import DOSSIER_STATUS_NAMES
from engine.messages import Message, message
from engine.services import overview
from engine.services.access import require_duty
from engine.store.overview import OverviewState
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure of the first screen; ``look`` is the kind of due date whose colour and icon it has."""

    state: OverviewState
    label: Message
    hint: Message
    look: str


TILES: tuple[Tile, ...] = (
    Tile("overdue", message("Overdue"), message("the clock runs past the due date"), "overdue"),
    Tile("at_risk", message("At risk"), message("due within 2 working days"), "soon"),
    Tile(
        "late_reception",
        message("Late reception"),
        message("online, not accepted within 1 working day (NĐ 118/2025)"),
        "overdue",
    ),
    Tile(
        "accepted_late",
        message("Accepted late"),
        message("online, accepted or answered this month after more than 1 working day"),
        "today",
    ),
    Tile("paused", message("Paused"), message("waiting for others, clock stands still"), "paused"),
    Tile(
        "asked_again",
        message("Asked again"),
        message("for a supplement, more than once; counted as late by QĐ 766/QĐ-TTg"),
        "today",
    ),
    Tile(
        "finished_late",
        message("Finished late"),
        message("done this month, but after the due date"),
        "overdue",
    ),
    Tile("open", message("All open dossiers"), message("everything not closed yet"), "none"),
)
_TITLES: dict[OverviewState, Message] = {
    **{tile.state: tile.label for tile in TILES},
    "closed": message("Closed this month"),
}


@router.get("/overview")
def show_overview(visit: OfficerVisit, show: OverviewState = "overdue") -> Response:
    """Show the figures, and the dossiers one of them counts."""
    require_duty(visit.signed_in, "supervisor")
    return visit.page(
        "overview.html",
        tiles=TILES,
        overview=overview.show_overview(visit.office, visit.officer),
        listed=overview.list_overview(visit.office, visit.officer, show),
        title=_TITLES[show],
        statuses=DOSSIER_STATUS_NAMES,
    )
