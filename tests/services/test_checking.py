"""Checking files: by which calendar times are proved, and from which day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from engine.catalogue import render
from engine.services.checking import Check, check_paths
from engine.specs.loader import load
from tests.support.nets import a_text
from tests.support.specs import CALENDAR, ORGANISATION

TEN_DAYS = """
    receive: {label: Tiếp nhận, by: commune/officer, limit: 4 working hours}
    appraise: {label: Thẩm định, by: department/officer, limit: 9 working days}
    sign: {label: Ký, by: authority/leader, limit: 4 working hours}
"""
OPEN_EVERY_DAY = CALENDAR.replace("code: office", "code: weekend_office") + (
    "  saturday: 07:30-11:30, 13:30-17:00\n  sunday: 07:30-11:30, 13:30-17:00\n"
    "public_holidays: false\n"
)


def _checked(folder: Path, *texts: str, today: date | None = None) -> Check:
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    return check_paths([folder], today=today)


def _impossible(check: Check) -> list[str]:
    return [render(each.message, "en") for each in check.findings if each.code == "MC311"]


def test_the_calendar_of_the_organisation_counts_and_the_first_day_in_force(tmp_path: Path) -> None:
    procedure = a_text(TEN_DAYS, limit="15 days")

    (told,) = _impossible(_checked(tmp_path, procedure, ORGANISATION, CALENDAR))

    assert "working days from 01/12/2025 to 01/12/2027" in told


def test_the_calendar_that_the_procedure_names_counts_before_it(tmp_path: Path) -> None:
    procedure = a_text(TEN_DAYS, limit="15 days", top="calendar: weekend_office\n")

    check = _checked(tmp_path, procedure, ORGANISATION, CALENDAR, OPEN_EVERY_DAY)

    assert _impossible(check) == []


def test_a_calendar_known_from_elsewhere_counts_for_a_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "procedure.yaml"
    file.write_text(a_text(TEN_DAYS, limit="15 days"), encoding="utf-8")
    known = [
        load(text, Path(f"{name}.yaml"))
        for name, text in (("organisation", ORGANISATION), ("calendar", CALENDAR))
    ]

    assert _impossible(check_paths([file])) == []
    assert len(_impossible(check_paths([file], known))) == 1


def test_days_that_have_passed_are_not_tried(tmp_path: Path) -> None:
    procedure = a_text(TEN_DAYS, limit="15 days")
    today = date(2026, 11, 21)

    check = _checked(tmp_path, procedure, ORGANISATION, CALENDAR, today=today)

    (told,) = _impossible(check)
    assert "working days from 21/11/2026 to " in told


def test_a_calendar_that_cannot_be_built_leaves_the_rest_of_the_check(tmp_path: Path) -> None:
    lost = CALENDAR.replace("code: office", "code: office\nextends: nowhere")

    check = _checked(tmp_path, a_text(TEN_DAYS, limit="15 days"), ORGANISATION, lost)

    assert _impossible(check) == []
    assert check.blocks
