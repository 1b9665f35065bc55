"""Checks across documents: every name must lead to something that exists (MC1xx).

Pure; the documents were loaded before. What a single file says wrong by itself is in
``Loaded.findings`` and is not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine.messages import message
from engine.specs.calendars import CalendarSpec
from engine.specs.directory import Directory
from engine.specs.faults import Fault, cycles, reversed_dates, unknown
from engine.specs.findings import Finding, SourceMap
from engine.specs.loader import Loaded
from engine.specs.organisation import OrganisationSpec
from engine.specs.organisation_references import calendar_names, organisation_faults
from engine.specs.procedure_references import organisation_faults_of, procedure_faults
from engine.specs.procedures import Procedure
from engine.specs.rules import finding


def check_documents(loaded: Sequence[Loaded]) -> list[Finding]:
    """Return the reference findings of a set of documents, by file and line.

    Procedures are checked against the organisation of the set when it holds exactly one: with several,
    which one a procedure is meant for is known only where it is published.
    """
    organisations = [
        each.document for each in loaded if isinstance(each.document, OrganisationSpec)
    ]
    directory = Directory(organisations[0]) if len(organisations) == 1 else None
    calendars = [each.document for each in loaded if isinstance(each.document, CalendarSpec)]
    found = list(_codes_used_twice(loaded))
    for each in loaded:
        found += _placed(_faults(each, directory, calendars), each.source)
    return sorted(found, key=lambda one: (one.place.file, one.place.line, one.place.column))


def check_procedure(
    loaded: Loaded, organisation: OrganisationSpec | None, calendars: Sequence[CalendarSpec]
) -> list[Finding]:
    """Return the reference findings of one procedure, within itself and into its surroundings.

    Without an organisation, or with no calendars at all, names that lead there are not checked.
    """
    directory = Directory(organisation) if organisation is not None else None
    return list(_placed(_faults(loaded, directory, calendars), loaded.source))


def _faults(
    loaded: Loaded, directory: Directory | None, calendars: Sequence[CalendarSpec]
) -> Iterator[Fault]:
    match loaded.document:
        case Procedure() as procedure:
            yield from procedure_faults(procedure)
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


def _codes_used_twice(loaded: Sequence[Loaded]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Path] = {}
    for each in loaded:
        if each.document is None:
            continue
        document = each.document
        code = document.key if isinstance(document, Procedure) else document.code
        first = seen.get((document.kind, code))
        seen[document.kind, code] = first or each.source.file
        if first is not None:
            text = message(
                "Expected a code of its own, but “{found}” is also the code of {file}",
                found=code,
                file=str(first),
            )
            yield finding("MC116", each.source.place("code"), text)


def _placed(faults: Iterable[Fault], source: SourceMap) -> Iterator[Finding]:
    for fault in faults:
        yield finding(fault.code, source.place(*fault.path), fault.message, fault.help)
