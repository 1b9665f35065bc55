"""What the law asks of how a procedure is offered: findings MC408, MC420, MC421 and MC422."""

from __future__ import annotations

from collections.abc import Iterator

from engine.messages import message
from engine.specs.findings import Finding, SourceMap
from engine.specs.procedures import Procedure
from engine.specs.rules import finding

_IDENTIFYING = {"identity_number", "phone"}


def find_service(procedure: Procedure, source: SourceMap) -> Iterator[Finding]:
    """Yield what contradicts the level of the online service, the data of people and the dates."""
    yield from _papers(procedure, source)
    yield from _personal_data(procedure, source)
    yield from _retention(procedure, source)
    yield from _dates(procedure, source)


def _papers(procedure: Procedure, source: SourceMap) -> Iterator[Finding]:
    if procedure.service != "full":
        return
    for name, paper in procedure.dossier.papers.items():
        # A scan stands for the original, or data do: nothing has to be brought or posted.
        if paper.digitise or paper.replaced_by_data:
            continue
        if paper.required and paper.original > 0:
            text = message(
                "Expected no originals on paper, because the service is fully online, but “{paper}” must be handed in so",
                paper=paper.label,
            )
            yield finding("MC408", source.place("dossier", "papers", name, "original"), text)


def _personal_data(procedure: Procedure, source: SourceMap) -> Iterator[Finding]:
    for name, field in procedure.dossier.fields.items():
        if field.type in _IDENTIFYING and not field.personal:
            text = message(
                "Expected “{field}” to be marked as personal data, because it tells who somebody is",
                field=field.label,
            )
            yield finding("MC420", source.place("dossier", "fields", name, "type"), text)


def _retention(procedure: Procedure, source: SourceMap) -> Iterator[Finding]:
    """Yield the personal data that is forgotten where the procedure says how long some of it is kept."""
    contents = procedure.dossier
    declared = [field.kept_for is not None for field in contents.fields.values()]
    if contents.applicant_kept_for is None and not any(declared):
        return
    for name, field in contents.fields.items():
        if field.personal and field.kept_for is None:
            text = message(
                "Expected `kept_for:` in “{field}” as in other personal data of this procedure, but it would be kept for good",
                field=field.label,
            )
            yield finding("MC422", source.place("dossier", "fields", name, "personal"), text)
    if contents.applicant_kept_for is None:
        text = message(
            "Expected `applicant_kept_for:` beside the personal data that is erased, but the details of the applicant would be kept for good"
        )
        yield finding("MC422", source.place("dossier"), text)


def _dates(procedure: Procedure, source: SourceMap) -> Iterator[Finding]:
    signed, begins = procedure.decision.date, procedure.effective.valid_from
    if signed is not None and begins < signed:
        text = message(
            "Expected the procedure to take effect after its decision of {signed}, but it begins on {begins}",
            signed=signed.isoformat(),
            begins=begins.isoformat(),
        )
        yield finding("MC421", source.place("effective", "from"), text)
