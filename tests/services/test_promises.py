"""A promised date that is not kept: what is stored of the apology and the extension, and how it is told."""

from __future__ import annotations

from datetime import date, timedelta

from engine.catalogue import render
from engine.clock import SettableClock
from engine.core.evolve import fold
from engine.services import dossiers, promises
from engine.services.clocks import explain_clock, fire_due_clocks
from engine.services.office import Office
from engine.services.timeline import timeline
from tests.support import handling, offices
from tests.support.offices import RECEPTION
from tests.support.supervision import SUPERVISOR


def promised(office: Office) -> str:
    """Return the code of a dossier whose applicant was told a later date, and whose limit was extended."""
    code = offices.receive(office, "1")
    handling.move_to(office, code, "process")
    promises.record_apology(
        office,
        code,
        SUPERVISOR,
        "a",
        letter="12/PXL",
        dated=date(2026, 3, 2),
        promised_on=date(2026, 4, 30),
        reason="Chờ ý kiến",
    )
    promises.extend(
        office, code, SUPERVISOR, "e", by="2 ngày làm việc", reason="Chờ ý kiến", decision="7/QĐ"
    )
    return code


def test_what_was_promised_is_stored_as_the_journal_tells_it(office: Office) -> None:
    code = promised(office)
    with office.database.reading() as uow:
        stored = uow.dossiers.find_whole(code)
        journal = [entry.event for entry in uow.journal.entries(code)]
    assert stored == fold(journal)
    assert stored is not None
    clock = stored.legal_clock
    assert clock is not None
    assert clock.apology is not None
    assert clock.apology.letter == "12/PXL"
    assert clock.extended


def test_the_explanation_and_the_timeline_tell_the_decision(office: Office) -> None:
    view = dossiers.show(office, promised(office), RECEPTION)
    assert view.clock is not None
    lines = [render(line.text, "vi") for line in explain_clock(view.clock, view.rulebook)]
    assert any("7/QĐ" in line for line in lines), lines
    assert view.clock.due_at is not None
    local = view.clock.due_at.astimezone(office.zone)
    assert lines[-1].endswith(f"{local:%H:%M} ngày {local:%d/%m/%Y}")
    told = [render(entry.text, "vi") for entry in timeline(view)]
    assert any("phiếu số 12/PXL" in text for text in told)
    assert any("thêm 2 ngày làm việc" in text for text in told)


def test_the_alerts_follow_the_new_due_date(office: Office, clock: SettableClock) -> None:
    code = promised(office)
    due_at = dossiers.show(office, code, RECEPTION).dossier.legal_clock.due_at  # type: ignore[union-attr]
    clock.advance(due_at - clock.now() + timedelta(minutes=1))
    fire_due_clocks(office)
    raised = {
        (alert.rung, alert.cycle)
        for alert in dossiers.show(office, code, RECEPTION).dossier.alerts.values()
        if alert.rung.startswith("dossier")
    }
    assert raised == {("dossier_apology", 1), ("dossier_late", 1)}
