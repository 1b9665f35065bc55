"""Who is where on a day, and which unit a dossier goes to."""

from __future__ import annotations

from datetime import date

import pytest

from engine.errors import NotFoundError
from engine.specs.directory import Directory
from tests.support.specs import ORGANISATION, a_procedure, an_organisation

DAY = date(2025, 12, 1)


def a_directory(*responsibilities: str, units: str = "", officers: str = "") -> Directory:
    text = ORGANISATION + "".join(f"  - {{{each}}}\n" for each in responsibilities)
    text = text.replace("officers:\n", f"{units}officers:\n{officers}", 1)
    return Directory(an_organisation(text))


def resolved(directory: Directory, role: str, territory: str | None = None, **changes: str) -> str:
    procedure = a_procedure(**changes)
    return directory.resolve(role, procedure=procedure, territory=territory, desk="02", on=DAY)


def test_units_lie_below_each_other() -> None:
    directory = a_directory(
        units='  - {code: "0101", name: Phòng, parent: "01", level: division}\n'
    )
    assert directory.path("0101") == ("0101", "01", "00")
    assert directory.children("00") == ("01", "02", "11", "12")
    assert directory.subtree("01") == {"01", "0101"}
    assert directory.desks(DAY) == ("02",)
    assert directory.territories(DAY) == ("11", "12")


def test_what_the_organisation_does_not_have_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="Expected a unit"):
        a_directory().unit("99")
    with pytest.raises(NotFoundError, match="Expected an officer"):
        a_directory().officer("nobody")


def test_a_unit_is_open_from_its_first_to_its_last_day() -> None:
    directory = a_directory(
        units='  - {code: "03", name: Cũ, level: department, valid_from: 2025-01-01, valid_until: 2025-06-30}\n'
    )
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [directory.is_open("03", day) for day in days] == [False, True, True, False]
    assert not directory.is_open("99", DAY)


def test_a_post_is_held_between_its_dates() -> None:
    directory = a_directory()
    before, after = date(2025, 6, 30), date(2025, 7, 1)
    assert directory.posts_of("binh", before) == ()
    assert directory.posts_of("binh", after) == (("01", "officer"),)
    assert directory.holders("01", "officer", before) == ()
    assert directory.holders("01", "officer", after) == ("binh",)


def test_a_unit_without_a_head_is_headed_from_above() -> None:
    directory = a_directory(
        units='  - {code: "0101", name: Phòng, parent: "01", level: division}\n'
    )
    assert directory.head_of("01", DAY) == ("an",)
    assert directory.head_of("0101", DAY) == ("an",)
    assert directory.head_of("12", DAY) == ("chi",)


def test_supervisors_are_found_upwards_and_the_nearest_comes_first() -> None:
    assert a_directory().supervisors_of("01", DAY) == ("an", "chi")
    assert a_directory().supervisors_of("11", DAY) == ("chi",)


def test_a_unit_without_a_calendar_works_by_the_one_above() -> None:
    directory = a_directory(
        units='  - {code: "03", name: Quầy, level: department, calendar: desk}\n'
        '  - {code: "0301", name: Phòng, parent: "03", level: division}\n'
    )
    assert directory.calendar_of("0301") == "desk"
    assert directory.calendar_of("12") == "office"


def test_the_one_stop_is_always_the_desk_that_received_the_dossier() -> None:
    assert (
        resolved(a_directory('role: department, unit: "01", from: 2025-07-01'), "one_stop") == "02"
    )


def test_a_rule_for_the_procedure_wins_over_one_for_the_field_and_that_over_one_for_all() -> None:
    for_field = 'role: department, unit: "02", fields: [employment], from: 2025-07-01'
    for_procedure = 'role: department, unit: "11", procedures: ["1.001806"], from: 2025-07-01'
    assert resolved(a_directory(), "department") == "01"
    assert resolved(a_directory(for_field), "department") == "02"
    assert resolved(a_directory(for_procedure, for_field), "department") == "11"
    assert resolved(a_directory(for_field), "department", field="land") == "01"


def test_procedures_are_the_same_by_the_national_part_of_their_codes() -> None:
    directory = a_directory(
        'role: department, unit: "02", procedures: [1.001806.H05], from: 2025-07-01'
    )
    assert resolved(directory, "department", code="1.001806.000.00.00.H29") == "02"
    assert resolved(directory, "department", code='"1.001807"') == "01"


def test_a_rule_for_the_territory_wins_over_one_for_all_territories() -> None:
    directory = a_directory('role: department, unit: "12", territory: "12", from: 2025-07-01')
    assert resolved(directory, "department", territory="12") == "12"
    assert resolved(directory, "department", territory="11") == "01"
    assert resolved(directory, "department") == "01"


def test_a_rule_for_the_procedure_wins_over_one_for_the_territory() -> None:
    directory = a_directory(
        'role: department, unit: "12", territory: "12", from: 2025-07-01',
        'role: department, unit: "02", procedures: ["1.001806"], from: 2025-07-01',
    )
    assert resolved(directory, "department", territory="12") == "02"


def test_of_two_equal_rules_the_one_that_began_last_wins() -> None:
    directory = a_directory('role: department, unit: "02", from: 2025-10-01')
    assert resolved(directory, "department") == "02"
    procedure = a_procedure()
    before = date(2025, 9, 30)
    found = directory.find_responsible("department", procedure=procedure, territory=None, on=before)
    assert found == "01"


def test_nobody_responsible_says_for_what_and_when() -> None:
    with pytest.raises(
        NotFoundError, match=r"Ủy ban nhân dân xã for procedure 1.001806 on 2025-12-01"
    ):
        resolved(a_directory(), "commune")
    with pytest.raises(NotFoundError):
        resolved(a_directory(), "commune", territory="13")
