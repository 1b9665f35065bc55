"""The command that begins a new procedure: asks what the decision says, and writes the file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.files import write_new
from engine.cli.findings import shown_in_full
from engine.cli.speech import complain, language, words
from engine.errors import SpecError
from engine.messages import Message, message

if TYPE_CHECKING:
    from engine.specs.starting import Answers, Row

_PROCEDURES = Path("procedure_specs") / "procedures"


def new(
    path: Annotated[
        Path | None,
        typer.Argument(help="File or folder; without it, where the procedures are kept."),
    ] = None,
    code: Annotated[str | None, typer.Option(help="The code of the procedure.")] = None,
    title: Annotated[str | None, typer.Option(help="Its name.")] = None,
    number: Annotated[str | None, typer.Option(help="Number of the decision.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who signed the decision.")] = None,
    signed_on: Annotated[str | None, typer.Option(help="The day it was signed.")] = None,
    valid_from: Annotated[str | None, typer.Option(help="The first day it holds.")] = None,
    field: Annotated[str | None, typer.Option(help="The field of administration.")] = None,
    level: Annotated[str | None, typer.Option(help="province, commune or interlevel.")] = None,
    limit: Annotated[str | None, typer.Option(help="The legal limit.")] = None,
    row: Annotated[
        list[str] | None,
        typer.Option(help="A row of the table: “label | who | limit”; may be repeated."),
    ] = None,
) -> None:
    """Begin a procedure: a few questions from the decision's first page and its table of steps."""
    given = {
        "code": code, "title": title, "number": number, "issuer": issuer, "signed_on": signed_on,
        "valid_from": valid_from, "field": field, "level": level, "limit": limit,
    }  # fmt: skip
    answers = _answers(given, row)
    text = _text(answers)
    target = _target(path, answers)
    _refuse_faults(text, target)
    write_new(target, text)
    complain(message("Written to {path}", path=target))


def _questions() -> dict[str, Message]:
    return {
        "code": message("Code of the procedure"),
        "title": message("Name of the procedure"),
        "number": message("Number and symbol of the decision"),
        "issuer": message("Who signed it"),
        "signed_on": message("Day it was signed"),
        "valid_from": message("First day in force"),
        "field": message("Field of administration"),
        "level": message("Level: province, commune or interlevel"),
        "limit": message("Legal limit, such as “10 working days”"),
    }


def asks() -> bool:
    """Tell whether somebody is there to answer questions."""
    return sys.stdin.isatty()


def _answers(given: dict[str, str | None], rows: list[str] | None) -> Answers:
    from engine.specs.starting import Answers

    missing = [name for name, answer in given.items() if answer is None and name != "signed_on"]
    if missing and not asks():
        options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise SpecError(
            message("Expected answers to all questions; missing are {options}", options=options)
        )
    said: dict[str, str] = {}
    for name, answer in given.items():
        if answer is None and missing:
            answer = _asked(name, said)
        if answer:
            said[name] = _accepted(name, answer, said)
    if rows is None and missing:
        rows = list(_asked_rows(said))
    return Answers(**said, rows=tuple(_row(each, said) for each in rows or ()))


def _asked(name: str, said: dict[str, str]) -> str:
    from engine.specs.starting import refused, understood

    defaults = {"level": "province", "valid_from": said.get("signed_on"), "signed_on": ""}
    while True:
        answer: str = typer.prompt(
            words(_questions()[name]), default=defaults.get(name), err=True
        ).strip()
        if name == "signed_on" and not answer:
            return answer
        why = refused(name, understood(name, answer, said))
        if why is None:
            return answer
        complain(why)


def _asked_rows(said: dict[str, str]) -> list[str]:
    complain(
        message("The rows of the table, as “label | who | limit”; an empty line ends the table")
    )
    rows: list[str] = []
    while answer := typer.prompt(f"{len(rows) + 1}", default="", show_default=False, err=True):
        try:
            _row(answer, said)
        except SpecError as error:
            complain(error.message)
        else:
            rows.append(answer)
    return rows


def _accepted(name: str, answer: str, said: dict[str, str]) -> str:
    from engine.specs.starting import refused, understood

    meant = understood(name, answer, said)
    why = refused(name, meant)
    if why is not None:
        raise SpecError(message("{question}: {why}", question=_questions()[name], why=why))
    return meant


def _row(written: str, said: dict[str, str]) -> Row:
    from engine.specs.starting import Row, refused, understood

    label, who, limit = (*(part.strip() for part in written.split("|")), "", "")[:3]
    who, limit = understood("who", who, said), understood("row_limit", limit, said)
    faults = [
        why
        for question, answer in (("title", label), ("who", who), ("row_limit", limit))
        if answer or question == "title"
        for why in [refused(question, answer)]
        if why is not None
    ]
    if faults or written.count("|") > 2:
        why = faults[0] if faults else message("Expected at most three parts between the bars")
        raise SpecError(message("Row “{row}”: {why}", row=written, why=why))
    return Row(label, who or None, limit or None)


def _text(answers: Answers) -> str:
    from engine.specs.starting import starting_text

    return starting_text(answers, words)


def _target(path: Path | None, answers: Answers) -> Path:
    name = f"{answers.code}.yaml"
    if path is None:
        return _PROCEDURES / answers.field / name if _PROCEDURES.is_dir() else Path(name)
    return path / name if path.is_dir() else path


def _refuse_faults(text: str, target: Path) -> None:
    from engine.services.checking import check_loaded
    from engine.specs.loader import load

    found = check_loaded([load(text, target)])
    for finding in found.findings:
        complain(shown_in_full(finding, language()))
    if found.blocks:
        raise SpecError(message("Expected answers that make a procedure; nothing was written"))
