"""What the receipt promises stays true: the legal limit is settled when the dossier is received."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.core.state import Applicant
from engine.errors import NotAuthorizedError
from engine.services import dossiers, publishing
from engine.settings import shipped
from engine.specs.reception import fields_at_reception
from engine.worktime.amounts import TimeUnit
from tests.support import offices

BY_CASE = "LS-2487"


@pytest.mark.parametrize(("council", "days"), [("yes", 27), ("no", 15)])
def test_a_limit_by_case_is_decided_at_the_desk_and_not_asked_again(
    sqlite_url: str, tmp_path: Path, council: str, days: int
) -> None:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, _):
        procedure = offices.procedure_of(office, BY_CASE)
        assert "council" in fields_at_reception(procedure)
        data = {**offices.typed(procedure, fields_at_reception(procedure)), "council": council}
        reception = dossiers.Reception(
            BY_CASE, offices.DESK, offices.COMMUNE, Applicant("Công ty Hoa Sen"), data=data
        )
        code = dossiers.receive(office, reception, offices.RECEPTION, "c1").dossier
        view = dossiers.show(office, code, offices.RECEPTION)
        assert view.clock is not None
        assert [(span.amount, span.unit) for span in view.clock.limit] == [(days, TimeUnit.DAY)]
        assert not any("council" in item.form for item in view.items)
        assert view.dossier.received_at is not None
        assert view.clock.due_at is not None
        assert view.clock.due_at - view.dossier.received_at >= timedelta(days=days)


def test_only_an_administrator_publishes(sqlite_url: str, tmp_path: Path) -> None:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, _):
        before = publishing.list_procedures(office)
        for officer in (offices.RECEPTION, "nobody_at_all"):
            with pytest.raises(NotAuthorizedError, match=officer):
                publishing.publish(office, [shipped("procedure_specs")], officer)
        assert publishing.list_procedures(office) == before
