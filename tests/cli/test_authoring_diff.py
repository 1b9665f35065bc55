"""diff: what an administrator reads before a new text replaces the one in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings import shipped
from tests.support.command_line import Office, motcua

_SHIPPED = shipped("procedure_specs") / "procedures" / "social_protection" / "1.001806.yaml"


@pytest.fixture
def shorter(tmp_path: Path) -> Path:
    """The shipped procedure with two days less, and another name for its main step."""
    text = _SHIPPED.read_text(encoding="utf-8")
    new = text.replace("limit: 7 ngày làm việc", "limit: 5 ngày làm việc")
    path = tmp_path / "shorter.yaml"
    path.write_text(new.replace("  process:\n", "  appraise:\n"), encoding="utf-8")
    return path


def test_two_files_are_compared_by_what_they_mean(shorter: Path) -> None:
    said = motcua("diff", str(_SHIPPED), str(shorter))
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "= step: process → appraise\n"
        "~ step appraise, time limit: 7 working days → 5 working days\n"
        "Longest route: 10 working days → 8 working days\n"
    )


def test_the_comparison_speaks_vietnamese(shorter: Path) -> None:
    said = motcua("diff", str(_SHIPPED), str(shorter), lang="vi")
    assert "~ bước appraise, thời hạn: 7 ngày làm việc → 5 ngày làm việc\n" in said.out


def test_programs_get_the_path_of_each_change(shorter: Path) -> None:
    told = motcua("diff", str(_SHIPPED), str(shorter), "--json").json
    assert [(each["kind"], each["path"]) for each in told["changes"]] == [
        ("renamed", ["steps", "appraise"]),
        ("changed", ["steps", "appraise", "limit"]),
    ]
    assert told["longest"]["after"]["total"] == "8 working days"
    assert "appraise" in told["longest"]["after"]["path"]


def test_published_versions_are_compared(office: Office, shorter: Path) -> None:
    assert motcua("publish", str(shorter), "--by", "mai_le").code == 0
    versions = motcua("diff", "1.001806@1", "1.001806@2").out
    assert versions == motcua("diff", "1.001806@1", "1.001806").out
    assert versions == motcua("diff", str(_SHIPPED), str(shorter)).out
    assert motcua("diff", "1.001806", str(shorter)).out.startswith("Nothing that matters")


def test_what_does_not_exist_is_refused(office: Office, tmp_path: Path) -> None:
    refused = motcua("diff", "1.001806@7", "1.001806")
    assert refused.code == 1
    assert "there is no 1.001806@7" in refused.err
    broken = tmp_path / "broken.yaml"
    broken.write_text("kind: calendar\n", encoding="utf-8")
    wrong = motcua("diff", str(_SHIPPED), str(broken))
    assert wrong.code == 2
    assert "MC015" in wrong.err
