"""The file a new procedure begins with: what a decision's first page and table say, in the one layout.

A row of the table is a step. Reception and the return of the result are added where the table lacks them;
without any rows, the usual steps stand there and share the time of the procedure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from engine.messages import Message, message
from engine.specs.durations import Duration
from engine.specs.model import Code, Date, LabelText, Name, Text
from engine.specs.performers import PerformerText
from engine.specs.plain_words import field_of, folded, level_of, limit_of, performer, performer_of
from engine.specs.refusals import shown


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the decision's table: what is done, by whom (``department/officer``), how long."""

    label: str
    who: str | None = None
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of a new procedure, as it was typed; dates may be left out."""

    code: str
    title: str
    number: str
    issuer: str
    valid_from: str
    field: str
    level: str
    limit: str
    signed_on: str | None = None
    rows: tuple[Row, ...] = ()


_READERS: dict[str, TypeAdapter[Any]] = {
    "code": TypeAdapter(Code),
    "title": TypeAdapter(LabelText),
    "number": TypeAdapter(Text),
    "issuer": TypeAdapter(Text),
    "signed_on": TypeAdapter(Date),
    "valid_from": TypeAdapter(Date),
    "field": TypeAdapter(Name),
    "level": TypeAdapter(Literal["province", "commune", "interlevel"]),
    "limit": TypeAdapter(Duration),
    "who": TypeAdapter(PerformerText),
    "row_limit": TypeAdapter(Duration),
}


def understood(question: str, answer: str, said: Mapping[str, str]) -> str:
    """Return an answer as the file writes it, where the decision's own words tell enough.

    ``said`` holds what was answered before: the level tells which division is meant, the legal limit which
    kind of time.
    """
    match question:
        case "field":
            return name_of(field_of(answer)) or answer
        case "level":
            return level_of(answer)
        case "who":
            return performer_of(answer, said.get("level", "province"))
        case "row_limit":
            return limit_of(answer, said.get("limit", ""))
        case _:
            return answer


def refused(question: str, answer: str) -> Message | None:
    """Return why an answer cannot stand in the file, or None where it can.

    ``question`` is the name of an answer, or ``who`` for the performer of a row, or ``row_limit`` for its time.
    """
    try:
        _READERS[question].validate_python(answer)
    except ValidationError as error:
        if question == "level":
            return message(
                "Expected province, commune or interlevel, but found {found}", found=shown(answer)
            )
        if question == "who":
            return message(
                "Expected who does the step, in words such as “Lãnh đạo phòng” or as <unit role>/<position>, but found {found}",
                found=shown(answer),
            )
        said = error.errors()[0].get("ctx", {}).get("message")
        if isinstance(said, Message):
            return said
        return message("Expected a value of another form, but found {found}", found=shown(answer))
    return None


_USUAL = (
    "Tiếp nhận hồ sơ", "Phân công", "Thẩm định, dự thảo", "Duyệt dự thảo", "Ký", "Vào sổ, đóng dấu",
    "Trả kết quả",
)  # fmt: skip
_SHARED = "processing"
_NAMES: tuple[tuple[str, str], ...] = (
    ("tiep nhan", "receive"),
    ("chuyen ho so", "forward"),
    ("phan cong", "assign"),
    ("tham dinh", "appraise"),
    ("thu ly", "process"),
    ("xu ly", "process"),
    ("giai quyet", "process"),
    ("du thao", "draft"),
    ("tham tra", "check"),
    ("kiem tra", "check"),
    ("xac minh", "verify"),
    ("khao sat", "survey"),
    ("lay y kien", "consult"),
    ("phe duyet", "approve"),
    ("duyet", "review"),
    ("xem xet", "review"),
    ("soat", "review"),
    ("ky", "sign"),
    ("vao so", "issue"),
    ("dong dau", "issue"),
    ("ban hanh", "issue"),
    ("chi tra", "payout"),
    ("cong bo", "publish"),
    ("tra ket qua", "return"),
    ("trao ket qua", "return"),
)
"""What the usual beginnings of rows, without accents, are called; the name tells the kind of step."""
_DOERS: dict[str, tuple[str, str]] = {
    "receive": ("one_stop", "reception"),
    "forward": ("one_stop", "reception"),
    "assign": ("", "head"),
    "review": ("", "head"),
    "sign": ("authority", "leader"),
    "approve": ("authority", "leader"),
    "issue": ("", "records"),
    "return": ("one_stop", "reception"),
}


_AFTER_RESULT = frozenset({"publish", "payout"})
"""What rows below the return of the result usually are."""


def starting_text(answers: Answers, say: Callable[[Message], str]) -> str:
    """Return the file; ``say`` puts its comments into the author's language."""
    return "\n".join(_lines(answers, say)) + "\n"


def _lines(answers: Answers, say: Callable[[Message], str]) -> Iterator[str]:
    signed = f", date: {answers.signed_on}" if answers.signed_on else ""
    yield "kind: procedure"
    yield f"code: {_quoted(answers.code)}"
    yield f"title: {_scalar(answers.title)}"
    number, issuer = _scalar(answers.number), _scalar(answers.issuer)
    yield f"decision: {{number: {number}{signed}, issuer: {issuer}}}"
    yield f"effective: {{from: {answers.valid_from}}}"
    yield f"field: {answers.field}"
    yield f"level: {answers.level}"
    yield f"limit: {answers.limit}"
    if not answers.rows:
        yield f"# {say(message('The steps share this time; give each its own, as the table says.'))}"
        yield "groups:"
        yield f"  {_SHARED}: {answers.limit}"
    yield "steps:"
    rows = _whole(answers.rows or [Row(label) for label in _USUAL])
    returned = _place_of_return(rows)
    printed = {id(row): number for number, row in enumerate(answers.rows or rows, 1)}
    for place, (name, row) in enumerate(zip(_names(rows), rows, strict=True)):
        yield f"  {name}:"
        if id(row) in printed:
            yield f'    ref: "{printed[id(row)]}"'
        yield f"    label: {_scalar(row.label)}"
        yield f"    by: {row.who or _doer(name, answers.level)}"
        yield from _time(name, row, shared=not answers.rows)
        if place > returned:
            yield "    after_result: true"


def _time(name: str, row: Row, *, shared: bool) -> Iterator[str]:
    if row.limit is not None:
        yield f"    limit: {row.limit}"
    elif shared and name not in {"receive", "return"}:
        yield f"    group: {_SHARED}"
    else:
        yield "    limit: không tính thời gian"


def _whole(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with reception before and the return of the result behind them."""
    whole = list(rows)
    if not _receives(whole[0]):
        whole.insert(0, Row(_USUAL[0]))
    if not _returns(whole[_place_of_return(whole)]):
        whole.append(Row(_USUAL[-1]))
    return whole


def _receives(row: Row) -> bool:
    return "tiep nhan" in folded(row.label)


def _returns(row: Row) -> bool:
    return (
        re.search(r"(tra|giao|trao) (lai )?(ket qua|cho cong dan)", folded(row.label)) is not None
    )


def _place_of_return(rows: Sequence[Row]) -> int:
    """Return the place of the row that returns the result: the last, or one with only tails below it."""
    place = len(rows) - 1
    while place > 0 and _told_by(rows[place].label) in _AFTER_RESULT:
        place -= 1
    return place if _returns(rows[place]) else len(rows) - 1


def _names(rows: Sequence[Row]) -> list[str]:
    names: list[str] = []
    returned = _place_of_return(rows)
    for place, row in enumerate(rows):
        name = _told_by(row.label) or name_of(row.label) or "step"
        if place == 0 and _receives(row):
            name = "receive"
        elif place == returned and _returns(row):
            name = "return"
        # Only the first row receives, and a return in the middle would end the dossier there.
        if (name == "receive" and place > 0) or (name == "return" and place != returned):
            name = "forward" if name == "receive" else "hand_over"
        taken = sum(re.sub(r"_\d+$", "", other) == name for other in names)
        names.append(f"{name}_{taken + 1}" if taken else name)
    return names


def _told_by(label: str) -> str | None:
    words = folded(label)
    return next((name for start, name in _NAMES if re.match(rf"{start}\b", words)), None)


def name_of(text: str) -> str:
    """Return a text as a short name of small letters, digits and underscores; empty if it has none."""
    name = re.sub(r"[^a-z0-9]+", "_", folded(text)).strip("_0123456789")
    return name[:36].rstrip("_")


def _doer(name: str, level: str) -> str:
    return performer(*_DOERS.get(re.sub(r"_\d+$", "", name), ("", "officer")), level)


def _scalar(text: str) -> str:
    """Return a text as YAML, in quotes where it could be read otherwise."""
    words = " ".join(text.split())
    plain = re.fullmatch(r"[^\W_][\w /().%–+'\"-]*", words) and re.search(r"[^\W\d]{2}", words)
    if plain and words.lower() not in {"true", "false", "yes", "no", "on", "off", "null"}:
        return words
    return _quoted(words)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
