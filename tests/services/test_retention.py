"""Personal data is erased when it has been kept for long enough, and nothing else changes by it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.catalogue import render
from engine.clock import SettableClock
from engine.core import commands as asked
from engine.core.events import PersonalDataErased
from engine.core.evolve import fold
from engine.core.tombstones import tombstone_in
from engine.errors import InvalidStatusError, KeyUsedBeforeError, NotAuthorizedError
from engine.services import dossiers, undoing
from engine.services.commands import execute
from engine.services.journal_audit import audit_all
from engine.services.office import Office
from engine.services.retention import apply, erase, preview
from engine.services.timeline import timeline
from tests.support import offices
from tests.support.databases import sql
from tests.support.offices import ADMINISTRATOR, RECEPTION
from tests.support.republishing import republish

SPEC = "procedures/social_protection/1.001806.yaml"
NAME, NUMBER, OWNER = "Nguyễn Thị Đặng", "012345678901", "Lò Văn Sấn"
YEAR = timedelta(days=366)
APPLICANT_KEPT = ("dossier:\n", "dossier:\n  applicant_kept_for: 2 years\n")
OWNER_KEPT = (
    "employer_name:\n",
    "employer_name:\n      personal: true\n      kept_for: 1 năm\n",
)
FORM = {"employer_name": OWNER, "workers": "100", "disabled_workers": "40"}


@pytest.fixture
def closed(office: Office) -> str:
    return a_closed_dossier(office)


def a_closed_dossier(office: Office) -> str:
    republish(office, SPEC, APPLICANT_KEPT, OWNER_KEPT)
    code = offices.receive(office, "r", name=NAME)
    number, officer = offices.worker_of(office, code)
    dossiers.complete(office, code, number, "accepted", officer, "c", data=FORM)
    dossiers.withdraw(office, code, "Công dân rút", RECEPTION, "w")
    return code


def everything_stored(office: Office) -> str:
    tables = ("dossier", "work_item", "clock", "alert", "journal", "outbox")
    return str([sql(office.database, f"SELECT * FROM {table}") for table in tables])  # noqa: S608


def flawed(office: Office) -> list[str]:
    return [each.code for each in audit_all(office) if not each.is_whole]


def test_nothing_is_erased_before_its_time(
    office: Office, clock: SettableClock, closed: str
) -> None:
    clock.advance(timedelta(days=365))
    assert preview(office, ADMINISTRATOR) == ()
    assert apply(office, None).erasures == ()
    assert OWNER in everything_stored(office)


def test_a_field_goes_when_its_time_is_over_and_the_applicant_later(
    office: Office, clock: SettableClock, closed: str
) -> None:
    clock.advance(YEAR)
    (told,) = preview(office, ADMINISTRATOR)
    assert OWNER in everything_stored(office)
    assert (told.dossier, list(told.parts)) == (closed, ["employer_name"])
    assert apply(office, ADMINISTRATOR).erasures == (told,)
    stored = everything_stored(office)
    assert OWNER not in stored
    assert NAME in stored
    view = dossiers.show(office, closed, RECEPTION)
    stone = tombstone_in(view.dossier.data["employer_name"])
    assert stone is not None
    assert (stone.erased_on, stone.kept_for) == (office.today, "1 year")
    assert view.dossier.data["workers"] == 100
    clock.advance(YEAR)
    (told,) = apply(office, None).erasures
    assert list(told.parts) == [""]
    stored = everything_stored(office)
    assert NAME not in stored
    assert NUMBER not in stored
    assert "nguyen thi dang" not in stored
    assert preview(office, ADMINISTRATOR) == ()


def test_erasing_again_changes_nothing(office: Office, clock: SettableClock, closed: str) -> None:
    clock.advance(3 * YEAR)
    assert len(apply(office, ADMINISTRATOR).erasures) == 1
    before = everything_stored(office)
    assert apply(office, ADMINISTRATOR).erasures == ()
    assert erase(office, closed, ADMINISTRATOR, "once more").events == ()
    assert everything_stored(office) == before


def test_the_journal_holds_and_amounts_to_what_is_stored(
    office: Office, clock: SettableClock, closed: str
) -> None:
    clock.advance(3 * YEAR)
    apply(office, ADMINISTRATOR)
    assert flawed(office) == []
    with office.database.reading() as uow:
        entries = uow.journal.entries(closed)
        assert fold(entry.event for entry in entries) == uow.dossiers.find_whole(closed)
    assert isinstance(entries[-1].event, PersonalDataErased)
    assert entries[-1].actor == ADMINISTRATOR
    assert NAME not in str(entries)


def test_what_was_typed_and_taken_back_goes_as_well(office: Office, clock: SettableClock) -> None:
    republish(office, SPEC, APPLICANT_KEPT, OWNER_KEPT)
    code = offices.receive(office, "r", name=NAME)
    number, officer = offices.worker_of(office, code)
    dossiers.complete(office, code, number, "accepted", officer, "c", data=FORM)
    undoing.undo(office, code, "Bấm nhầm", officer, "u")
    dossiers.withdraw(office, code, "Công dân rút", RECEPTION, "w")
    assert OWNER in everything_stored(office)
    clock.advance(YEAR)
    apply(office, None)
    assert OWNER not in everything_stored(office)
    assert flawed(office) == []


def test_details_that_were_corrected_go_as_well(
    office: Office, clock: SettableClock, closed: str
) -> None:
    code = offices.receive(office, "second", name="Nguyễn Thị Đăng")
    right = offices.Applicant(NAME, NUMBER)
    command = asked.CorrectApplicant(
        command_id="k", dossier=code, applicant=right, reason="Gõ nhầm tên"
    )
    execute(office, command, RECEPTION)
    dossiers.withdraw(office, code, "Công dân rút", RECEPTION, "w2")
    clock.advance(3 * YEAR)
    apply(office, None)
    stored = everything_stored(office)
    assert "Nguyễn Thị Đăng" not in stored
    assert NAME not in stored
    assert flawed(office) == []


def test_the_course_of_the_dossier_tells_what_was_erased_and_why(
    office: Office, clock: SettableClock, closed: str
) -> None:
    clock.advance(3 * YEAR)
    apply(office, ADMINISTRATOR)
    told = timeline(dossiers.show(office, closed, RECEPTION))[-1]
    assert render(told.text, "en") == (
        "Erased personal data, kept for long enough:"
        " details of the applicant (2 years); Name of the employer (1 year)"
    )


def test_a_dossier_that_is_open_keeps_everything(office: Office, clock: SettableClock) -> None:
    republish(office, SPEC, APPLICANT_KEPT, OWNER_KEPT)
    code = offices.receive(office, "r")
    clock.advance(3 * YEAR)
    assert apply(office, None).erasures == ()
    with pytest.raises(InvalidStatusError, match="open"):
        erase(office, code, None, "too early")


def test_only_an_administrator_may(office: Office, clock: SettableClock, closed: str) -> None:
    clock.advance(YEAR)
    for ask in (preview, apply):
        with pytest.raises(NotAuthorizedError, match="administrator"):
            ask(office, RECEPTION)
    with pytest.raises(NotAuthorizedError, match="administrator"):
        erase(office, closed, RECEPTION, "e")
    assert OWNER in everything_stored(office)


def test_what_a_command_asked_for_can_no_longer_be_guessed(
    office: Office, clock: SettableClock, closed: str
) -> None:
    again = dossiers.complete(office, closed, 1, "accepted", RECEPTION, "c", data=FORM)
    assert again.repeated
    clock.advance(YEAR)
    apply(office, None)
    with pytest.raises(KeyUsedBeforeError):
        dossiers.complete(office, closed, 1, "accepted", RECEPTION, "c", data=FORM)


def test_nothing_of_it_is_left_in_the_file(tmp_path: Path, sqlite_url: str) -> None:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, clock):
        a_closed_dossier(office)
        clock.advance(3 * YEAR)
        apply(office, None)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    left = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    assert NAME.encode() not in left
    assert OWNER.encode() not in left
