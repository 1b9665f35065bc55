"""The page of settings lists every variable with its default, and no other."""

from __future__ import annotations

import re

from engine.settings import Settings
from tests.support.pages import ROOT, pages

PAGE = ROOT / "docs" / "reference" / "settings.md"
_FOR_TESTS = {"MOTCUA_SEED", "MOTCUA_UPDATE"}


def _known() -> dict[str, str]:
    defaults = {}
    for name, field in Settings.model_fields.items():
        match field.default:
            case None:
                shown = "–"
            case bool(value):
                shown = f"`{str(value).lower()}`"
            case value:
                shown = f"`{value}`"
        defaults[f"MOTCUA_{name.upper()}"] = shown
    return defaults


def test_the_page_lists_every_setting_with_its_default() -> None:
    rows = re.findall(
        r"^\| `(MOTCUA_\w+)` \| (.*?) \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert dict(rows) == _known()


def test_no_page_names_a_variable_that_does_not_exist() -> None:
    named = {
        (page.name, name)
        for page in pages()
        for name in re.findall(r"\bMOTCUA_[A-Z_]+\b", page.read_text(encoding="utf-8"))
    }
    assert {(page, name) for page, name in named if name not in {*_known(), *_FOR_TESTS}} == set()
