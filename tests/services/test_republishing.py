"""What was published last is in force, also where it was in force before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.clock import SettableClock
from engine.services import dossiers, publishing
from engine.services.checking import Check
from engine.services.office import Office
from tests.support import offices
from tests.support.offices import PROCEDURE, RECEPTION
from tests.support.republishing import republish

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FILE = "procedures/social_protection/1.001806.yaml"
LONGER = ("limit: 10 ngày làm việc", "limit: 20 ngày làm việc")


def limit(office: Office, code: str) -> int:
    clock = dossiers.show(office, code, RECEPTION).clock
    assert clock is not None
    return int(clock.limit[0].amount)


def test_an_earlier_text_comes_back_as_a_new_version(office: Office) -> None:
    republish(office, FILE, LONGER)
    longer = offices.receive(office, "longer")
    again = republish(office, FILE)
    back = offices.receive(office, "back")
    assert again.number == 3
    assert [limit(office, code) for code in (longer, back)] == [20, 10]


def test_other_processes_see_that_it_came_back(office: Office, clock: SettableClock) -> None:
    with office.database.reading() as uow:
        first = office.rulebook(uow).procedures[PROCEDURE].digest
    republish(office, FILE, LONGER)
    with office.database.reading() as uow:
        assert office.rulebook(uow).procedures[PROCEDURE].digest != first
    clock.advance(timedelta(days=1))
    republish(office, FILE)
    with office.database.reading() as uow:
        assert office.rulebook(uow).procedures[PROCEDURE].digest == first


def test_what_was_checked_is_published_whatever_the_file_holds_by_then(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_paths = publishing.check_paths

    def changed_meanwhile(*given: object, **more: object) -> Check:
        check = check_paths(*given, **more)  # type: ignore[arg-type]
        check.files[0].write_text("kind: nothing", encoding="utf-8")
        return check

    monkeypatch.setattr(publishing, "check_paths", changed_meanwhile)
    assert LONGER[1] in republish(office, FILE, LONGER).text
