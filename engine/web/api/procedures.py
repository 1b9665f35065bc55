"""Procedures in force, their pictures, and checks of texts that are to become some."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from engine.catalogue import render
from engine.graph.svg import to_svg
from engine.messages import Language
from engine.services import procedures
from engine.services.procedures import ProcedureView
from engine.specs.procedures import Procedure
from engine.specs.reception import fields_at_reception
from engine.web.api import procedure_models
from engine.web.api.answers import fields_answer, findings_answer
from engine.web.api.language import InLanguage
from engine.web.api.routes import ByOfficer, InOffice, Key, token_router

router = token_router()
_YAML = {"content": {"application/yaml": {"schema": {"type": "string"}}}}
_SVG: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}
}


@router.get("/procedures", tags=["procedures"])
def list_procedures(
    office: InOffice, officer: ByOfficer, language: InLanguage
) -> procedure_models.ProceduresOut:
    """Return the procedures in force, by key."""
    return procedure_models.ProceduresOut(
        procedures=tuple(
            procedure_models.ProcedureOut.model_validate(
                {
                    **_facts(line.procedure, language),
                    "version": line.version,
                    "digest": line.digest,
                    "findings": line.findings,
                }
            )
            for line in procedures.list_procedures(office)
        )
    )


@router.get("/procedures/{key}", tags=["procedures"])
def show_procedure(
    key: Key, office: InOffice, officer: ByOfficer, language: InLanguage
) -> procedure_models.ProcedureDetail:
    """Return a procedure with its fields, papers, steps, findings and versions."""
    return _detail(procedures.show_procedure(office, key), language)


@router.get(
    "/procedures/{key}/graph.svg", tags=["procedures"], response_class=Response, responses=_SVG
)
def draw_procedure(
    key: Key, office: InOffice, officer: ByOfficer, language: InLanguage
) -> Response:
    """Return the picture of a procedure in force as SVG."""
    net, rulebook = procedures.procedure_net(office, key)
    organisation = rulebook.directory.spec
    picture = to_svg(
        net,
        language=language,
        render=render,
        role_names=organisation.roles,
        position_names=organisation.positions,
    )
    return Response(picture, media_type="image/svg+xml")


@router.post("/check", tags=["procedures"], openapi_extra={"requestBody": _YAML})
async def check_text(
    request: Request, office: InOffice, officer: ByOfficer, language: InLanguage
) -> procedure_models.CheckOut:
    """Check the text of a procedure, an organisation or a calendar as if it were to be published."""
    text = await request.body()
    examined = await run_in_threadpool(procedures.check_text, office, text)
    return procedure_models.CheckOut(
        kind=examined.document.kind if examined.document else None,
        blocks=examined.blocks,
        findings=findings_answer(examined.findings, language),
    )


def _facts(procedure: Procedure, language: Language) -> dict[str, object]:
    return {
        "key": procedure.key,
        "code": procedure.code,
        "title": procedure.title.in_language(language),
        "field": procedure.field,
        "level": procedure.level,
        "decision": procedure.decision.number,
        "decided_on": procedure.decision.date,
        "effective_from": procedure.effective.valid_from,
        "effective_until": procedure.effective.valid_until,
        "limits": tuple(each.in_words(language) for each in procedure.limits),
        "steps": len(procedure.steps),
    }


def _detail(view: ProcedureView, language: Language) -> procedure_models.ProcedureDetail:
    procedure, publication = view.procedure, view.publication
    findings = findings_answer(view.examined.findings, language)
    return procedure_models.ProcedureDetail.model_validate(
        {
            **_facts(procedure, language),
            "version": publication.number,
            "digest": publication.digest,
            "findings": len(findings),
            "issuer": procedure.decision.issuer,
            "reception_fields": fields_at_reception(procedure),
            "fields": fields_answer(procedure.dossier.fields, language),
            "papers": _papers(procedure, language),
            "steps_detail": _steps(view, language),
            "checks": findings,
            "versions": _versions(view),
        }
    )


def _papers(procedure: Procedure, language: Language) -> tuple[procedure_models.PaperOut, ...]:
    return tuple(
        procedure_models.PaperOut(
            name=name,
            label=paper.label.in_language(language),
            original=paper.original,
            copies=paper.copies,
            required=paper.required,
            digitise=paper.digitise,
            replaced_by_data=paper.replaced_by_data,
        )
        for name, paper in procedure.dossier.papers.items()
    )


def _steps(view: ProcedureView, language: Language) -> tuple[procedure_models.StepOut, ...]:
    return tuple(
        procedure_models.StepOut(
            name=name,
            label=node.label.in_language(language),
            kind=step.kind_for(name),
            role=node.performer.role if node.performer else None,
            position=node.performer.position if node.performer else None,
            limit=node.limit.in_words(language) if node.limit else None,
            outcomes={
                way.outcome: way.label.in_language(language) for way in view.net.leaving(name)
            },
            form=step.form,
        )
        for name, step in view.procedure.steps.items()
        for node in (view.net.node(name),)
    )


def _versions(view: ProcedureView) -> tuple[procedure_models.VersionOut, ...]:
    return tuple(
        procedure_models.VersionOut(
            version=publication.number,
            digest=publication.digest,
            effective_from=publication.effective_from,
            effective_until=publication.effective_until,
            published_at=publication.published_at,
            published_by=publication.published_by,
        )
        for publication in (version.publication for version in view.versions)
    )
