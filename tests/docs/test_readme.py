"""The README promises what `make run` gives."""

from __future__ import annotations

import re
from pathlib import Path

from engine.bootstrap import open_office
from engine.services import publishing
from engine.services.demonstration.accounts import DEMO_PASSWORD, demo_accounts
from engine.settings import Settings, shipped
from tests.support.pages import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_accounts_to_try_are_those_the_demonstration_offers(tmp_path: Path) -> None:
    said = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", README, flags=re.MULTILINE)
    with open_office(Settings(home=tmp_path), upgrade=True) as office:
        publishing.publish(office, [shipped("procedure_specs")], "mai_le")
        offered = {each.officer: str(each.description) for each in demo_accounts(office)}
    assert said
    for officer, work in said:
        assert offered[officer].lower() == work.lower()
    assert f"`{DEMO_PASSWORD}`" in README


def test_the_address_and_the_folder_are_the_defaults() -> None:
    chosen = Settings.model_fields
    assert f"<http://{chosen['host'].default}:{chosen['port'].default}>" in README
    assert f"`{chosen['home'].default}`" in README


def test_the_make_targets_it_names_exist() -> None:
    targets = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert set(re.findall(r"\bmake (\w+)\b(?=`|\s+#)", README)) <= set(targets)
