"""The office as services see it: the database, the clock, and the documents in force.

Compiled documents are kept in memory by content hash; they are immutable, so they never go stale. Which
ones are in force is asked of the database, so that several processes agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Literal
from zoneinfo import ZoneInfo

from engine.clock import Clock
from engine.core.context import Actor, Context
from engine.errors import NotFoundError, SpecError
from engine.graph.build import build
from engine.graph.net import ProcedureNet
from engine.messages import message
from engine.services.kept_dossiers import KeptDossiers
from engine.settings import Settings
from engine.specs.calendars import CalendarSpec
from engine.specs.directory import Directory
from engine.specs.loader import Loaded, load
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure
from engine.specs.work_calendars import compile_calendars
from engine.store.database import Database
from engine.store.publications import Publication
from engine.store.unit_of_work import UnitOfWork
from engine.worktime.work_calendar import WorkCalendar

DocumentKind = Literal["calendar", "organisation", "procedure"]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What is in force on one day: the organisation, its calendars, and the procedures received.

    Attributes:
        earlier: the calendars as they stood before, newest first, where they were asked for.
        actors: the officers who asked for something so far, with the posts and duties of the day.
    """

    on: date
    directory: Directory
    calendars: Mapping[str, WorkCalendar]
    procedures: Mapping[str, Publication]
    earlier: tuple[Mapping[str, WorkCalendar], ...] = ()
    actors: dict[str, Actor] = field(default_factory=dict, compare=False, repr=False)

    def calendar_of(self, unit: str) -> WorkCalendar:
        """Return the calendar a unit works by."""
        return self.calendars[self.directory.calendar_of(unit)]

    def versions_of(self, calendar: str) -> tuple[WorkCalendar, ...]:
        """Return a calendar in force and, as far as they were asked for, what it was before."""
        known = (self.calendars, *self.earlier)
        return tuple(each[calendar] for each in known if calendar in each)


def _nobody_listens() -> None:
    """Do nothing; outside effects are found by whoever looks for them."""


@dataclass
class Office:
    """What services need; made once by ``engine.bootstrap`` and shared by all threads.

    Attributes:
        ring: tells whoever carries out outside effects that some wait; it never waits, nor fails.
        kept: the dossiers commands lately left behind.
    """

    database: Database
    clock: Clock
    settings: Settings
    zone: ZoneInfo
    ring: Callable[[], None] = _nobody_listens
    kept: KeptDossiers = field(default_factory=KeptDossiers)
    _nets: dict[str, ProcedureNet] = field(default_factory=dict)
    _loaded: dict[str, Loaded] = field(default_factory=dict)
    _calendars: dict[tuple[str, ...], Mapping[str, WorkCalendar]] = field(default_factory=dict)
    _rulebook: tuple[tuple[date, int], Rulebook] | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def today(self) -> date:
        """Return the legal date of this instant."""
        return self.clock.now().astimezone(self.zone).date()

    def rulebook(
        self, uow: UnitOfWork, on: date | None = None, *, publications: int | None = None
    ) -> Rulebook:
        """Return what is in force on a day, by default today.

        Args:
            publications: how many documents were published so far, where that is known already.

        Raises:
            NotFoundError: no organisation or no calendar was published yet.
        """
        day = on or self.today
        stamp = (day, uow.publications.count() if publications is None else publications)
        with self._lock:
            if self._rulebook is not None and self._rulebook[0] == stamp:
                return self._rulebook[1]
        rulebook = self._compile_rulebook(uow, day)
        with self._lock:
            self._rulebook = (stamp, rulebook)
        return rulebook

    def rulebook_at_hand(self) -> tuple[int, Rulebook] | None:
        """Return today's rulebook as it was last asked for, and how many publications there were."""
        with self._lock:
            if self._rulebook is None or self._rulebook[0][0] != self.today:
                return None
            (_, publications), rulebook = self._rulebook
            return publications, rulebook

    def context_at_hand(self, rulebook: Rulebook, actor: Actor, digest: str) -> Context | None:
        """Return what ``context`` returns, or None where the net is not compiled yet."""
        net = self._nets.get(digest)
        return None if net is None else self._context(rulebook, actor, digest, net)

    def _compile_rulebook(self, uow: UnitOfWork, day: date) -> Rulebook:
        published = uow.publications.current("calendar", day)
        organisations = uow.publications.current("organisation", day)
        if not organisations or not published:
            raise NotFoundError(
                message(
                    "Expected a published organisation and calendar, but there is none yet; run “motcua publish” first"
                )
            )
        organisation = self.document(uow, organisations[0].digest)
        assert isinstance(organisation, OrganisationSpec)
        return Rulebook(
            on=day,
            directory=Directory(organisation),
            calendars=self._compile_calendars(uow, tuple(each.digest for each in published)),
            procedures={each.key: each for each in uow.publications.current("procedure", day)},
        )

    def _compile_calendars(
        self, uow: UnitOfWork, digests: tuple[str, ...]
    ) -> Mapping[str, WorkCalendar]:
        found = self._calendars.get(digests)
        if found is None:
            documents = [self.document(uow, digest) for digest in digests]
            found = self._calendars[digests] = compile_calendars(
                [each for each in documents if isinstance(each, CalendarSpec)]
            )
        return found

    def with_earlier_calendars(self, uow: UnitOfWork, rulebook: Rulebook) -> Rulebook:
        """Return a rulebook that also knows every calendar as it stood before."""
        published = sorted(
            (
                each
                for key in rulebook.calendars
                for each in uow.publications.history("calendar", key)
            ),
            key=lambda each: (each.published_at, each.number),
        )
        digests: dict[str, str] = {}
        editions: dict[datetime, tuple[str, ...]] = {}
        for each in published:
            digests[each.key] = each.digest
            editions[each.published_at] = tuple(digests[key] for key in sorted(digests))
        newest_first = reversed(editions.values())
        earlier = tuple(self._compile_calendars(uow, edition) for edition in newest_first)
        return replace(rulebook, earlier=earlier)

    def document(self, uow: UnitOfWork, digest: str) -> Procedure | OrganisationSpec | CalendarSpec:
        """Return the document published under a content hash."""
        document = self.loaded(uow, digest).document
        if document is None:
            raise SpecError(
                message(
                    "Expected a document this version can read, but {digest} is none",
                    digest=digest[:12],
                )
            )
        return document

    def loaded(self, uow: UnitOfWork, digest: str) -> Loaded:
        """Return the published document with the places of its keys."""
        found = self._loaded.get(digest)
        if found is None:
            publication = uow.publications.by_digest(digest)
            if publication is None:
                raise NotFoundError(
                    message(
                        "Expected a published document, but there is none with the hash {digest}",
                        digest=digest[:12],
                    )
                )
            found = load(publication.text, Path(f"{publication.key}.yaml"))
            self._loaded[digest] = found
        return found

    def net(self, uow: UnitOfWork, digest: str) -> ProcedureNet:
        """Return the net of the procedure version with this content hash."""
        found = self._nets.get(digest)
        if found is None:
            procedure = self.document(uow, digest)
            assert isinstance(procedure, Procedure)
            found = self._nets[digest] = build(procedure)
        return found

    def actor(self, rulebook: Rulebook, officer: str) -> Actor:
        """Return an officer with the posts and duties held on the day of the rulebook.

        Raises:
            NotFoundError: the organisation has no such officer.
        """
        known = rulebook.actors.get(officer)
        if known is None:
            found = rulebook.directory.officer(officer)
            posts = rulebook.directory.posts_of(officer, rulebook.on)
            known = Actor(officer, frozenset(posts), frozenset(found.duties))
            rulebook.actors[officer] = known
        return known

    def scope(self, rulebook: Rulebook, actor: Actor) -> frozenset[str]:
        """Return the units whose dossiers an officer sees: the own ones, for a supervisor all below.

        An administrator looks after the configuration and sees no dossier by that duty.
        """
        if "supervisor" not in actor.duties:
            return actor.units
        return frozenset().union(*(rulebook.directory.subtree(unit) for unit in actor.units))

    def context(self, uow: UnitOfWork, rulebook: Rulebook, actor: Actor, digest: str) -> Context:
        """Return what a decision about a dossier of this procedure version may know."""
        return self._context(rulebook, actor, digest, self.net(uow, digest))

    def _context(self, rulebook: Rulebook, actor: Actor, digest: str, net: ProcedureNet) -> Context:
        return Context(
            now=self.clock.now(),
            actor=actor,
            net=net,
            digest=digest,
            directory=rulebook.directory,
            calendars=rulebook.calendars,
            zone=self.zone,
        )
