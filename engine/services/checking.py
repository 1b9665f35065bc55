"""Checking spec files; needs no office and no database, so that the command line starts fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from engine.graph.check import check_procedure, check_rest
from engine.services.counting_calendars import CountingCalendars
from engine.services.judgements import Judgement, all_findings
from engine.services.spec_files import spec_files
from engine.specs.findings import Finding, Severity
from engine.specs.loader import Loaded, load_file
from engine.specs.procedures import Procedure
from engine.specs.references import Surroundings, card_of, check_document


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of some files found, in the order of files and lines."""

    files: tuple[Path, ...]
    documents: tuple[Loaded, ...]
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        """Tell whether a finding forbids publication."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def check_paths(
    paths: Iterable[Path], known: Sequence[Loaded] = (), *, today: date | None = None
) -> Check:
    """Check files and folders of specs, together with documents already ``known``.

    Times are proved for dossiers received from the first day a procedure is in force, or from ``today``
    where that is later.

    Raises:
        SpecError: a path does not exist or holds no spec.
    """
    documents = tuple(load_file(file) for file in spec_files(paths))
    return check_loaded(documents, known, today=today)


def check_loaded(
    documents: Sequence[Loaded], known: Sequence[Loaded] = (), *, today: date | None = None
) -> Check:
    """Check documents that were read before, as ``check_paths`` does."""
    others = _not_replaced(known, documents)
    judge = Judge([*documents, *others], today=today)
    judgements = [judge.judge(loaded) for loaded in documents]
    # Of the others only what they show counts; they were checked when they were published.
    judgements += [Judgement(card_of(loaded), ()) for loaded in others]
    files = tuple(loaded.source.file for loaded in documents)
    mine = set(files)
    found = (each for each in all_findings(judgements) if each.place.file in mine)
    return Check(files, tuple(documents), tuple(found))


class Judge:
    """Judges documents one by one, each in the same surroundings."""

    def __init__(
        self,
        surroundings: Iterable[Loaded],
        *,
        today: date | None = None,
        procedures: Mapping[str, Procedure] | None = None,
    ) -> None:
        """Take the organisation and the calendars among ``surroundings``.

        Other procedures matter only to those that start them; without ``procedures`` they are taken from
        there too.
        """
        around = list(surroundings)
        found = Surroundings.among(each.document for each in around)
        self._surroundings = found if procedures is None else replace(found, procedures=procedures)
        self._calendars = CountingCalendars(around)
        self._today = today

    def judge(self, loaded: Loaded) -> Judgement:
        """Return what is wrong with a document by itself and in its surroundings."""
        findings = list(loaded.findings)
        findings += self._examined(loaded)
        findings += check_document(loaded, self._surroundings)
        return Judgement(card_of(loaded), tuple(findings))

    def _examined(self, loaded: Loaded) -> list[Finding]:
        """Return what the graph floor says of a procedure, or of what can be understood of it."""
        procedure = loaded.document if loaded.rest is None else loaded.rest.document
        if not isinstance(procedure, Procedure):
            return []
        calendar, catalogue = self._calendars.find(procedure), self._surroundings.procedures
        in_force = procedure.effective.valid_from
        first = max(in_force, self._today or in_force)
        if loaded.rest is not None:
            return check_rest(loaded.rest, calendar=calendar, first=first, catalogue=catalogue)
        return check_procedure(
            procedure, loaded.source, calendar=calendar, first=first, catalogue=catalogue
        )[1]


def _not_replaced(known: Sequence[Loaded], new: Sequence[Loaded]) -> list[Loaded]:
    replaced = {_name(loaded) for loaded in new}
    return [loaded for loaded in known if _name(loaded) not in replaced]


def _name(loaded: Loaded) -> tuple[str, str]:
    card = card_of(loaded)
    return ("", str(loaded.source.file)) if card is None else (card.kind, card.key)
