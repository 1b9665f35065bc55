"""What a check remembers, or lets other processes judge, never changes what it says."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from engine.cli.findings import annotation, as_json, concise, shown_in_full
from engine.cli.sarif import as_sarif
from engine.messages import LANGUAGES
from engine.services import judging
from engine.services.catalogue_checking import check_catalogue
from engine.services.check_cache import CheckCache
from engine.services.checking import check_paths
from engine.specs.findings import Finding
from engine.specs.rules import RULES
from tests.support.broken_specs import broken_catalogue, broken_text
from tests.support.seeds import seeded_random

CATALOGUES = 12


def _told(findings: Iterable[Finding]) -> list[object]:
    """Everything that can be said of findings, in every format and language."""
    kept = list(findings)
    return [
        form(kept)
        for language in LANGUAGES
        for form in (
            lambda found, lang=language: [shown_in_full(each, lang) for each in found],
            lambda found, lang=language: [concise(each, lang) for each in found],
            lambda found, lang=language: [annotation(each, lang) for each in found],
            lambda found, lang=language: [as_json(each, lang) for each in found],
            lambda found, lang=language: as_sarif(found, RULES, lang),
        )
    ]


def _spoil_one(chance: random.Random, folder: Path) -> None:
    file = chance.choice(sorted(folder.iterdir()))
    text = broken_text(chance, file.read_text(encoding="utf-8"), 1)
    file.write_text(text, encoding="utf-8")


def test_a_check_that_remembers_says_what_one_says_that_does_not(tmp_path: Path) -> None:
    chance = seeded_random()
    codes: set[str] = set()
    for number in range(CATALOGUES):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        broken_catalogue(chance, folder, procedures=10)
        cache = CheckCache(tmp_path / "cache")
        for _ in range(3):
            expected = _told(check_paths([folder]).findings)
            assert _told(check_catalogue([folder]).findings) == expected
            assert _told(check_catalogue([folder], cache).findings) == expected
            remembered = check_catalogue([folder], cache).findings
            assert _told(remembered) == expected
            codes |= {each.code for each in remembered}
            _spoil_one(chance, folder)
    assert len(codes) > 15, f"only {sorted(codes)}"


def test_processes_that_share_the_work_say_what_one_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_catalogue(seeded_random(), tmp_path, procedures=40)
    expected = _told(check_paths([tmp_path]).findings)
    for name, value in (("_FEW", 10), ("_SHARE", 7), ("_processors", lambda: 2)):
        monkeypatch.setattr(judging, name, value)

    assert _told(check_catalogue([tmp_path]).findings) == expected
