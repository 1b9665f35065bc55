"""The JSON Schema and the loader accept and refuse the same, as far as a schema can tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import reduce
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import Field, ValidationError, create_model

from engine.catalogue import render
from engine.settings import shipped
from engine.specs.calendars import OfficeHours
from engine.specs.loader import load, load_file
from engine.specs.model import Spec
from engine.specs.schema import SpecKind, schema
from engine.specs.schema_rules import RULES_BETWEEN_KEYS
from engine.specs.schema_words import KEYS
from tests.support.spec_models import hints, spec_models
from tests.support.specs import CALENDAR, ORGANISATION, PROCEDURE
from tests.support.yaml_values import as_editors_read

MODELS = spec_models()
SHIPPED = sorted(shipped("procedure_specs").rglob("*.yaml"))
ANY = schema(None, str)

WRITTEN = (
    "10 years", "010 năm", "6 Tháng", "0 years", "10000 days", "permanently", "Vĩnh  viễn",
    "soon", "appraise", "Appraise", "1", "007", "-1", "1.5", "1.001806", "a b", "a/b", '""', '" "',
    "true", "false", "yes", "no", "maybe", "'true'", "on", "2025-11-20", "20/11/2025", "20251120",
    "2025-W47-4", "1/2/25", "1/2 ngày", "3/4 working days", "1/3 ngày", "0/2 ngày", "1/2/2 ngày", "Thứ Hai", "07:30", "7:30", "25:00", "07:30-11:30, 13:30-17:00",
    "7:30 - 11:30", "closed", "nghỉ", "morning", "7 working days", "7 Working  DAYS", "0,5 ngày làm việc",
    "7 NGÀY LÀM VIỆC", "7 ngày làm việc", "0 days", "0,0 days", "0.5 days", "7workdays", "7 workdays",
    "15 ngày + 8 ngày làm việc", "15 ngày+8 ngày làm việc", "same day", "Trong ngày", "uncounted",
    "không tính", "75 %", "75%", "100 %", "0 %", "due", "Đến hạn", "1 working day before",
    "trước 1 ngày làm việc", "before 1 day", "same day after", "uncounted before", "early",
    "department/officer", "department/", "department head", "dossier.workers", "dossier.workers > 100",
    "dossier", "Asia/Ho_Chi_Minh", "procedure", "organisation", "calendar", "province", "commune",
    "department", "full", "receive", "process", "returned", "refused", "supplement", "stop", "all",
    "proceed", "in_progress", "4", "10", "'4'", "[department/officer]", "[department]", "text", "choice", "clerk", "keep", "monday", "sunday", "assignee", "dossier.",
    "[]", "[a]", "[a, b]", "[A, b]", "['1.001806']", "[2025-01-01]", "[2025-01-01, 2026-12-31]",
    "[2025-01-01, soon]", "[a, {b: c}]", "[clerk, head]", "{}", "{a: b}", "{vi: Ký}", "{vi: Ký, en: Sign}",
    "{en: Sign}", "{vi: Ký, fr: Signer}", "{vi: '', en: Sign}", "{all: [a, b]}", "{all: [a]}",
    "{is: 3 days}", "[{is: 3 days}]", "[{when: dossier.a > 1, is: 3 days}, {is: 5 days}]",
    "[{is: soon}]", "{a: 3 days}", "{a: soon}", "{A: 3 days}", "{MC301: Lý do}", "{MC31: Lý do}",
    "{monday: 07:30-11:30}", "{monday: morning}", "{someday: closed}", "[{start: 07:30, end: 11:30}]",
    "[{start: 07:30}]", "{after: 15 days, end: terminated}", "{after: 15 days}",
    "{after: 15 days, end: terminated, to: sign}", "{times: 3, delay: 1 hour}", "{times: x}",
    "{number: 2022/QĐ-UBND, date: 2025-11-20, issuer: Chủ tịch}", "{number: 1}", "{from: 2025-12-01}",
    "{from: soon}", "{agree: {to: sign}}", "{agree: {to: sign, end: refused}}", "[{to: a}, {end: refused}]",
    "{sign: {by: authority/leader}}", "{sign: {by: authority/leader, limt: 1 day}}",
    "{fields: {area: {label: Diện tích, type: number}}}", "{fields: {area: {label: Diện tích}}}",
    "{area: {label: Diện tích, type: number}}", "{request: {label: Đơn, original: 1}}",
    "[{name: late, of: dossier, at: due, to: head}]", "[{name: late, of: dossier, at: early, to: head}]",
    "[{code: H99, name: Sở, level: agency}]", "[{id: an, name: An, posts: []}]",
    "[{unit: H99, position: head}]", "[{role: one, unit: H99, from: 2025-07-01}]",
    "[{on: 2026-08-31, name: Nghỉ, source: Thông báo}]", '{after: "15:00", source: Luật}',
)  # fmt: skip
"""What an author might write behind a key; most of it is wrong for most keys."""


def _values_of(text: str) -> tuple[Any, Any]:
    """Return what the loader and what an editor reads behind a key."""
    line = f"value: {text}"
    loaded = yaml.load(line, Loader=yaml.BaseLoader)  # noqa: S506 - as the loader reads it
    return loaded["value"], as_editors_read(line)["value"]


def _reader(model: type[Spec], key: str) -> type[Spec]:
    """Return a model whose only key reads as one key of another does."""
    field = next(each for name, each in model.model_fields.items() if (each.alias or name) == key)
    bare = field.asdict()
    attributes = {name: value for name, value in bare["attributes"].items() if "alias" not in name}
    hint = reduce(lambda inner, mark: Annotated[inner, mark], bare["metadata"], bare["annotation"])
    reader: type[Spec] = create_model("Read", __base__=Spec, value=(hint, Field(**attributes)))
    return reader


WRITTEN_VALUES = [(text, *_values_of(text)) for text in WRITTEN]


def _accepted(model: type[Spec], value: Any) -> bool:
    try:
        model.model_validate(value)
    except ValidationError:
        return False
    return True


def _part(*path: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": "#/$defs/" + "/".join(path), "$defs": ANY["$defs"]})


@pytest.mark.parametrize(
    ("model", "key"),
    [(name, key) for name, model in MODELS.items() for key in hints(model)],
)
def test_a_key_takes_what_the_loader_takes(model: str, key: str) -> None:
    validator, reader = _part(model, "properties", key), _reader(MODELS[model], key)
    differ = [
        (text, f"loader: {read}")
        for text, loaded, seen in WRITTEN_VALUES
        for read in [_accepted(reader, {"value": loaded})]
        if read != validator.is_valid(seen)
        # YAML takes these names for truth values, and editors are right to doubt them.
        and not (text in {"true", "false"} and _accepted(reader, {"value": "name"}))
    ]
    assert differ == []


def _subsets(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for count in range(len(values) + 1):
        for keys in combinations(values, count):
            yield {key: values[key] for key in keys}


_EXPIRES = {"after": "15 days", "end": "terminated"}
_TOGETHER: dict[str, dict[str, Any]] = {
    "Step": {
        "by": "department/officer",
        "run": "notify_applicant",
        "ask": "external",
        "choose": [{"to": "sign"}],
        "next": "sign",
        "outcomes": {"agree": {"to": "sign"}},
        "clock": "stop",
        "expires": _EXPIRES,
        "for_each": "dossier.units",
        "needs": "any",
        "on_expiry": "proceed",
        "participants": ["authority/leader"],
        "status": "in_progress",
    },
    "Outcome": {
        "to": "sign",
        "end": "refused",
        "ask": "payment",
        "back_to": "check",
        "clock": "run",
        "limit": "3 days",
        "expires": _EXPIRES,
    },
    "Expiry": {"after": "15 days", "end": "refused", "to": "sign"},
    "Alternative": {"when": "dossier.area > 1", "to": "sign", "end": "refused", "label": "Nhánh"},
}


@pytest.mark.parametrize("model", _TOGETHER)
def test_keys_go_together_as_the_loader_says(model: str) -> None:
    validator = _part(model)
    differ = [
        list(written)
        for written in _subsets(_TOGETHER[model])
        if _accepted(MODELS[model], written) != validator.is_valid(written)
    ]
    assert differ == []


@pytest.mark.parametrize("options", [None, {}, {"high": "Cao"}], ids=str)
@pytest.mark.parametrize("kind", ["choice", "text"])
def test_options_belong_to_choices(kind: str, options: dict[str, str] | None) -> None:
    written = {"label": "Khu vực", "type": kind} | ({} if options is None else {"options": options})
    assert _accepted(MODELS["DossierField"], written) == _part("DossierField").is_valid(written)


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_mapping_needs_its_keys_and_takes_no_others(name: str) -> None:
    validator = _part(name)
    required = [f.alias or n for n, f in MODELS[name].model_fields.items() if f.is_required()]
    assert ANY["$defs"][name].get("required", []) == required
    assert not validator.is_valid({"unknown": "x"})
    assert not validator.is_valid("text")


@pytest.mark.parametrize("hours", [0, 1, 8, 24, 25])
def test_a_working_day_has_hours_that_a_day_has(hours: int) -> None:
    text = f"{CALENDAR}hours_per_day: {hours}\n"
    accepted = load(text, Path("calendar.yaml")).document is not None
    assert accepted == (1 <= hours <= 24)
    assert Draft202012Validator(ANY).is_valid(as_editors_read(text)) == accepted


def test_rules_between_keys_name_models_and_keys_that_exist() -> None:
    assert set(RULES_BETWEEN_KEYS) <= set(MODELS)


def test_every_key_is_described_in_both_languages_and_no_other() -> None:
    known = {name: set(hints(model)) for name, model in MODELS.items()}
    known["OfficeHours"] = set(hints(OfficeHours))
    assert {name: set(keys) for name, keys in KEYS.items()} == known
    for keys in KEYS.values():
        assert [str(each) for each in keys.values() if render(each, "vi") == str(each)] == []


@pytest.mark.parametrize("kind", [None, "procedure", "organisation", "calendar"])
def test_each_schema_is_json_schema_with_everything_it_refers_to(kind: SpecKind | None) -> None:
    made = schema(kind, str)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    referred = set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(made)))
    assert referred <= set(made["$defs"])
    assert "x-value" not in json.dumps(made)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_specifications_satisfy_the_schema(path: Path) -> None:
    loaded = load_file(path)
    assert loaded.document is not None
    document = as_editors_read(path.read_text(encoding="utf-8"))
    for kind in (None, loaded.document.kind):
        faults = Draft202012Validator(schema(kind, str)).iter_errors(document)
        assert [each.message for each in faults] == []


_LINES = [
    pytest.param(text, line, id=f"{number}:{line.strip()[:30]}")
    for text in (PROCEDURE, ORGANISATION, CALENDAR)
    for number, line in enumerate(text.splitlines())
]


@pytest.mark.parametrize(("text", "line"), _LINES)
def test_a_key_that_is_misspelt_is_refused_by_both(text: str, line: str) -> None:
    wrong = text.replace(line, re.sub(r"(\w)(:| )", r"\1x\2", line, count=1), 1)
    assert wrong != text
    accepted = load(wrong, Path("wrong.yaml")).document is not None
    try:
        seen = as_editors_read(wrong)
    except yaml.YAMLError:
        assert not accepted
        return
    assert Draft202012Validator(ANY).is_valid(seen) == accepted


_BEYOND = {
    "a day that does not exist": ("date: 2025-11-20", "date: 2025-02-30"),
    "a condition that CEL refuses": ("limit: 10 working days", "limit: [{when: dossier.a = 1, is: 3 days}]"),
    "a truth value in capitals": ("level: province", "level: province\nboundary_free: True"),
    "a key twice": ("level: province", "level: commune\nlevel: province"),
}  # fmt: skip


@pytest.mark.parametrize("fault", _BEYOND)
def test_what_only_the_loader_can_refuse(fault: str) -> None:
    right, wrong = _BEYOND[fault]
    assert right in PROCEDURE
    text = PROCEDURE.replace(right, wrong)
    assert load(text, Path("wrong.yaml")).document is None
    assert Draft202012Validator(ANY).is_valid(as_editors_read(text))
