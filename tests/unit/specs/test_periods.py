"""Phases and groups have a limit, and a name for people where the author gives one."""

from __future__ import annotations

from engine.specs.procedures import period_label
from tests.support.specs import PROCEDURE, a_procedure


def test_a_group_is_written_as_a_limit_or_with_a_label_beside_it() -> None:
    plain = a_procedure()
    named = a_procedure(
        PROCEDURE,
        groups="{processing: {label: {vi: Xử lý, en: Processing}, limit: 7 working days}}",
    )
    assert plain.groups["processing"].limit == named.groups["processing"].limit
    assert str(period_label(plain, "processing")) == "processing"
    assert period_label(named, "processing").in_language("en") == "Processing"
