"""The shipped specifications are clean, and say what the published decisions say, row by row.

``facts/published_procedures.json`` holds what was transcribed from the decisions: number, date, total,
and the rows with their printed times. ``read_as`` tells where the words of the decision make a printed
unit mean another one, for all rows or for one; ``prefix`` where one specification holds two chains of one
decision.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.graph.build import build
from engine.graph.check import check_procedure
from engine.specs.calendars import CalendarSpec
from engine.specs.directory import Directory
from engine.specs.durations import Duration
from engine.specs.loader import Loaded, load_folder
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure, national_part
from engine.specs.references import check_documents
from engine.specs.steps import Step
from engine.specs.work_calendars import compile_calendars
from engine.worktime.work_calendar import WorkCalendar

SPECS = Path("procedure_specs")
PROCEDURES = SPECS / "procedures"
FACTS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("facts").joinpath("published_procedures.json").read_text("utf-8")
)
FACT_IDS = [fact["id"] for fact in FACTS]


@cache
def shipped() -> dict[Path, Loaded]:
    return {loaded.source.file: loaded for loaded in load_folder(SPECS)}


def shipped_procedures() -> dict[Path, Procedure]:
    return {
        path: loaded.document
        for path, loaded in shipped().items()
        if isinstance(loaded.document, Procedure)
    }


def the_organisation() -> OrganisationSpec:
    (found,) = (
        loaded.document
        for loaded in shipped().values()
        if isinstance(loaded.document, OrganisationSpec)
    )
    return found


def shipped_calendars() -> list[CalendarSpec]:
    return [
        loaded.document
        for loaded in shipped().values()
        if isinstance(loaded.document, CalendarSpec)
    ]


@cache
def compiled_calendars() -> dict[str, WorkCalendar]:
    return compile_calendars(shipped_calendars())


SWAPS = (
    (date(2024, 5, 4), date(2024, 4, 29)),
    (date(2025, 4, 26), date(2025, 5, 2)),
    (date(2026, 1, 10), date(2026, 1, 2)),
    (date(2026, 8, 22), date(2026, 8, 31)),
)
PATHS = sorted(PROCEDURES.rglob("*.yaml"))


def test_every_file_loads_without_a_finding() -> None:
    assert len(shipped()) == len(list(SPECS.rglob("*.yaml")))
    assert [str(found) for loaded in shipped().values() for found in loaded.findings] == []
    assert all(loaded.document is not None for loaded in shipped().values())


def test_every_name_leads_somewhere() -> None:
    assert [str(found) for found in check_documents(list(shipped().values()))] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_shipped_procedure_is_proved_without_a_finding(path: Path) -> None:
    loaded = shipped()[path]
    assert isinstance(loaded.document, Procedure)

    _, found = check_procedure(loaded.document, loaded.source)

    assert [str(each) for each in found] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_shipped_procedure_keeps_its_limit_whenever_it_is_received(path: Path) -> None:
    loaded = shipped()[path]
    assert isinstance(loaded.document, Procedure)

    for calendar in compiled_calendars().values():
        for first in (loaded.document.effective.valid_from, date(2026, 11, 21)):
            _, found = check_procedure(
                loaded.document, loaded.source, calendar=calendar, first=first
            )
            assert [str(each) for each in found] == []


def test_the_sum_that_does_not_add_up_is_found_unless_it_is_accepted() -> None:
    loaded = shipped()[PROCEDURES / "innovation/1.014431.yaml"]
    assert isinstance(loaded.document, Procedure)

    _, found = check_procedure(loaded.document.model_copy(update={"accept": {}}), loaded.source)

    assert [each.code for each in found] == ["MC302", "MC404"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_somebody_holds_every_position_a_procedure_needs_in_every_territory(path: Path) -> None:
    procedure = shipped_procedures()[path]
    directory = Directory(the_organisation())
    on = procedure.effective.valid_from

    for step in procedure.steps.values():
        if step.by is None or step.for_each is not None:
            continue
        for territory in directory.territories(on):
            for desk in directory.desks(on):
                unit = directory.resolve(
                    step.by.role, procedure=procedure, territory=territory, desk=desk, on=on
                )
                assert directory.holders(unit, step.by.position, on), (str(step.by), unit)


def test_every_shipped_procedure_comes_from_a_published_decision() -> None:
    assert {PROCEDURES / fact["file"] for fact in FACTS} == set(PATHS)


@pytest.mark.parametrize("fact", FACTS, ids=FACT_IDS)
def test_a_procedure_names_its_decision(fact: dict[str, Any]) -> None:
    procedure = shipped_procedures()[PROCEDURES / fact["file"]]

    assert procedure.decision.number == fact["decision"]
    signed = None if fact["date"] is None else date.fromisoformat(fact["date"])
    assert procedure.decision.date == signed
    assert signed is None or procedure.effective.valid_from >= signed
    assert fact["province"] in procedure.decision.issuer
    if fact["code"] is None:
        assert national_part(procedure.code) == procedure.code
    else:
        assert procedure.code == fact["code"]
    assert list(procedure.also_codes) == fact.get("also_codes", [])


@pytest.mark.parametrize("fact", FACTS, ids=FACT_IDS)
def test_a_procedure_has_the_rows_of_its_decision_in_their_order(fact: dict[str, Any]) -> None:
    procedure = shipped_procedures()[PROCEDURES / fact["file"]]

    refs = [ref for step in procedure.steps.values() for ref in refs_of(step, fact)]

    assert refs == [row["ref"] for row in fact["rows"]]


@pytest.mark.parametrize("fact", FACTS, ids=FACT_IDS)
def test_a_procedure_gives_each_row_the_time_its_decision_prints(fact: dict[str, Any]) -> None:
    procedure = shipped_procedures()[PROCEDURES / fact["file"]]
    steps = {ref: step for step in procedure.steps.values() for ref in refs_of(step, fact)}

    for row in fact["rows"]:
        step = steps[row["ref"]]
        if row.get("merged"):
            assert step.limit is None, row["ref"]
            assert step.group is not None, row["ref"]
            if row["time"] is not None:
                assert procedure.groups[step.group].limit == printed(row["time"], fact), row["ref"]
        else:
            assert step.limit == printed(row["time"], {**fact, **row}), row["ref"]


@pytest.mark.parametrize("fact", FACTS, ids=FACT_IDS)
def test_a_procedure_has_the_total_its_decision_states(fact: dict[str, Any]) -> None:
    procedure = shipped_procedures()[PROCEDURES / fact["file"]]
    stated = [case.limit for case in procedure.limit]

    for total in (fact["total"], *fact.get("other_cases", [])):
        assert printed(total, fact) in stated


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if "appointments" in fact], ids=lambda fact: fact["id"]
)
def test_two_appointments_are_counted_each_by_itself_with_the_tax_office_between_them(
    fact: dict[str, Any],
) -> None:
    procedure = shipped_procedures()[PROCEDURES / fact["file"]]
    appointments = [printed(each, fact) for each in fact["appointments"]]

    assert [each.limit for each in procedure.appointments.values()] == appointments
    assert all(each.label is not None for each in procedure.appointments.values())
    nodes = {node.key: node.appointment for node in build(procedure).nodes}
    assert (nodes["receive"], nodes["tax"], nodes["sign"]) == ("before_tax", None, "after_tax")
    assert nodes["return"] is None


def test_thirty_days_outside_the_time_column_stop_the_clock_and_end_by_themselves() -> None:
    procedure = shipped_procedures()[PROCEDURES / "land/DT-138-d13.1.yaml"]
    waiting = procedure.steps["notice_period"]

    assert (waiting.ref, waiting.clock) == (None, "stop")
    assert build(procedure).node("notice_period").appointment == "before_tax"
    assert waiting.expires is not None
    assert (waiting.expires.after, waiting.expires.to) == (Duration.parse("30 days"), "process")


def test_the_two_rows_that_are_working_days_are_the_only_ones_that_add_up_to_the_limit() -> None:
    """Đồng Tháp prints days in every row and 15 days and 8 working days as the limit."""
    procedure = shipped_procedures()[PROCEDURES / "land/DT-138-d38.yaml"]
    days = {step.ref: step.limit for step in procedure.steps.values() if step.limit}
    amounts = {ref: limit.parts[0].amount for ref, limit in days.items() if ref and limit.counted}
    rows = sorted(amounts)

    adding_up = [
        chosen
        for size in range(len(rows) + 1)
        for chosen in combinations(rows, size)
        if sum(amounts[ref] for ref in chosen) == 8
    ]
    assert adding_up == [("2", "4")]


def test_a_choice_on_data_decides_the_limit_of_a_recognition_with_or_without_a_council() -> None:
    procedure = shipped_procedures()[PROCEDURES / "innovation/LS-2487.yaml"]

    assert procedure.limit_for({"dossier": {"council": True}}) == Duration.parse("27 days")
    assert procedure.limit_for({"dossier": {"council": False}}) == Duration.parse("15 days")
    assert procedure.limit_for({"dossier": {}}) == Duration.parse("15 days")


def test_the_calendar_gives_and_takes_the_swapped_days_from_2024_to_2026() -> None:
    national = compiled_calendars()["vn-national"]

    for worked, off in SWAPS:
        assert worked.weekday() == 5
        assert national.is_working_day(worked), worked
        assert not national.is_working_day(off), off
        assert national.is_working_day(worked - timedelta(days=1)), worked


def test_the_service_centre_works_seven_and_a_half_hours_also_on_a_swapped_day() -> None:
    centre = compiled_calendars()["vn-service-centre"]

    for day in (date(2026, 8, 20), date(2026, 8, 22)):
        midnight = datetime.combine(day, time(), ZoneInfo("Asia/Ho_Chi_Minh"))
        assert centre.office_seconds(midnight, midnight + timedelta(days=1)) == 7.5 * 3600


def test_the_reference_page_lists_every_shipped_procedure() -> None:
    page = Path("docs/reference/shipped-procedures.md").read_text("utf-8")

    for path, procedure in shipped_procedures().items():
        row = f"| [`{procedure.key}`](../../{path.as_posix()}) | {procedure.decision.number} "
        assert row in page, row


def refs_of(step: Step, fact: dict[str, Any]) -> list[str]:
    """Return the rows of the decision that a step stands for, without the prefix of their chain."""
    prefix = fact.get("prefix", "")
    refs = [] if step.ref is None else step.ref.split("; ")
    return [ref.removeprefix(prefix) for ref in refs if ref.startswith(prefix)]


def printed(time: str | None, fact: dict[str, Any]) -> Duration:
    """Return a printed time as it is to be read; no time, or none of it, is a row that is not counted."""
    if time is None or time.startswith("0 "):
        return Duration.parse("uncounted")
    amount, unit = time.split(" ", 1)
    return Duration.parse(f"{amount} {fact.get('read_as', {}).get(unit, unit)}")
