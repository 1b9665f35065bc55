"""Appointments, fixed dates and tasks after the result, as the database keeps and officers read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.catalogue import render
from engine.clock import SettableClock
from engine.core.lifecycle import ClockStatus, DossierStatus
from engine.services import dossiers, publishing
from engine.services.clocks import explain_clock, fire_due_clocks
from engine.services.inbox import find_dossiers, open_inbox
from engine.services.office import Office
from engine.services.overview import list_overview
from engine.services.rehearsal import rehearse
from engine.services.timeline import timeline
from engine.settings import shipped
from engine.web.api.dossier_answers import dossier_answer
from engine.web.dossier_page import make_page
from engine.web.printing import printed
from engine.web.rendering import environment
from tests.support import handling
from tests.support.offices import MONDAY, RECEPTION

LAND = "DT-138-d15.1"
CAMPAIGN = "1.001806-campaign"
SUPERVISOR = "mai_le"


def shown(office: Office, code: str) -> str:
    """Return the page of a dossier as HTML, as far as its own template makes it."""
    view = dossiers.show(office, code, RECEPTION)
    return printed(environment(office.zone), view, "receipt")


def test_a_dossier_is_due_with_the_appointment_that_runs(
    office: Office, clock: SettableClock
) -> None:
    code = handling.receive_of(office, LAND, "r")
    view = dossiers.show(office, code, RECEPTION)
    assert view.clock is not None
    assert (view.clock.name, view.clock.due_at) == ("before_tax", MONDAY + timedelta(days=3))
    assert [line.clock is None for line in view.appointments] == [False, True]
    printed = shown(office, code)
    assert "Hẹn lần 1 (3 ngày làm việc)" in printed
    assert "Tính từ khi bắt đầu bước" in printed

    handling.move_to(office, code, "tax")
    clock.set(MONDAY + timedelta(days=40))
    assert fire_due_clocks(office).fired == 0
    view = dossiers.show(office, code, RECEPTION)
    made = make_page(office, view, RECEPTION, "en", None)
    assert render(made.due.words, "en") == "Between two appointments"
    (found,) = find_dossiers(office, RECEPTION, code)
    assert (found.row.clock, found.row.due_at) == (ClockStatus.PAUSED, None)

    handling.move_to(office, code, "sign")
    view = dossiers.show(office, code, RECEPTION)
    assert view.clock is not None
    assert (view.clock.name, view.clock.status) == ("after_tax", ClockStatus.RUNNING)
    told = [render(line.text, "en") for line in explain_clock(view.clock, view.rulebook)]
    assert told[0].startswith("The appointment begins at ")
    texts = [render(entry.text, "en") for entry in timeline(view)]
    assert any("the appointment “Second appointment” began, due at" in text for text in texts)
    answer = dossier_answer(office, view, "en")
    assert [(each.name, each.status, each.late) for each in answer.appointments] == [
        ("before_tax", "stopped", False),
        ("after_tax", "running", False),
    ]


def test_an_appointment_that_was_late_makes_the_dossier_finished_late(
    office: Office, clock: SettableClock
) -> None:
    code = handling.receive_of(office, LAND, "r")
    handling.move_to(office, code, "process")
    clock.set(MONDAY + timedelta(days=8))
    fire_due_clocks(office)
    handling.move_to(office, code, "return")
    view = dossiers.show(office, code, RECEPTION)
    assert view.dossier.status is DossierStatus.FINISHED
    assert [line.clock.late for line in view.appointments if line.clock] == [True, False]
    assert code in [
        line.row.code for line in list_overview(office, RECEPTION, "finished_late").lines
    ]


def test_the_rehearsal_counts_each_appointment_from_its_own_first_step(office: Office) -> None:
    rehearsal = rehearse(office, LAND, MONDAY)
    first, second = rehearsal.limits
    (sign,) = [step for step in rehearsal.steps if step.node == "sign"]
    assert (str(first.limit), first.starts_at) == ("3 working days", MONDAY)
    assert second.starts_at == sign.starts_at


def publish_campaign(office: Office, folder: Path) -> None:
    """Publish a procedure that is due on 31 July and publishes its result by 15 August."""
    path = shipped("procedure_specs") / "procedures" / "social_protection" / "1.001806.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('code: "1.001806"', 'code: "1.001806"\nvariant: campaign')
    text = text.replace("limit: 10 ngày làm việc\n", "due: {month: 7, day: 31}\n", 1)
    text += "  publish:\n    label: Công bố\n    by: department/records\n    due: {month: 8, day: 15}\n    after_result: true\n"
    folder.mkdir()
    (folder / "campaign.yaml").write_text(text, encoding="utf-8")
    publishing.publish(office, [folder], SUPERVISOR)


def test_a_campaign_is_due_on_its_date_and_goes_on_after_its_result(
    office: Office, clock: SettableClock, tmp_path: Path
) -> None:
    publish_campaign(office, tmp_path / "campaign")
    code = handling.receive_of(office, CAMPAIGN, "r")
    closing = datetime(2026, 7, 31, 10, 0, tzinfo=UTC)
    view = dossiers.show(office, code, RECEPTION)
    assert view.clock is not None
    assert view.clock.due_at in (closing, closing + timedelta(minutes=30))
    assert "đến hết ngày 31/07" in shown(office, code)
    told = [render(line.text, "en") for line in explain_clock(view.clock, view.rulebook)]
    assert "Due on a fixed date, the next 31 of 7" in told
    assert rehearse(office, CAMPAIGN, MONDAY).limits[0].due_at == view.clock.due_at

    handling.move_to(office, code, "publish")
    view = dossiers.show(office, code, RECEPTION)
    assert (view.dossier.status, view.dossier.closed) == (DossierStatus.RETURNED, False)
    assert render(view.status, "en") == "Result returned, tasks still to do: 1"
    made = make_page(office, view, RECEPTION, "en", None)
    assert not made.may_withdraw
    assert render(made.due.words, "en") == "Returned on time"
    officer = handling.worker_of(office, code)[1]
    assert code in [line.row.dossier for line in open_inbox(office, officer, "unit").lines]
    assert code in [line.row.code for line in list_overview(office, RECEPTION, "open").lines]

    clock.set(datetime(2026, 8, 18, 2, 0, tzinfo=UTC))
    assert fire_due_clocks(office).raised > 0
    handling.move_on(office, code, "last")
    closed = dossiers.show(office, code, RECEPTION)
    assert (closed.dossier.closed, closed.dossier.status) == (True, DossierStatus.RETURNED)
    assert closed.clock is not None
    assert not closed.clock.late
