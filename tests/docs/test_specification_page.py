"""The reference of the specification language says what the program reads."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from pydantic import create_model

from engine.specs.alerts import DEFAULT_LADDER, Rung
from engine.specs.model import Spec
from engine.specs.procedure_references import FORM_TYPES
from engine.specs.procedures import FieldType, Step, StepKind
from tests.support.spec_tables import hints, rows_of, spec_models, tables, with_current_tables

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "specification.md"
MODELS = spec_models()
EXAMPLES = [
    (model, row.key, row.example)
    for model, rows in tables(PAGE.read_text(encoding="utf-8")).items()
    for row in rows
]


_PAPER_KEYS = {"label", "original", "copies", "required", "digitise", "replaced_by_data"}


def _page() -> str:
    return PAGE.read_text(encoding="utf-8")


def _section(title: str) -> str:
    return _page().split(f"\n### {title}\n")[1].split("\n### ")[0]


def test_every_key_of_every_kind_has_its_row() -> None:
    if os.environ.get("MOTCUA_UPDATE"):
        PAGE.write_text(with_current_tables(_page()), encoding="utf-8")
    found = tables(_page())
    assert set(found) == set(MODELS)
    for name, model in MODELS.items():
        said = [(row.key, row.type, row.default) for row in found[name]]
        meant = [(row.key, row.type, row.default) for row in rows_of(model)]
        assert said == meant, (
            f"Expected the table of {name} to say what the model says; "
            "run this test with MOTCUA_UPDATE=1 to write its columns anew"
        )


def test_every_key_has_a_meaning_and_an_example() -> None:
    empty = [
        f"{model}.{row.key}"
        for model, rows in tables(_page()).items()
        for row in rows
        if not row.meaning or not row.example
    ]
    assert not empty


@pytest.mark.parametrize(("model", "key", "example"), EXAMPLES, ids=lambda each: str(each)[:40])
def test_an_example_is_read_as_its_key_reads_it(model: str, key: str, example: str) -> None:
    # As the loader does it: every value is a text until its key says otherwise.
    written = yaml.load(example.strip("`"), Loader=yaml.BaseLoader)  # noqa: S506
    assert list(written) == [key]
    reader: type[Spec] = create_model(
        "Example", __base__=Spec, value=(hints(MODELS[model])[key], ...)
    )
    reader.model_validate({"value": written[key]})


def test_the_usual_ladder_is_the_one_that_is_used() -> None:
    rows = _page().split("<!-- ladder -->\n")[1].split("\n\n")[0].splitlines()[2:]
    said = [[cell.strip(" `") for cell in row.split("|")[1:-1]] for row in rows]
    ladder = [
        Rung.model_validate({"name": name, "of": of, "at": at, "to": to})
        for name, of, at, to in said
    ]
    assert tuple(ladder) == DEFAULT_LADDER


def test_every_kind_of_step_is_listed_with_the_names_that_tell_it() -> None:
    section = _section("Kinds of steps")
    listed = set()
    for kinds, names in re.findall(r"^\| (`.*?) \| (.*?) \|$", section, flags=re.MULTILINE):
        listed |= set(re.findall(r"`(\w+)`", kinds))
        for name in re.findall(r"`(\w+)`", names):
            step = Step.model_validate({"by": "division/officer"})
            assert step.kind_for(name) == kinds.strip("`")
    assert listed == set(StepKind.__args__)  # type: ignore[attr-defined]


def test_every_type_of_field_and_of_form_is_listed() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", _section("Types of fields"), flags=re.MULTILINE)
    fields = [each for each in listed if each not in _PAPER_KEYS]
    assert fields == list(FieldType.__args__)  # type: ignore[attr-defined]
    for form in FORM_TYPES:
        assert f"`{form}`" in _section("Steps")
