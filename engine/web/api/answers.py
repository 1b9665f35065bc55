"""The parts that answers of several kinds share, in one language: commands, due dates, fields, findings."""

from __future__ import annotations

from collections.abc import Mapping

from engine.catalogue import render
from engine.messages import Language
from engine.services import due_dates
from engine.services.commands import Applied
from engine.specs.dossier_contents import DossierField
from engine.specs.findings import Finding
from engine.web.api import procedure_models
from engine.web.api.command_models import CommandOut
from engine.web.api.models import Due
from engine.web.api.work_item_models import FieldOut


def command_answer(applied: Applied) -> CommandOut:
    """Return what a command did."""
    return CommandOut(
        dossier=applied.dossier,
        version=applied.version,
        repeated=applied.repeated,
        events=tuple(type(event).__name__ for event in applied.events),
    )


def due_answer(due: due_dates.Due, language: Language) -> Due:
    """Return a due date with its words."""
    return Due(at=due.at, state=due.state, words=render(due.words, language))


def fields_answer(fields: Mapping[str, DossierField], language: Language) -> tuple[FieldOut, ...]:
    """Return the fields of a form."""
    return tuple(
        FieldOut(
            name=name,
            label=field.label.in_language(language),
            type=field.type,
            required=field.required,
            personal=field.personal,
            options={key: label.in_language(language) for key, label in field.options.items()},
        )
        for name, field in fields.items()
    )


def findings_answer(
    findings: tuple[Finding, ...], language: Language
) -> tuple[procedure_models.FindingOut, ...]:
    """Return what a check found."""
    return tuple(
        procedure_models.FindingOut(
            code=finding.code,
            severity=finding.severity,
            line=finding.place.line,
            column=finding.place.column,
            text=render(finding.message, language),
            help=render(finding.help, language) if finding.help else None,
        )
        for finding in findings
    )
