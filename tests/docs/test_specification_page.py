"""The reference of the specification language says what the program reads."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from engine.catalogue import render
from engine.services.checking import check_loaded
from engine.specs.alerts import DEFAULT_LADDER, Rung
from engine.specs.dossier_contents import FieldType
from engine.specs.loader import load_folder
from engine.specs.procedure_references import FORM_TYPES
from engine.specs.schema_words import KEYS
from engine.specs.steps import Step, StepKind
from tests.support.pages import links
from tests.support.spec_examples import FOLDER, example_files, unused_keys
from tests.support.spec_models import hints, spec_models
from tests.support.spec_tables import tables, with_current_tables

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "specification.md"


def _page() -> str:
    return PAGE.read_text(encoding="utf-8")


def _section(title: str) -> str:
    return _page().split(f"\n### {title}\n")[1].split("\n### ")[0]


def test_every_kind_of_mapping_has_its_table() -> None:
    assert sorted(tables(_page())) == sorted(spec_models()), (
        "Expected a heading with `<!-- keys of X -->` and `<!-- end of keys -->` for each model"
    )


def test_the_tables_say_what_the_models_and_the_examples_say() -> None:
    if os.environ.get("MOTCUA_UPDATE"):
        PAGE.write_text(with_current_tables(_page()), encoding="utf-8")
    assert _page() == with_current_tables(_page()), (
        "Expected the tables of docs/reference/specification.md to be current; "
        "run this test with MOTCUA_UPDATE=1 to write them anew"
    )


def test_every_key_is_used_in_an_example_document() -> None:
    assert unused_keys() == [], "Use each of these in a document of docs/reference/examples"


def test_the_example_documents_pass_the_check() -> None:
    found = check_loaded(tuple(load_folder(FOLDER)), [])
    assert [str(each) for each in found.findings] == []


def test_the_page_leads_to_every_example_document() -> None:
    linked = {target.removeprefix("examples/") for target in links(PAGE) if "examples/" in target}
    assert linked == {file.name for file in example_files()}


@pytest.mark.parametrize("model", sorted(spec_models()))
def test_every_key_is_described_in_both_languages(model: str) -> None:
    for key in hints(spec_models()[model]):
        english, vietnamese = (render(KEYS[model][key], each) for each in ("en", "vi"))
        assert english != vietnamese, f"{model}.{key}"


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
    assert listed == list(FieldType.__args__)  # type: ignore[attr-defined]
    for form in FORM_TYPES:
        assert f"`{form}`" in _section("Steps")
