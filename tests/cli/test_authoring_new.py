"""new: from the decision's first page to a file that checks clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings import shipped
from tests.support.command_line import motcua

_OPTIONS = (
    "--code", "1.001806", "--title", "Công nhận cơ sở", "--number", "2022/QĐ-UBND",
    "--issuer", "Chủ tịch UBND tỉnh", "--valid-from", "2025-12-01", "--field", "Social protection",
    "--level", "province", "--limit", "10 ngày làm việc",
)  # fmt: skip
_KNOWN = [str(shipped("procedure_specs") / each) for each in ("calendars", "organisation")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_options_answer_every_question(folder: Path) -> None:
    said = motcua("new", *_OPTIONS)
    assert (said.code, said.out) == (0, "")
    assert said.err == "Written to 1.001806.yaml\n"
    assert motcua("check", "1.001806.yaml", *_KNOWN).code == 0
    assert motcua("fmt", "--check", "1.001806.yaml").code == 0


def test_rows_become_steps(folder: Path) -> None:
    rows = (
        "--row",
        "Thẩm định | division/officer | 9 ngày làm việc",
        "--row",
        "Ký||1 ngày làm việc",
    )
    assert motcua("new", "a.yaml", *_OPTIONS, *rows).code == 0
    text = Path("a.yaml").read_text(encoding="utf-8")
    assert "    by: division/officer\n    limit: 9 ngày làm việc\n" in text
    assert motcua("check", "a.yaml", *_KNOWN).code == 0


def test_the_file_goes_where_procedures_are_kept(folder: Path) -> None:
    (folder / "procedure_specs" / "procedures").mkdir(parents=True)
    assert motcua("new", *_OPTIONS).code == 0
    kept = folder / "procedure_specs" / "procedures" / "social_protection" / "1.001806.yaml"
    assert kept.is_file()


def test_a_file_is_never_overwritten(folder: Path) -> None:
    (folder / "1.001806.yaml").write_text("kept", encoding="utf-8")
    said = motcua("new", str(folder), *_OPTIONS)
    assert said.code == 2
    assert "is there already" in said.err
    assert (folder / "1.001806.yaml").read_text(encoding="utf-8") == "kept"


def test_where_nobody_can_be_asked_missing_options_are_named(folder: Path) -> None:
    said = motcua("new", *_OPTIONS[:-2])
    assert said.code == 2
    assert "missing are --limit" in said.err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--limit", "soon"), "Legal limit, such as “10 working days”: Expected a time limit"),
        (("--level", "huyện"), "Level: province, commune or interlevel: Expected"),
        (("--row", "Ký | ai đó"), "Row “Ký | ai đó”: Expected who does the step"),
        (("--row", "Ký | a/b | 1 day | x"), "Expected at most three parts"),
    ],
)
def test_an_answer_that_cannot_stand_is_told(
    folder: Path, wrong: tuple[str, ...], told: str
) -> None:
    said = motcua("new", *_OPTIONS, *wrong)
    assert said.code == 2
    assert told in said.err
    assert list(folder.iterdir()) == []


def test_questions_are_asked_on_a_terminal_and_again_after_a_wrong_answer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.cli.starting.asks", lambda: True)
    typed = (
        "1.001806\nCông nhận cơ sở\n2022/QĐ-UBND\nChủ tịch UBND tỉnh\n2025-11-27\n\n"
        "Bảo trợ xã hội\n\nmười ngày\n10 ngày làm việc\n"
        "Thẩm định | ai đó\nThẩm định | department/officer | 10 ngày làm việc\n\n"
    )
    said = motcua("new", "a.yaml", typed=typed)
    assert said.code == 0, said.err
    assert "Expected a time limit" in said.err
    assert "Expected who does the step" in said.err
    text = Path("a.yaml").read_text(encoding="utf-8")
    assert "effective: {from: 2025-11-27}\nfield: social_protection\nlevel: province\n" in text
    assert motcua("check", "a.yaml").code == 0


def test_a_table_may_be_typed_in_the_words_of_the_decision(folder: Path) -> None:
    rows = (
        "Kiểm tra, tiếp nhận hồ sơ | Bộ phận Một cửa | 1/2",
        "Thẩm định | Chuyên viên phòng chuyên môn | 8",
        "Xem xét | Lãnh đạo phòng | 1/2 ngày làm việc",
        "Ký giải quyết | Lãnh đạo UBND tỉnh | 1",
        "Giao trả kết quả theo phiếu hẹn | Bộ phận Một cửa |",
    )
    given = [part for row in rows for part in ("--row", row)]
    assert motcua("new", "a.yaml", *_OPTIONS, "--level", "cấp tỉnh", *given).code == 0
    text = Path("a.yaml").read_text(encoding="utf-8")
    for line in (
        "level: province", "by: one_stop/reception", "limit: 1/2 ngày làm việc",
        "by: department/officer", "by: department/head", "by: authority/leader", 'ref: "5"',
    ):  # fmt: skip
        assert line in text
    assert text.count("ref:") == 5
    assert motcua("check", "a.yaml", *_KNOWN).code == 0


def test_rows_that_are_added_have_no_number_of_the_paper(folder: Path) -> None:
    assert motcua("new", "a.yaml", *_OPTIONS, "--row", "Thẩm định || 10").code == 0
    text = Path("a.yaml").read_text(encoding="utf-8")
    assert text.count("ref:") == 1
    assert 'ref: "1"\n    label: Thẩm định' in text
