"""Procedures for those who look after them: what is published, what the checks say, how times add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import NotFoundError
from engine.graph.build import build
from engine.graph.net import ProcedureNet
from engine.graph.timeproof import TimeProof, prove_time
from engine.messages import message
from engine.services.checking import check_loaded
from engine.services.office import Office, Rulebook
from engine.services.publishing import published_documents
from engine.specs.documents import Document
from engine.specs.findings import Finding, Severity, SourceMap
from engine.specs.loader import Loaded, load
from engine.specs.procedures import Procedure
from engine.store.publications import Publication
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """One published procedure in a list.

    Attributes:
        version: counts the publications of the procedure from 1.
        findings: how many findings its check has that nobody accepted.
    """

    procedure: Procedure
    version: int
    digest: str
    findings: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding the author accepted, with the reason written in the spec."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Examined:
    """A text with everything the checks say about it.

    Attributes:
        document: what the text holds, or None where an error keeps it from being anything.
        net: its net, where it is a procedure.
        proof: whether its limits add up; None where the net is no net.
        findings: what stands, in the order of the lines.
        accepted: what the author accepted with a reason.
        marks: the gravest finding at each node, for the picture.
        rulebook: what is in force beside it.
    """

    text: str
    document: Document | None
    net: ProcedureNet | None
    proof: TimeProof | None
    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]
    marks: Mapping[str, Severity]
    rulebook: Rulebook

    @property
    def blocks(self) -> bool:
        """Tell whether a finding forbids publication."""
        return any(each.severity is Severity.ERROR for each in self.findings)


@dataclass(frozen=True, slots=True)
class Version:
    """One publication of a procedure; ``in_force`` is the one dossiers are received under today."""

    publication: Publication
    in_force: bool


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """A published procedure with its versions, newest first, and everything the checks say."""

    publication: Publication
    procedure: Procedure
    net: ProcedureNet
    examined: Examined
    versions: tuple[Version, ...]


def list_procedures(office: Office) -> tuple[ProcedureLine, ...]:
    """Return the procedures in force today, by key, each with its number of findings."""
    with office.database.reading() as uow:
        published = published_documents(office, uow)
        current = uow.publications.current("procedure", office.today)
        procedures = {each.digest: office.net(uow, each.digest).procedure for each in current}
    counted = Counter(each.place.file for each in check_loaded(published).findings)
    return tuple(
        ProcedureLine(
            procedures[each.digest], each.number, each.digest, counted[Path(f"{each.key}.yaml")]
        )
        for each in current
    )


def show_procedure(office: Office, key: str) -> ProcedureView:
    """Return a published procedure: the version in force, or else the newest.

    Raises:
        NotFoundError: none was published under this key.
    """
    with office.database.reading() as uow:
        history = uow.publications.history("procedure", key)
        if not history:
            raise NotFoundError(
                message(
                    "Expected a published procedure, but there is none with the key {key}", key=key
                )
            )
        current = uow.publications.find("procedure", key, office.today)
        publication = current or history[-1]
        examined = _examine(office, uow, publication.text, f"{key}.yaml")
        net = office.net(uow, publication.digest)
    return ProcedureView(
        publication=publication,
        procedure=net.procedure,
        net=net,
        examined=examined,
        versions=tuple(Version(each, each == current) for each in reversed(history)),
    )


def procedure_net(office: Office, key: str) -> tuple[ProcedureNet, Rulebook]:
    """Return the net of a procedure in force today, with the names its picture needs.

    Raises:
        NotFoundError: none is in force under this key.
    """
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        publication = rulebook.procedures.get(key)
        if publication is None:
            raise NotFoundError(
                message(
                    "Expected a procedure in force today, but there is none with the key {key}",
                    key=key,
                )
            )
        return office.net(uow, publication.digest), rulebook


def check_text(office: Office, text: str | bytes, name: str = "spec.yaml") -> Examined:
    """Check a text as if it were to be published now; nothing is written."""
    with office.database.reading() as uow:
        return _examine(office, uow, text, name)


def _examine(office: Office, uow: UnitOfWork, text: str | bytes, name: str) -> Examined:
    loaded = load(text, Path(name))
    known = published_documents(office, uow)
    document = loaded.document
    net = build(document) if isinstance(document, Procedure) else None
    whole = net is not None and not net.left_out
    shown = text if isinstance(text, str) else text.decode("utf-8", errors="replace")
    findings = check_loaded((loaded,), known).findings
    return Examined(
        text=shown,
        document=document,
        net=net,
        proof=prove_time(net) if net is not None and whole else None,
        findings=findings,
        accepted=_accepted(loaded, known),
        marks=_marks(net, findings, loaded.source) if net is not None else {},
        rulebook=office.rulebook(uow),
    )


def _accepted(loaded: Loaded, known: list[Loaded]) -> tuple[Accepted, ...]:
    """Return the findings that come to light when the author accepts none."""
    document = loaded.document
    if not isinstance(document, Procedure) or not document.accept:
        return ()
    frank = replace(loaded, document=document.model_copy(update={"accept": {}}))
    return tuple(
        Accepted(each, document.accept[each.code])
        for each in check_loaded((frank,), known).findings
        if each.code in document.accept and each.severity is not Severity.ERROR
    )


def _marks(
    net: ProcedureNet, findings: Sequence[Finding], source: SourceMap
) -> Mapping[str, Severity]:
    """Return the gravest finding of each node: that of the innermost one whose text it stands in."""
    paths = {place: path for path, place in source.places.items()}
    marks: dict[str, Severity] = {}
    for finding in findings:
        if finding.severity is Severity.INFORMATION:
            continue
        path = paths.get((finding.place.line, finding.place.column), ())
        around = [node for node in net.nodes if node.path and node.path == path[: len(node.path)]]
        for node in sorted(around, key=lambda node: len(node.path))[-1:]:
            if marks.get(node.key) is not Severity.ERROR:
                marks[node.key] = finding.severity
    return marks
