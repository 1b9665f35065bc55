"""Names are found however they were typed."""

from __future__ import annotations

import unicodedata

import pytest

from engine.store.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đặng Thị Ánh", "dang thi anh"),
        ("đường Nguyễn Huệ", "duong nguyen hue"),
        ("PHƯỜNG KỲ LỪA", "phuong ky lua"),
        ("ưƯ ơƠ âÂ ăĂ êÊ ôÔ", "uu oo aa aa ee oo"),
        ("H01.20-2026/15", "h01.20-2026/15"),
        ("", ""),
    ],
)
def test_marks_and_capitals_do_not_count(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_how_the_keyboard_composes_letters_does_not_count(form: str) -> None:
    assert fold(unicodedata.normalize(form, "Đặng Thị Ánh")) == "dang thi anh"  # type: ignore[arg-type]
