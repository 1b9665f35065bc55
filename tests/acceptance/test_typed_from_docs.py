"""Procedures that a new author typed from the pages alone stay free of findings.

They come from pages of real one-stop desks that are not among the shipped procedures; each file names its
source. What stopped the author was mended: ``motcua new`` reads the words of the paper, and the findings say what
to do.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.services.checking import check_loaded
from engine.settings import shipped
from engine.specs.formatting import formatted
from engine.specs.loader import Loaded, load, load_folder
from engine.specs.procedures import Procedure

FILES = sorted((Path(__file__).parent / "typed_from_docs").glob("*.yaml"))
_MORE_FIELDS = {
    "[social_protection, children, people_of_merit]": "ho_tich",
    "[land, land_finance]": "xay_dung",
}
"""Fields of these pages that the demonstration province has nobody for."""


@pytest.fixture(scope="module")
def office() -> list[Loaded]:
    """The calendars, and the province with its commune divisions responsible for two more fields."""
    folder = shipped("procedure_specs")
    file = folder / "organisation" / "hong-lam.yaml"
    text = file.read_text(encoding="utf-8")
    for known, more in _MORE_FIELDS.items():
        assert f"fields: {known}" in text
        text = text.replace(f"fields: {known}", f"fields: {known[:-1]}, {more}]")
    return [*load_folder(folder / "calendars"), load(text, file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_procedure_typed_from_the_pages_has_no_finding(file: Path, office: list[Loaded]) -> None:
    written = file.read_text(encoding="utf-8")
    loaded = load(written, file)
    assert [str(each) for each in check_loaded([loaded], office).findings] == []
    assert formatted(written.encode(), file).text == written
    assert isinstance(loaded.document, Procedure)
    assert loaded.document.source is not None


def test_at_least_five_were_typed() -> None:
    assert len(FILES) >= 5
