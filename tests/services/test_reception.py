"""Receiving dossiers: under the version in force, once for each command, with a code of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.clock import SettableClock
from engine.core.state import Applicant
from engine.errors import GuardFailedError, NotAuthorizedError
from engine.services import dossiers
from engine.services.office import Office
from tests.support import offices
from tests.support.databases import sql
from tests.support.offices import COMMUNE, DESK, PROCEDURE, RECEPTION
from tests.support.races import together

APPLICANT = Applicant("Nguyễn Thị Đặng", "012345678901")


def reception(**changes: object) -> dossiers.Reception:
    given = {"procedure": PROCEDURE, "desk": DESK, "territory": COMMUNE, "applicant": APPLICANT}
    return dossiers.Reception(**(given | {"data": {}} | changes))  # type: ignore[arg-type]


@pytest.fixture
def empty(office: Office) -> Iterator[Office]:
    yield office
    assert set(offices.row_counts(office).values()) == {0}


def test_codes_count_the_dossiers_of_a_desk_and_day(office: Office, clock: SettableClock) -> None:
    codes = [offices.receive(office, f"c{n}") for n in range(2)]
    clock.advance(timedelta(days=1))
    codes.append(offices.receive(office, "c9"))
    assert codes == ["H99.02-260302-0001", "H99.02-260302-0002", "H99.02-260303-0001"]


def test_a_refused_reception_leaves_no_gap_in_the_codes(office: Office) -> None:
    with pytest.raises(GuardFailedError):
        dossiers.receive(office, reception(applicant=Applicant("")), RECEPTION, "c1")
    assert offices.receive(office, "c2").endswith("-0001")


def test_a_reception_that_is_sent_twice_is_received_once(office: Office) -> None:
    assert offices.receive(office, "c1") == offices.receive(office, "c1")
    assert offices.row_counts(office)["dossier"] == 1


def test_a_reception_that_is_sent_twice_at_once_is_received_once(office: Office) -> None:
    codes = together(4, lambda _: offices.receive(office, "c1"))
    assert len(set(codes)) == 1
    assert offices.row_counts(office)["dossier"] == 1


def test_desks_that_receive_at_once_get_different_codes(office: Office) -> None:
    codes = together(4, lambda n: offices.receive(office, f"c{n}"))
    assert len(set(codes)) == 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"procedure": "9.999999"}, "procedure"),
        ({"desk": "H99.03"}, "desk"),
        ({"territory": "H98"}, "territory"),
        ({"applicant": Applicant("")}, "applicant_name"),
        ({"data": {"nothing": "1"}}, "nothing"),
    ],
)
def test_a_faulty_reception_names_the_field_and_writes_nothing(
    empty: Office, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(GuardFailedError) as told:
        dossiers.receive(empty, reception(**changes), RECEPTION, "c1")
    assert field in told.value.fields


def test_an_officer_of_another_desk_receives_nothing_here(empty: Office) -> None:
    with pytest.raises(NotAuthorizedError):
        dossiers.receive(empty, reception(), "huy_nguyen", "c1")


def test_what_is_stored_of_an_applicant_can_be_found_without_accents(office: Office) -> None:
    offices.receive(office, "c1")
    (row,) = sql(office.database, "SELECT applicant_name, search_text FROM dossier")
    assert row[0] == "Nguyễn Thị Đặng"
    assert "nguyen thi dang" in row[1]
