"""Publishing: all or nothing, nothing with an error in it, and running dossiers keep their version."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.core.state import Applicant
from engine.errors import GuardFailedError, NotFoundError
from engine.services import dossiers, publishing
from engine.services.office import Office
from engine.services.publishing import PublicationRefusedError
from engine.settings import Settings, shipped
from tests.support import handling, offices
from tests.support.databases import sql
from tests.support.offices import PROCEDURE, RECEPTION

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FILE = Path("procedures/social_protection/1.001806.yaml")


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A copy of the shipped specifications to change."""
    return Path(shutil.copytree(shipped("procedure_specs"), tmp_path / "specs"))


def changed(specs: Path, old: str, new: str) -> Path:
    file = specs / FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def count(office: Office) -> int:
    return int(sql(office.database, "SELECT count(*) FROM publication")[0][0])


def test_publishing_the_same_again_changes_nothing(office: Office, specs: Path) -> None:
    before = count(office)
    again = publishing.publish(office, [specs], "mai_le")
    assert count(office) == before == len(again.documents)
    assert again.renewed == 0


def test_one_error_keeps_everything_from_being_published(office: Office, specs: Path) -> None:
    before = count(office)
    changed(specs, "limit: 10 ngày làm việc", "limit: mười ngày")
    other = specs / "procedures/social_protection/2.000286.yaml"
    other.write_text(other.read_text(encoding="utf-8") + "\n# new\n", encoding="utf-8")
    with pytest.raises(PublicationRefusedError, match="found 1; nothing was published") as told:
        publishing.publish(office, [specs], "mai_le")
    assert [f.place.file.name for f in told.value.findings if f.severity == "error"] == [FILE.name]
    assert count(office) == before


def test_an_unsound_procedure_is_refused_with_the_proof(office: Office, specs: Path) -> None:
    file = changed(
        specs,
        "    by: division/head\n    limit: 0,5 ngày làm việc\n  process:",
        "    by: division/head\n    limit: 0,5 ngày làm việc\n    next: review\n  process:",
    )
    with pytest.raises(PublicationRefusedError) as told:
        publishing.publish(office, [file], "mai_le")
    assert {f.code[:3] for f in told.value.findings} >= {"MC2"}


def test_a_dossier_keeps_the_version_it_was_received_under(
    office: Office, clock: SettableClock, specs: Path
) -> None:
    old = offices.receive(office, "old")
    file = changed(specs, "limit: 10 ngày làm việc", "limit: 20 ngày làm việc")
    publishing.publish(office, [file], "mai_le")
    new = offices.receive(office, "new")
    views = {code: dossiers.show(office, code, RECEPTION) for code in (old, new)}
    assert views[old].dossier.digest != views[new].dossier.digest
    limits = [str(int(views[code].clock.limit[0].amount)) for code in (old, new)]  # type: ignore[union-attr]
    assert limits == ["10", "20"]
    handling.move_to(office, old, "return")
    handling.move_on(office, old, "last")
    assert dossiers.show(office, old, RECEPTION).dossier.digest == views[old].dossier.digest
    assert dossiers.show(office, old, RECEPTION).dossier.status == "returned"


def test_a_version_is_received_under_from_its_date(
    office: Office, clock: SettableClock, specs: Path
) -> None:
    file = changed(specs, "effective: {from: 2025-11-27}", "effective: {from: 2026-03-09}")
    changed(specs, "limit: 10 ngày làm việc", "limit: 20 ngày làm việc")
    publishing.publish(office, [file], "mai_le")
    early = offices.receive(office, "early")
    clock.advance(timedelta(days=7))
    late = offices.receive(office, "late")
    limits = [dossiers.show(office, c, RECEPTION).clock.limit[0].amount for c in (early, late)]  # type: ignore[union-attr]
    assert [int(limit) for limit in limits] == [10, 20]


def test_a_procedure_that_is_not_in_force_any_more_receives_nothing(
    office: Office, clock: SettableClock, specs: Path
) -> None:
    running = offices.receive(office, "running")
    file = changed(
        specs, "effective: {from: 2025-11-27}", "effective: {from: 2025-11-28, until: 2026-03-05}"
    )
    publishing.publish(office, [file], "mai_le")
    clock.advance(timedelta(days=7))
    reception = dossiers.Reception(PROCEDURE, offices.DESK, offices.COMMUNE, Applicant("A"))
    with pytest.raises(GuardFailedError, match="in force today"):
        dossiers.receive(office, reception, RECEPTION, "too late")
    handling.move_on(office, running, "goes on")


def test_the_place_of_a_dossier_is_found_in_an_organisation_published_later(
    office: Office, specs: Path
) -> None:
    code = offices.receive(office, "r")
    file = specs / "organisation/hong-lam.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Cao Trọng Nghĩa", "Cao Trọng Nghĩa (đổi tên)"), encoding="utf-8")
    publishing.publish(office, [file], "mai_le")
    assert dossiers.show(office, code, RECEPTION).items[0].holder == "Cao Trọng Nghĩa (đổi tên)"


def test_an_office_without_an_organisation_says_what_to_do(
    tmp_path: Path, sqlite_url: str, database_url: str
) -> None:
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'empty.db'}")
    with (
        open_office(settings, clock=SettableClock(offices.MONDAY), upgrade=True) as office,
        pytest.raises(NotFoundError, match="motcua publish"),
    ):
        dossiers.receive(
            office,
            dossiers.Reception(PROCEDURE, offices.DESK, offices.COMMUNE, Applicant("A")),
            RECEPTION,
            "c",
        )
