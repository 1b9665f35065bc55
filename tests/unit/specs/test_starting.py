"""The file a new procedure begins with checks clean and stands in the one layout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.services.checking import check_loaded
from engine.settings import shipped
from engine.specs.formatting import formatted
from engine.specs.loader import load, load_folder
from engine.specs.procedures import Procedure
from engine.specs.starting import Answers, Row, name_of, refused, starting_text

ANSWERS = Answers(
    code="1.001806",
    title="Công nhận cơ sở sản xuất, kinh doanh: lần đầu",
    number="2022/QĐ-UBND",
    issuer='Chủ tịch UBND tỉnh "Hồng Lam"',
    signed_on="2025-11-27",
    valid_from="2025-12-01",
    field="social_protection",
    level="province",
    limit="10 ngày làm việc",
)
KNOWN = [
    *load_folder(shipped("procedure_specs") / "calendars"),
    *load_folder(shipped("procedure_specs") / "organisation"),
]


def _begun(answers: Answers) -> Procedure:
    text = starting_text(answers, str)
    loaded = load(text, Path("new.yaml"))
    found = check_loaded([loaded], KNOWN)
    assert [str(each) for each in found.findings] == []
    assert formatted(text.encode(), Path("new.yaml")).text == text
    assert isinstance(loaded.document, Procedure)
    return loaded.document


@pytest.mark.parametrize("level", ["province", "commune"])
@pytest.mark.parametrize(
    "limit",
    ["10 ngày làm việc", "15 days + 8 working days", "4 hours", "same day", "0,5 ngày làm việc"],
)
def test_without_a_table_the_usual_steps_share_the_time(level: str, limit: str) -> None:
    procedure = _begun(replace(ANSWERS, level=level, limit=limit))
    assert list(procedure.steps) == [
        "receive", "assign", "appraise", "review", "sign", "issue", "return",
    ]  # fmt: skip
    assert {name: each.limit for name, each in procedure.groups.items()} == {
        "processing": procedure.limit[0].limit
    }


def test_what_was_answered_stands_in_the_file() -> None:
    procedure = _begun(ANSWERS)
    assert procedure.code == "1.001806"
    assert procedure.title.vi == ANSWERS.title
    assert (procedure.decision.number, procedure.decision.issuer) == (
        ANSWERS.number,
        ANSWERS.issuer,
    )
    assert str(procedure.decision.date) == "2025-11-27"
    assert str(procedure.effective.valid_from) == "2025-12-01"
    assert _begun(replace(ANSWERS, signed_on=None)).decision.date is None


def test_rows_of_the_table_become_steps_between_reception_and_return() -> None:
    procedure = _begun(
        replace(
            ANSWERS,
            rows=(
                Row("Thẩm định hồ sơ", "division/officer", "7 ngày làm việc"),
                Row("Duyệt", limit="1 ngày làm việc"),
                Row("Duyệt lần hai: trưởng phòng", "division/head", "1 ngày làm việc"),
                Row("Ký", None, "1 ngày làm việc"),
            ),
        )
    )
    assert list(procedure.steps) == ["receive", "appraise", "review", "review_2", "sign", "return"]
    assert [str(step.by) for step in procedure.steps.values()] == [
        "one_stop/reception", "division/officer", "department/head", "division/head",
        "authority/leader", "one_stop/reception",
    ]  # fmt: skip
    # Reception and return were not in the table, so they have no number of it.
    assert [step.ref for step in procedure.steps.values()] == [None, *"1234", None]


def test_rows_that_have_a_reception_and_a_return_get_no_second_one() -> None:
    rows = (
        Row("Tiếp nhận hồ sơ", limit="4 giờ làm việc"),
        Row("Tiếp nhận văn bản của tỉnh", "department/records", "4 giờ làm việc"),
        Row("Trả kết quả cho phòng", "department/records", "1 ngày làm việc"),
        Row("%", "department/officer", "8 ngày làm việc"),
        Row("Trả kết quả"),
    )
    procedure = _begun(replace(ANSWERS, rows=rows))
    assert list(procedure.steps) == ["receive", "forward", "hand_over", "step", "return"]


def test_rows_below_the_return_of_the_result_become_tasks_after_it() -> None:
    labels = ("Tiếp nhận hồ sơ", "Thẩm định", "Trả kết quả", "Chi trả chế độ", "Công bố kết quả")
    procedure = _begun(replace(ANSWERS, rows=tuple(Row(label, limit="1 ngày") for label in labels)))
    assert list(procedure.steps) == ["receive", "appraise", "return", "payout", "publish"]
    after = [name for name, step in procedure.steps.items() if step.after_result]
    assert after == ["payout", "publish"]


@pytest.mark.parametrize(
    "title", ["yes", "1.5", "# ghi chú", "a: b", "- x", "[x]", '"', "\\", "ký"]
)
def test_a_text_is_read_as_it_was_typed(title: str) -> None:
    assert _begun(replace(ANSWERS, title=title, issuer=title)).title.vi == title


@pytest.mark.parametrize(
    ("question", "good", "bad"),
    [
        ("code", "1.001806", "a b"),
        ("signed_on", "27/11/2025", "soon"),
        ("field", "land", "Đất đai"),
        ("level", "commune", "xã"),
        ("limit", "15 ngày", "15"),
        ("who", "department/officer", "officer"),
        ("title", "Tên", " "),
    ],
)
def test_answers_are_refused_as_the_file_would_be(question: str, good: str, bad: str) -> None:
    assert refused(question, good) is None
    assert str(refused(question, bad)).startswith("Expected ")


def test_a_field_may_be_typed_with_accents() -> None:
    assert name_of("Đất đai, môi trường") == "dat_dai_moi_truong"
    assert name_of("%") == ""
