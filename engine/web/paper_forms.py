"""The checklist of papers in forms: what was ticked and counted, read and shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from engine.core.papers import as_required, missing_papers
from engine.core.state import Dossier, HandedIn
from engine.errors import GuardFailedError
from engine.messages import Label, Message, message
from engine.specs.dossier_contents import Paper
from engine.specs.procedures import Procedure

PREFIX = "paper."


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of the checklist; ``handed_in`` is what is on record."""

    name: str
    paper: Paper
    handed_in: HandedIn
    missing: bool

    @property
    def label(self) -> Label:
        """Return what the paper is called."""
        return self.paper.label


def checklist(procedure: Procedure, dossier: Dossier | None = None) -> tuple[PaperLine, ...]:
    """Return the papers of a procedure with what was handed in of each."""
    missing = missing_papers(procedure, dossier) if dossier is not None else ()
    recorded: Mapping[str, HandedIn] = dossier.papers if dossier is not None else {}
    return tuple(
        PaperLine(name, paper, recorded.get(name, HandedIn()), name in missing)
        for name, paper in procedure.dossier.papers.items()
    )


def read_checklist(form: FormData, procedure: Procedure) -> dict[str, HandedIn]:
    """Return what a form says was handed in of each paper.

    A tick alone means as many as are asked for; numbers say it more exactly. Neither means nothing.

    Raises:
        GuardFailedError: a number is none, under the name of its field.
    """
    handed_in: dict[str, HandedIn] = {}
    faults: dict[str, Message] = {}
    for name, paper in procedure.dossier.papers.items():
        field = f"{PREFIX}{name}"
        originals, copies = (_text(form, f"{field}.{kind}") for kind in ("originals", "copies"))
        if not all(text.isdecimal() or not text for text in (originals, copies)):
            faults[field] = message(
                "Expected how many of “{paper}” as whole numbers", paper=paper.label
            )
        elif originals or copies:
            handed_in[name] = HandedIn(int(originals or 0), int(copies or 0))
        else:
            handed_in[name] = as_required(paper) if _text(form, field) else HandedIn()
    if faults:
        raise GuardFailedError(
            message("Expected right numbers of papers, but {count} are not", count=len(faults)),
            faults,
        )
    return handed_in


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip()[:6] if isinstance(value, str) else ""
