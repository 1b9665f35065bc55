"""Conditions are told with the labels of fields and options, in both languages."""

from __future__ import annotations

import pytest

from engine.messages import Label
from engine.specs.condition_words import condition_in_words
from engine.specs.conditions import Condition
from engine.specs.dossier_contents import DossierField

FIELDS = {
    "investment_vnd": DossierField(label=Label("Tổng vốn đầu tư", "Investment"), type="money"),
    "depth": DossierField(label=Label("Độ sâu", "Depth"), type="number"),
    "area": DossierField(
        label=Label("Khu vực", "Area"),
        type="choice",
        options={"island": Label("Hải đảo", "Island"), "border": Label("Biên giới")},
    ),
    "council": DossierField(label=Label("Có hội đồng", "Council"), type="yes_no"),
    "built_on": DossierField(label=Label("Ngày xây dựng", "Built"), type="date"),
    "agencies": DossierField(label=Label("Cơ quan"), type="units"),
    "name": DossierField(label=Label("Tên"), type="text"),
}
TOLD = {
    "dossier.investment_vnd >= 800 * 1000000000": (
        "Tổng vốn đầu tư ≥ 800.000.000.000 đồng",
        "Investment ≥ 800,000,000,000 đồng",
    ),
    "2.5 < dossier.depth": ("Độ sâu > 2,5", "Depth > 2.5"),
    'dossier.area == "island"': ("Khu vực là “Hải đảo”", "Area is “Island”"),
    '!(dossier.area == "island")': ("Khu vực không phải là “Hải đảo”", "Area is not “Island”"),
    'dossier.area in ["island", "border"]': (
        "Khu vực là “Hải đảo” hoặc “Biên giới”",
        "Area is “Island” or “Biên giới”",
    ),
    "dossier.council": ("Có hội đồng: có", "Council: yes"),
    "dossier.council == false": ("Có hội đồng: không", "Council: no"),
    "!dossier.council": ("Có hội đồng: không", "Council: no"),
    'dossier.built_on >= "2014-07-01"': (
        "Ngày xây dựng từ ngày 01/07/2014",
        "Built from 01/07/2014",
    ),
    "dossier.council && (dossier.depth > 10 || !has(dossier.depth))": (
        "Có hội đồng: có và (Độ sâu > 10 hoặc chưa có Độ sâu)",
        "Council: yes and (Depth > 10 or not given: Depth)",
    ),
    '"01" in dossier.agencies': ("Cơ quan có “01”", "Cơ quan includes “01”"),
    "size(dossier.agencies) > 2": ("số lượng Cơ quan > 2", "number of Cơ quan > 2"),
    "dossier.depth * 2 > dossier.investment_vnd": (
        "Độ sâu × 2 > Tổng vốn đầu tư",
        "Depth × 2 > Investment",
    ),
    '!dossier.name.startsWith("A")': (
        "không phải (Tên bắt đầu bằng “A”)",
        "not (Tên begins with “A”)",
    ),
}


@pytest.mark.parametrize(("text", "told"), TOLD.items(), ids=list(TOLD))
def test_a_condition_is_told_in_words(text: str, told: tuple[str, str]) -> None:
    words = condition_in_words(Condition.parse(text), FIELDS)
    assert (words.vi, words.en) == told


@pytest.mark.parametrize(
    "text", ["dossier.unknown > 1", "dossier.council == (dossier.depth > 1)", "dossier.area in []"]
)
def test_what_has_no_words_stays_as_it_was_written(text: str) -> None:
    assert condition_in_words(Condition.parse(text), FIELDS) == Label(text)
