"""The administrator's procedures: what is published, how it is drawn and proved, and checks of texts."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response
from markupsafe import Markup

from engine.catalogue import render
from engine.graph.net import Node, NodeKind
from engine.graph.svg import to_svg
from engine.graph.timeproof import Total
from engine.messages import Label, Language, Message, message
from engine.services import procedures
from engine.services.access import require_duty
from engine.services.procedures import Examined
from engine.specs.condition_words import condition_in_words
from engine.specs.durations import Duration
from engine.specs.findings import Finding
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure, period_label
from engine.web.visits import OfficerVisit

router = APIRouter(include_in_schema=False)

_LEVELS = {
    "province": message("Province"),
    "commune": message("Commune"),
    "interlevel": message("Several levels"),
}
_NOBODY = {
    NodeKind.AUTOMATIC: message("By the program"),
    NodeKind.CHOICE: message("Decided by the data"),
    NodeKind.WAIT: message("Waiting"),
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """A row of the table of steps."""

    ref: str
    label: Label
    role: Label | Message
    position: Label | None
    limit: Label | None
    shared: bool


_MARKS = {"equal": "mc-fits", "above": "mc-late"}
"""Green only for what adds up, red for what takes too long; whoever reads judges the rest."""


@dataclass(frozen=True, slots=True)
class SumRow:
    """A stated time against the sum of its steps; ``mark`` is how the verdict looks."""

    what: Message
    stated: Label
    total: Label
    path: tuple[Label, ...]
    verdict: Message
    mark: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a text with the findings that stand on it."""

    number: int
    text: str
    findings: tuple[Finding, ...]


@router.get("/procedures")
def list_procedures(visit: OfficerVisit) -> Response:
    """Show the procedures in force."""
    require_duty(visit.signed_in, "administrator")
    return visit.page(
        "procedures.html",
        lines=procedures.list_procedures(visit.office),
        levels=_LEVELS,
        words=_words,
    )


@router.get("/procedures/check")
def check_page(visit: OfficerVisit, of: str = "") -> Response:
    """Show the form to check a text, with a published text in it where one is named."""
    require_duty(visit.signed_in, "administrator")
    text = procedures.show_procedure(visit.office, of).examined.text if of else ""
    return visit.page("procedure_check.html", text=text, examined=None)


@router.post("/procedures/check")
def check(visit: OfficerVisit) -> Response:
    """Check a text and show its findings and its picture; nothing is kept."""
    require_duty(visit.signed_in, "administrator")
    # Browsers send the line ends of a form as CR LF.
    text = visit.text("text").replace("\r\n", "\n")
    examined = procedures.check_text(visit.office, text)
    return visit.page(
        "procedure_check.html",
        text=text,
        examined=examined,
        picture=_picture(examined, visit.language),
        sums=_sums(examined),
        lines=_lines(examined),
    )


@router.get("/procedures/{key}")
def show_procedure(key: str, visit: OfficerVisit) -> Response:
    """Show a procedure: picture, steps, times, findings, versions and its text."""
    require_duty(visit.signed_in, "administrator")
    view = procedures.show_procedure(visit.office, key)
    examined = view.examined
    return visit.page(
        "procedure.html",
        view=view,
        levels=_LEVELS,
        words=_words,
        picture=_picture(examined, visit.language),
        steps=_steps(examined),
        sums=_sums(examined),
        lines=_lines(examined),
    )


def _picture(examined: Examined, language: Language) -> Markup | None:
    """Return the picture as markup: every text in it was escaped where it was drawn."""
    if examined.net is None:
        return None
    organisation = examined.rulebook.directory.spec
    drawn = to_svg(
        examined.net,
        language=language,
        render=render,
        role_names=organisation.roles,
        position_names=organisation.positions,
        marks=examined.marks,
    )
    return Markup(drawn)  # noqa: S704


def _words(duration: Duration) -> Label:
    return Label(duration.in_words("vi"), duration.in_words("en"))


def _steps(examined: Examined) -> tuple[StepRow, ...]:
    net = examined.net
    if net is None:
        return ()
    organisation = examined.rulebook.directory.spec
    return tuple(
        _step(net.procedure, name, net.node(name), organisation) for name in net.procedure.steps
    )


def _step(procedure: Procedure, name: str, node: Node, organisation: OrganisationSpec) -> StepRow:
    shared = procedure.groups.get(node.group) if node.group and node.limit is None else None
    limit = node.limit or (shared.limit if shared else None)
    by = node.performer
    return StepRow(
        ref=procedure.steps[name].ref or "",
        label=node.label,
        role=organisation.roles.get(by.role, Label(by.role)) if by else _NOBODY[node.kind],
        position=organisation.positions.get(by.position, Label(by.position)) if by else None,
        limit=_words(limit) if limit else None,
        shared=shared is not None,
    )


def _sums(examined: Examined) -> tuple[SumRow, ...]:
    proof = examined.proof
    if proof is None or examined.net is None:
        return ()
    rows = [
        _sum(
            examined,
            message(
                "Legal limit, where {condition}",
                condition=condition_in_words(case.when, examined.net.procedure.dossier.fields),
            ),
            case.total,
        )
        if case.when is not None
        else _sum(examined, message("Legal limit"), case.total)
        for case in proof.cases
    ]
    rows += [
        _sum(
            examined,
            message("Phase “{name}”", name=period_label(examined.net.procedure, name)),
            total,
        )
        for name, total in proof.phases.items()
    ]
    rows += [
        _sum(
            examined,
            message("Group “{name}”", name=period_label(examined.net.procedure, name)),
            total,
        )
        for name, total in proof.groups.items()
    ]
    return tuple(rows)


def _sum(examined: Examined, what: Message, total: Total) -> SumRow:
    net = examined.net
    assert net is not None
    return SumRow(
        what=what,
        stated=_words(total.stated),
        total=_words(total.total),
        path=tuple(net.node(key).label for key in total.path),
        verdict=_verdict(total),
        mark=_MARKS.get(total.comparison, "mc-differs"),
    )


def _verdict(total: Total) -> Message:
    difference = _words(total.difference) if total.difference is not None else None
    match total.comparison:
        case "equal":
            return message("Adds up exactly")
        case "below" if difference is not None:
            return message("{difference} less than stated", difference=difference)
        case "below":
            return message("Less than stated")
        case "above" if difference is not None:
            return message("{difference} more than stated", difference=difference)
        case "above":
            return message("More than stated")
        case _:
            return message("Not comparable: different kinds of time")


def _lines(examined: Examined) -> tuple[SourceLine, ...]:
    return tuple(
        SourceLine(
            number,
            text,
            tuple(each for each in examined.findings if each.place.line == number),
        )
        for number, text in enumerate(examined.text.splitlines() or [""], start=1)
    )
