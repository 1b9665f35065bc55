"""What a decision says in words is understood as the language writes it, or left alone."""

from __future__ import annotations

import pytest

from engine.specs.plain_words import field_of, level_of, limit_of, performer_of


@pytest.mark.parametrize(
    ("words", "level", "who"),
    [
        ("Bộ phận TN&TKQ", "province", "one_stop/reception"),
        (
            "Công chức tiếp nhận tại Trung tâm Phục vụ hành chính công",
            "commune",
            "one_stop/reception",
        ),
        ("Lãnh đạo phòng chuyên môn thuộc UBND xã", "commune", "commune_division/head"),
        ("Phó Trưởng phòng", "province", "department/head"),
        ("Chuyên viên Văn phòng UBND tỉnh", "province", "department/officer"),
        ("Phó Chủ tịch UBND", "province", "authority/leader"),
        ("Lãnh đạo UBND", "commune", "commune_authority/leader"),
        ("Giám đốc Sở", "province", "department/leader"),
        ("Văn phòng ĐKĐĐ", "province", "land_office/officer"),
        ("Chi cục Thuế", "province", "tax/officer"),
        ("Hội đồng thẩm định", "commune", "commune_council/member"),
        ("Văn thư Sở", "province", "department/records"),
        ("division/head", "province", "division/head"),
        ("ai đó", "province", "ai đó"),
    ],
)
def test_who_does_a_step_is_understood(words: str, level: str, who: str) -> None:
    assert performer_of(words, level) == who


@pytest.mark.parametrize(
    ("words", "legal_limit", "limit"),
    [
        ("7", "10 ngày làm việc", "7 ngày làm việc"),
        ("0,5", "15 Ngày", "0,5 ngày"),
        ("1/2", "8 working hours", "1/2 working hours"),
        ("7", "trong ngày", "7"),
        ("2 giờ", "10 ngày", "2 giờ"),
    ],
)
def test_a_mere_number_counts_in_the_kind_of_time_of_the_whole(
    words: str, legal_limit: str, limit: str
) -> None:
    assert limit_of(words, legal_limit) == limit


def test_levels_and_fields_are_known_by_their_names_on_paper() -> None:
    assert [level_of(each) for each in ("Cấp tỉnh", "xã", "Liên thông", "huyện")] == [
        "province", "commune", "interlevel", "huyện",
    ]  # fmt: skip
    assert [field_of(each) for each in ("Lĩnh vực đất đai", "Hộ tịch")] == ["land", "Hộ tịch"]
