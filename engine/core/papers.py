"""The papers of a dossier (thành phần hồ sơ): what was handed in, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.core.state import Dossier, HandedIn
from engine.errors import GuardFailedError
from engine.messages import Label, Message, message
from engine.specs.dossier_contents import Paper
from engine.specs.procedures import Procedure

_MOST = 999


def read_papers(procedure: Procedure, typed: Mapping[str, HandedIn]) -> dict[str, HandedIn]:
    """Return what was handed in, or refuse papers nobody asks for and numbers nobody hands in.

    Raises:
        GuardFailedError: with one message for each faulty paper, under ``paper.<name>``.
    """
    known = procedure.dossier.papers
    faults: dict[str, Message] = {}
    for name, handed_in in typed.items():
        if name not in known:
            faults["papers"] = message(
                "Expected only papers of this procedure, which are: {papers}",
                papers=", ".join(known) or "–",
            )
        elif not all(0 <= count <= _MOST for count in (handed_in.originals, handed_in.copies)):
            faults[f"paper.{name}"] = message(
                "Expected between 0 and {most} of “{paper}”", most=_MOST, paper=known[name].label
            )
    if faults:
        text = message("Expected right numbers of papers, but {count} are not", count=len(faults))
        raise GuardFailedError(text, faults)
    return dict(typed)


def as_required(paper: Paper) -> HandedIn:
    """Return what an applicant hands in who brings exactly what is asked of a paper."""
    if not paper.original and not paper.copies:
        return HandedIn(copies=1)
    return HandedIn(paper.original, paper.copies)


def differing(dossier: Dossier, handed_in: Mapping[str, HandedIn]) -> dict[str, HandedIn]:
    """Return those of the numbers that are not on record already."""
    return {
        name: each
        for name, each in handed_in.items()
        if each != dossier.papers.get(name, HandedIn())
    }


def missing_papers(procedure: Procedure, dossier: Dossier) -> tuple[str, ...]:
    """Return the names of the required papers that were not handed in as asked.

    Data the office has stands for a paper with ``replaced_by_data``. An original stands for a copy. What
    came online is an electronic version, of which one is enough.
    """
    return tuple(
        name
        for name, paper in procedure.dossier.papers.items()
        if paper.required
        and not paper.replaced_by_data
        and not _complete(paper, dossier.papers.get(name, HandedIn()), dossier.channel == "online")
    )


def require_complete(procedure: Procedure, dossier: Dossier) -> None:
    """Refuse to accept a dossier in which a required paper is missing (NĐ 61/2018 Đ17)."""
    missing = missing_papers(procedure, dossier)
    if not missing:
        return
    labels = [procedure.dossier.papers[name].label for name in missing]
    fault = message(
        "Expected every required paper, but these are missing: {papers}. Ask for a supplement, refuse, or note what was handed in",
        papers=listed(labels),
    )
    raise GuardFailedError(fault, {"papers": fault})


def listed(labels: Sequence[Message | Label]) -> Message | Label:
    """Return labels one after the other; there is at least one."""
    told = labels[0]
    for label in labels[1:]:
        told = message("{first}; {next}", first=told, next=label)
    return told


def _complete(paper: Paper, handed_in: HandedIn, online: bool) -> bool:
    total = handed_in.originals + handed_in.copies
    if online:
        return total > 0
    asked = as_required(paper)
    return handed_in.originals >= asked.originals and total >= asked.originals + asked.copies
