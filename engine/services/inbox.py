"""Inboxes: what waits for an officer, with labels and due dates in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from engine.core.inbox_views import InboxView, OpenView
from engine.core.lifecycle import DOSSIER_STATUS_NAMES, ClockStatus
from engine.core.texts import MAX_SHORT, require_text
from engine.messages import Label
from engine.services.due_dates import Due, due, due_of_row
from engine.services.linked_lines import due_of, may_see
from engine.services.office import Office, Rulebook
from engine.store.inbox import InboxFilter, InboxRow
from engine.store.overview import DossierRow
from engine.store.unit_of_work import UnitOfWork

PAGE = 50


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One line of an inbox; ``row`` holds the plain values.

    ``linked_due`` is when the linked dossier is due that the item awaits, ``linked_visible`` whether the
    officer may open it.
    """

    row: InboxRow
    procedure: Label
    step: Label
    holder: str
    due: Due
    dossier_due: Due
    linked_due: Due | None = None
    linked_visible: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of an inbox with the counts of all views; ``after`` opens the next page."""

    view: InboxView
    lines: tuple[InboxLine, ...]
    counts: dict[OpenView, int]
    after: str | None


def open_inbox(
    office: Office,
    officer: str,
    view: InboxView,
    *,
    search: str = "",
    after: str | None = None,
    limit: int = PAGE,
) -> Inbox:
    """Return a page of an officer's inbox, most pressing first.

    Raises:
        GuardFailedError: no dossier can be searched for by these words.
    """
    require_text("search", search, MAX_SHORT)
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        wanted = _filter(office, rulebook, officer, view, search, after, limit)
        page = uow.inbox.list(wanted)
        counts = uow.inbox.counts(wanted)
        scope = office.scope(rulebook, office.actor(rulebook, officer))
        lines = tuple(_line(office, uow, rulebook, row, scope) for row in page.rows)
    return Inbox(view, lines, counts, page.next)


def _filter(
    office: Office,
    rulebook: Rulebook,
    officer: str,
    view: InboxView,
    search: str,
    after: str | None,
    limit: int,
) -> InboxFilter:
    actor = office.actor(rulebook, officer)
    now = office.clock.now()
    tomorrow = datetime.combine(office.today + timedelta(days=1), time(), office.zone)
    return InboxFilter(
        officer=officer,
        posts=actor.posts,
        view=view,
        search=search,
        now=now,
        today_end=tomorrow,
        limit=limit,
        after=after,
    )


def _line(
    office: Office, uow: UnitOfWork, rulebook: Rulebook, row: InboxRow, scope: frozenset[str]
) -> InboxLine:
    linked = uow.dossiers.find_whole(row.linked) if row.linked else None
    net = office.net(uow, row.digest)
    paused = row.dossier_clock is ClockStatus.PAUSED
    return InboxLine(
        row=row,
        procedure=net.procedure.title,
        step=net.node(row.node).label if row.node in net else Label(row.node),
        holder=rulebook.directory.officer_name(row.holder) if row.holder else "",
        due=due(office, rulebook, row.unit, row.due_at),
        dossier_due=Due(row.dossier_due_at, DOSSIER_STATUS_NAMES[row.dossier_status], "closed")
        if row.dossier_clock is ClockStatus.STOPPED
        else due(office, rulebook, row.unit, row.dossier_due_at, paused=paused),
        linked_due=due(office, rulebook, row.unit, due_of(linked)) if linked is not None else None,
        linked_visible=linked is not None and may_see(linked, scope),
    )


@dataclass(frozen=True, slots=True)
class FoundDossier:
    """A dossier a search found; ``row`` holds the plain values."""

    row: DossierRow
    procedure: Label
    due: Due


def find_dossiers(office: Office, officer: str, text: str) -> tuple[FoundDossier, ...]:
    """Return the dossiers an officer may see whose code, name, identity number or phone match.

    Raises:
        GuardFailedError: no dossier can be searched for by this text.
    """
    require_text("search", text, MAX_SHORT)
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        scope = office.scope(rulebook, office.actor(rulebook, officer))
        rows = uow.overview.search(text, scope)
        return tuple(
            FoundDossier(
                row, office.net(uow, row.digest).procedure.title, due_of_row(office, rulebook, row)
            )
            for row in rows
        )
