"""An alert is raised at a share of the limit, or some time before or after the due date."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from engine.specs.alerts import Rung, RungMoment
from engine.specs.durations import Duration

ONE_DAY = Duration.parse("1 working day")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("75 %", RungMoment(share=Decimal("0.75"))),
        ("5%", RungMoment(share=Decimal("0.05"))),
        ("due", RungMoment()),
        ("đến hạn", RungMoment()),
        ("1 working day before", RungMoment(offset=ONE_DAY, sign=-1)),
        ("trước 1 ngày làm việc", RungMoment(offset=ONE_DAY, sign=-1)),
        ("1 working day after", RungMoment(offset=ONE_DAY, sign=1)),
        ("sau 1 ngày làm việc", RungMoment(offset=ONE_DAY, sign=1)),
    ],
)
def test_a_moment_is_read_in_both_languages(text: str, moment: RungMoment) -> None:
    rung = Rung.model_validate({"name": "a", "of": "step", "at": text, "to": "head"})
    assert rung.at == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0 %",
        "100 %",
        "soon",
        "1 day",
        "before",
        "trước",
        "x before",
        "uncounted after",
        "same day before",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="Expected when an alert is raised"):
        Rung.model_validate({"name": "a", "of": "step", "at": text, "to": "head"})
