"""Checks across documents: every name must lead to something that exists (MC1xx).

Pure; the documents were loaded before. What a single file says wrong by itself is in
``Loaded.findings`` and is not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.messages import message
from engine.specs.calendars import CalendarSpec
from engine.specs.cards import Card, check_cards
from engine.specs.directory import Directory
from engine.specs.documents import Document
from engine.specs.faults import Fault, cycles, reversed_dates, unknown
from engine.specs.findings import Finding, SourceMap
from engine.specs.links import link_faults
from engine.specs.loader import Loaded
from engine.specs.organisation import OrganisationSpec
from engine.specs.organisation_references import calendar_names, organisation_faults
from engine.specs.procedure_references import organisation_faults_of, procedure_faults
from engine.specs.procedures import Procedure
from engine.specs.rest import without_followers
from engine.specs.rules import finding


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the names in a document may lead to outside of it.

    Attributes:
        directory: the organisation, or None where there is none or where there are several: which one a
            procedure is meant for is then known only where it is published.
        calendars: all of them; where there are none, their names are not checked.
        procedures: those that may be started as linked procedures, by key; where there are none, links
            are not checked.
    """

    directory: Directory | None
    calendars: tuple[CalendarSpec, ...] = ()
    procedures: Mapping[str, Procedure] = field(default_factory=dict)

    @classmethod
    def among(cls, documents: Iterable[Document | None]) -> Surroundings:
        """Return the surroundings that some documents are for each other."""
        kept = list(documents)
        organisations = [each for each in kept if isinstance(each, OrganisationSpec)]
        directory = Directory(organisations[0]) if len(organisations) == 1 else None
        calendars = tuple(each for each in kept if isinstance(each, CalendarSpec))
        procedures = {each.key: each for each in kept if isinstance(each, Procedure)}
        # What one file by itself starts may stand in another.
        return cls(directory, calendars, procedures if len(kept) > 1 else {})


def check_documents(loaded: Sequence[Loaded]) -> list[Finding]:
    """Return the reference findings of a set of documents, by file and line."""
    surroundings = Surroundings.among(each.document for each in loaded)
    cards = (card_of(each) for each in loaded)
    found = list(check_cards(card for card in cards if card is not None))
    for each in loaded:
        found += check_document(each, surroundings)
    return sorted(found, key=lambda one: (one.place.file, one.place.line, one.place.column))


def check_document(loaded: Loaded, surroundings: Surroundings) -> Iterator[Finding]:
    """Yield the reference findings of one document, within itself and into its surroundings."""
    if loaded.rest is not None:
        faults = without_followers(_faults(loaded.rest.document, surroundings), loaded.rest)
        return _placed(faults, loaded.rest.source)
    return _placed(_faults(loaded.document, surroundings), loaded.source)


def check_procedure(
    loaded: Loaded, organisation: OrganisationSpec | None, calendars: Sequence[CalendarSpec]
) -> list[Finding]:
    """Return the reference findings of one procedure, within itself and into its surroundings.

    Without an organisation, or with no calendars at all, names that lead there are not checked.
    """
    directory = Directory(organisation) if organisation is not None else None
    return list(check_document(loaded, Surroundings(directory, tuple(calendars))))


def card_of(loaded: Loaded) -> Card | None:
    """Return what a document shows to others, or None where it could not be read."""
    document = loaded.document
    if document is None:
        return None
    if not isinstance(document, Procedure):
        return Card(document.kind, document.code, loaded.source.place("code"))
    links = any(step.starts is not None for step in document.steps.values())
    return Card(document.kind, document.key, loaded.source.place("code"), links)


def _faults(document: Document | None, surroundings: Surroundings) -> Iterator[Fault]:
    directory, calendars = surroundings.directory, surroundings.calendars
    match document:
        case Procedure() as procedure:
            yield from procedure_faults(procedure)
            yield from link_faults(procedure, surroundings.procedures)
            if directory is not None:
                yield from organisation_faults_of(procedure, directory)
            if procedure.calendar is not None:
                yield from _calendar_faults([(("calendar",), procedure.calendar)], calendars)
        case OrganisationSpec() as organisation:
            yield from organisation_faults(organisation)
            yield from _calendar_faults(calendar_names(organisation), calendars)
        case CalendarSpec() as calendar:
            yield from _extension_faults(calendar, calendars)
            if calendar.valid is not None:
                yield from reversed_dates(("valid", 1), *calendar.valid)


def _calendar_faults(
    names: Iterable[tuple[tuple[str | int, ...], str]], calendars: Sequence[CalendarSpec]
) -> Iterator[Fault]:
    known = [calendar.code for calendar in calendars]
    for path, name in names if known else ():
        yield from unknown("MC114", path, name, known, message("the code of a calendar"))


def _extension_faults(calendar: CalendarSpec, calendars: Sequence[CalendarSpec]) -> Iterator[Fault]:
    if calendar.extends is None:
        return
    yield from _calendar_faults([(("extends",), calendar.extends)], calendars)
    chain = {each.code: each.extends for each in calendars}
    for cycle in cycles(chain):
        if calendar.code in cycle:
            text = message(
                "Expected a chain of calendars with an end, but it leads back to itself: {chain}",
                chain=" → ".join((*cycle, cycle[0])),
            )
            yield Fault("MC115", ("extends",), text)


def _placed(faults: Iterable[Fault], source: SourceMap) -> Iterator[Finding]:
    for fault in faults:
        place = source.place_within(fault.path, fault.at)
        yield finding(fault.code, place, fault.message, fault.help)
