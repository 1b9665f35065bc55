"""fmt and check --fix: what the program writes into an author's files."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.support.catalogues import ROOT
from tests.support.command_line import motcua
from tests.support.nets import a_text

_UNTIDY = """\
# Lịch của cơ quan
kind: calendar
title: Lịch   # tên lịch
code: 010
hours: {tuesday: closed,monday: "07:30-11:30"}
"""
_TIDY = """\
# Lịch của cơ quan
kind: calendar
code: "010"
title: Lịch  # tên lịch
hours: {monday: "07:30-11:30", tuesday: closed}
"""


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    path = tmp_path / "office.yaml"
    path.write_text(_UNTIDY, encoding="utf-8")
    return path


def test_a_file_is_put_into_the_one_layout_and_named(untidy: Path) -> None:
    said = motcua("fmt", str(untidy.parent))
    assert (said.code, said.out) == (0, f"{untidy}\n")
    assert said.err == "1 of 1 files changed\n"
    assert untidy.read_text(encoding="utf-8") == _TIDY
    again = motcua("fmt", str(untidy))
    assert (again.code, again.out) == (0, "")


def test_check_and_diff_write_nothing(untidy: Path) -> None:
    checked = motcua("fmt", "--check", str(untidy))
    assert (checked.code, checked.err) == (1, "1 of 1 files would change\n")
    shown = motcua("fmt", "--diff", str(untidy))
    assert shown.code == 1
    assert '+code: "010"\n' in shown.out
    assert untidy.read_text(encoding="utf-8") == _UNTIDY
    untidy.write_text(_TIDY, encoding="utf-8")
    assert motcua("fmt", "--check", str(untidy)).code == 0


def test_a_file_that_is_not_yaml_is_told_and_left(untidy: Path) -> None:
    untidy.write_text("kind: [calendar", encoding="utf-8")
    said = motcua("fmt", str(untidy))
    assert said.code == 1
    assert f"{untidy}:2:1: MC001" in said.err
    assert untidy.read_text(encoding="utf-8") == "kind: [calendar"


def test_a_file_keeps_its_rights_and_a_link_stays_a_link(untidy: Path, tmp_path: Path) -> None:
    untidy.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(untidy)
    assert motcua("fmt", str(link)).code == 0
    assert link.is_symlink()
    assert untidy.read_text(encoding="utf-8") == _TIDY
    assert untidy.stat().st_mode & 0o777 == 0o640


def test_what_is_certain_is_corrected_and_nothing_else(untidy: Path) -> None:
    untidy.write_text(
        "Kind: Calendar  # loại\ncode: 010\ntitle: Lịch\nhourz: {}\npublic_holidays: True\n",
        encoding="utf-8",
    )
    said = motcua("check", "--fix", "--format", "concise", str(untidy))
    assert untidy.read_text(encoding="utf-8") == (
        'Kind: Calendar  # loại\ncode: "010"\ntitle: Lịch\nhourz: {}\npublic_holidays: True\n'
    )
    assert said.code == 1
    assert f"Corrected: {untidy}:2:7: MC016" in said.err
    assert "MC006" in said.out


def test_small_letters_are_meant_where_nothing_else_differs(untidy: Path) -> None:
    untidy.write_text(
        "kind: calendar\ncode: 010\ntitle: Lịch\nHours: {Monday: closed}\npublic_holidays: True\n"
        "closed_day_end: Keep\n",
        encoding="utf-8",
    )
    said = motcua("check", "--fix", str(untidy))
    assert (said.code, said.out) == (0, "1 files checked, nothing found\n")
    assert untidy.read_text(encoding="utf-8") == (
        'kind: calendar\ncode: "010"\ntitle: Lịch\nhours: {monday: closed}\npublic_holidays: true\n'
        "closed_day_end: keep\n"
    )


ACCEPTING = """\
limit: 5 working days
accept:
  MC301: "Bảng ghi như vậy từ lâu"
  MC302: "Bảng không cộng đủ năm ngày"
steps:
  receive: {by: one_stop/reception, limit: 1 working day}
  return: {by: one_stop/reception, limit: uncounted}
"""


def test_an_acceptance_that_silences_nothing_is_taken_out(untidy: Path) -> None:
    text = a_text("x: {by: a/b}").split("limit:")[0] + ACCEPTING
    untidy.write_text(text, encoding="utf-8")
    said = motcua("check", "--fix", str(untidy))
    assert f"Corrected: {untidy}:14:3: MC309" in said.err
    assert said.code == 0
    kept = text.replace('  MC301: "Bảng ghi như vậy từ lâu"\n', "")
    assert untidy.read_text(encoding="utf-8") == kept


@pytest.mark.parametrize(
    ("accept", "left"),
    [
        ("accept: {MC301: Bảng ghi như vậy từ lâu}\n", ""),
        ("accept:\n  MC301: Bảng ghi như vậy từ lâu\n  MC205: Sẽ thêm nhánh sau\n", ""),
        ("accept: {MC301: Bảng ghi như vậy từ lâu}  # xem sau\n", None),
        ("accept:\n  MC301: >\n    Bảng ghi như vậy\n    từ lâu\n", None),
    ],
)
def test_only_acceptances_that_stand_alone_are_taken_out(
    untidy: Path, accept: str, left: str | None
) -> None:
    steps = ACCEPTING.split("steps:")[1]
    head = a_text("x: {by: a/b}").split("limit:")[0]
    text = f"{head}limit: 1 working day\n{accept}steps:{steps}"
    untidy.write_text(text, encoding="utf-8")
    motcua("check", "--fix", str(untidy))
    after = text if left is None else text.replace(accept, left)
    assert untidy.read_text(encoding="utf-8") == after


def test_a_key_that_would_then_stand_twice_is_left(untidy: Path) -> None:
    text = 'kind: calendar\ncode: "010"\ntitle: Lịch\nTitle: Lịch khác\n'
    untidy.write_text(text, encoding="utf-8")
    assert motcua("check", "--fix", str(untidy)).code == 1
    assert untidy.read_text(encoding="utf-8") == text


def test_a_clean_file_is_not_written(untidy: Path) -> None:
    untidy.write_text(_TIDY, encoding="utf-8")
    before = untidy.stat().st_mtime_ns
    assert motcua("check", "--fix", str(untidy)).code == 0
    assert motcua("fmt", str(untidy)).code == 0
    assert untidy.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "text", ["? [a]\n: b\n" + "[" * 40, "? [a]\n: b\nTitle: *x\nkind: calendar\n"]
)
def test_a_text_that_was_not_read_to_its_end_is_not_corrected(untidy: Path, text: str) -> None:
    untidy.write_text(text, encoding="utf-8")
    assert motcua("check", "--fix", str(untidy)).code == 1
    assert untidy.read_text(encoding="utf-8") == text


def test_the_hooks_call_commands_and_options_that_exist(untidy: Path) -> None:
    untidy.write_text(_TIDY, encoding="utf-8")
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        program, *words = hook["entry"].split()
        assert program == "motcua"
        # pre-commit adds the names of files, except where the hook wants none.
        assert motcua(*words, str(untidy)).code == 0
