"""A unit that was closed gets no work: its successor does, and where there is none the check says so."""

from __future__ import annotations

from datetime import date

import pytest

from engine.errors import NotFoundError
from engine.specs.directory import Directory
from engine.specs.references import check_documents
from tests.support.specs import ORGANISATION, a_procedure, an_organisation, loaded

LAST, AFTER = date(2026, 6, 30), date(2026, 7, 1)
DIVISION = '  - {code: "01", name: Sở Nội vụ, parent: "00", level: department'


def text(closing: str, more: str = "") -> str:
    """Return the organisation with its department closed in some way, and with more units."""
    assert DIVISION in ORGANISATION
    closed = ORGANISATION.replace(DIVISION, f"{DIVISION}, valid_until: 2026-06-30{closing}")
    return closed.replace("officers:\n", f"{more}officers:\n", 1)


HEIR = '  - {code: "03", name: Sở mới, parent: "00", level: department, valid_from: 2026-07-01}\n'
LINE = (
    '  - {code: "03", name: Sở giữa, level: department, valid_until: 2026-06-30, successor: "04"}\n'
    '  - {code: "04", name: Sở mới, level: department}\n'
)


def department(organisation: str, on: date, desk: str = "02") -> str:
    directory = Directory(an_organisation(organisation))
    procedure = a_procedure()
    return directory.resolve("department", procedure=procedure, territory="11", desk=desk, on=on)


def test_work_goes_to_the_successor_from_the_day_after_the_last() -> None:
    organisation = text(', successor: "03"', HEIR)
    assert department(organisation, LAST) == "01"
    assert department(organisation, AFTER) == "03"


def test_a_line_of_successors_is_followed_to_the_one_that_is_open() -> None:
    assert department(text(', successor: "03"', LINE), AFTER) == "04"


def test_without_a_successor_nobody_is_responsible() -> None:
    assert department(text(""), LAST) == "01"
    with pytest.raises(NotFoundError, match="Expected a unit responsible"):
        department(text(""), AFTER)


def test_the_desk_of_a_running_dossier_is_succeeded_too() -> None:
    organisation = ORGANISATION.replace(
        "desk: true", 'desk: true, valid_until: 2026-06-30, successor: "03"'
    ).replace("officers:\n", f"{HEIR}officers:\n", 1)
    directory = Directory(an_organisation(organisation))
    asked = {"procedure": a_procedure(), "territory": "11", "desk": "02"}
    assert directory.resolve("one_stop", **asked, on=LAST) == "02"  # type: ignore[arg-type]
    assert directory.resolve("one_stop", **asked, on=AFTER) == "03"  # type: ignore[arg-type]


def test_a_dossier_from_a_commune_that_was_merged_goes_where_its_successor_sends_it() -> None:
    merged = ORGANISATION.replace(
        'territory: "12"}', 'territory: "12", valid_until: 2026-06-30, successor: "11"}', 1
    )
    assert merged != ORGANISATION
    ending = '{role: commune, unit: "12", territory: "12", from: 2025-07-01'
    assert ending in merged
    merged = merged.replace(ending, f"{ending}, until: 2026-06-30")
    directory = Directory(an_organisation(merged))
    asked = {"procedure": a_procedure(), "territory": "12", "desk": "02"}
    assert directory.resolve("commune", **asked, on=LAST) == "12"  # type: ignore[arg-type]
    assert directory.resolve("commune", **asked, on=AFTER) == "11"  # type: ignore[arg-type]


def codes(organisation: str) -> list[str]:
    return [each.code for each in check_documents([loaded(organisation, "organisation.yaml")])]


@pytest.mark.parametrize(
    ("closing", "more", "found"),
    [
        ("", "", ["MC119"]),
        (', successor: "03"', HEIR, []),
        (', successor: "03"', LINE, []),
        (', successor: "03"', LINE.replace(', successor: "04"', ""), ["MC119"]),
    ],
    ids=["nobody", "one", "a line", "a line that ends"],
)
def test_a_responsibility_that_outlives_its_unit_is_found(
    closing: str, more: str, found: list[str]
) -> None:
    assert codes(text(closing, more)) == found


def test_a_responsibility_that_ends_with_its_unit_is_right() -> None:
    rule = '{role: department, unit: "01", from: 2025-07-01'
    assert rule in ORGANISATION
    assert codes(text("").replace(rule, f"{rule}, until: 2026-06-30")) == []
    assert codes(text("").replace(rule, f"{rule}, until: 2026-07-01")) == ["MC119"]
