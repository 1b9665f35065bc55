"""Stories of the journal in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue import render
from engine.clock import SettableClock
from engine.core import events as happened
from engine.core.erasure_events import PersonalDataErased
from engine.core.lifecycle import DossierStatus, ItemKind
from engine.core.state import Apology, Applicant, LedgerEntry
from engine.messages import Message
from engine.services import dossiers
from engine.services.clocks import fire_due_clocks
from engine.services.dossier_view import DossierView
from engine.services.office import Office
from engine.services.timeline import TimelineEntry, timeline
from engine.store.journal import JournalEntry
from tests.support import offices

DAY = offices.MONDAY.date()
_SAMPLES: dict[str, Any] = {
    "at": offices.MONDAY,
    "applicant": Applicant("Nguyễn Thị Đặng"),
    "apology": Apology("12/PXL", DAY, DAY, "Thiếu người", DAY),
    "entry": LedgerEntry("started", offices.MONDAY, due_at=offices.MONDAY),
    "status": DossierStatus.IN_PROGRESS,
    "kind": ItemKind.WORK,
    "node": "receive",
    "rung": "step_late",
    "desk": offices.DESK,
    "unit": offices.DESK,
    "late": True,
    "data": {},
    "fields": {"workers": "10 years"},
    "limit": (),
    "rungs": (),
    "visit": 2,
    "number": 1,
    "clock": 1,
}


@pytest.fixture
def opened(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Office, SettableClock]]:
    with offices.shipped_office(tmp_path, sqlite_url) as opened:
        yield opened


def told(office: Office, code: str) -> list[TimelineEntry]:
    return list(timeline(dossiers.show(office, code, offices.RECEPTION)))


def words(entry: TimelineEntry) -> str:
    return render(entry.text, "vi")


def test_every_kind_of_event_has_words(opened: tuple[Office, SettableClock]) -> None:
    office, _ = opened
    view = dossiers.show(office, offices.receive(office, "c1"), offices.RECEPTION)
    for event_class in happened.EVENTS.values():
        event = _sample(event_class)
        journal = (JournalEntry(1, offices.MONDAY, "system", "c", event, ""),)
        (entry,) = timeline(dataclasses.replace(view, journal=journal))
        assert isinstance(entry.actor, Message)
        assert words(entry)
        assert "Nguyễn" not in words(entry)


def _sample(event_class: type[happened.Event]) -> happened.Event:
    fields = dataclasses.fields(event_class)
    samples = _SAMPLES | ({"applicant": "5 years"} if event_class is PersonalDataErased else {})
    return event_class(**{field.name: samples.get(field.name, "x") for field in fields})


def test_a_reception_is_told_in_the_order_it_happened(
    opened: tuple[Office, SettableClock],
) -> None:
    office, _ = opened
    entries = told(office, offices.receive(office, "c1"))
    assert [words(entry) for entry in entries if not entry.detail] == [
        "Tiếp nhận tại Trung tâm Phục vụ hành chính công tỉnh",
        "Bắt đầu tính thời hạn của cả hồ sơ, hạn lúc 09:00 16/03/2026",
        "Chuyển bước “Kiểm tra, tiếp nhận, quét và ký số hồ sơ, chuyển ngay” đến"
        " Trung tâm Phục vụ hành chính công tỉnh",
    ]
    assert {entry.actor for entry in entries} == {"Cao Trọng Nghĩa"}


def test_a_wait_is_watched_and_not_done(opened: tuple[Office, SettableClock]) -> None:
    office, _ = opened
    code = offices.receive(office, "c1")
    dossiers.complete(office, code, 1, "lacking", offices.RECEPTION, "c2", note="Thiếu quyết định")
    last = [words(entry) for entry in told(office, code) if not entry.detail][-1]
    assert last == "Bắt đầu “Chờ bổ sung hồ sơ”, Trung tâm Phục vụ hành chính công tỉnh theo dõi"


def test_whose_time_ran_out_is_named(opened: tuple[Office, SettableClock]) -> None:
    office, _ = opened
    view = dossiers.show(office, offices.receive(office, "c1"), offices.RECEPTION)
    event = happened.WorkItemExpired(at=offices.MONDAY, number=1)
    journal = (JournalEntry(1, offices.MONDAY, "system", "c", event, ""),)
    (entry,) = timeline(dataclasses.replace(view, journal=journal))
    assert words(entry).startswith("Trung tâm Phục vụ hành chính công tỉnh để hết thời hạn của “")


def test_what_nobody_did_happened_by_itself(opened: tuple[Office, SettableClock]) -> None:
    office, clock = opened
    code = offices.receive(office, "c1")
    clock.advance(timedelta(days=1))
    fire_due_clocks(office)
    alerts = [entry for entry in told(office, code) if words(entry).startswith("Cảnh báo")]
    assert alerts
    assert {render(entry.actor, "vi") for entry in alerts if isinstance(entry.actor, Message)} == {
        "Hệ thống tự ghi"
    }


def test_what_an_officer_wrote_is_kept_apart_from_the_sentence(
    opened: tuple[Office, SettableClock],
) -> None:
    office, _ = opened
    code = offices.receive(office, "c1")
    dossiers.withdraw(office, code, "Không còn nhu cầu", offices.RECEPTION, "c2")
    last: DossierView = dossiers.show(office, code, offices.RECEPTION)
    notes = {words(entry): entry.note for entry in timeline(last) if entry.note}
    assert list(notes.values()) == ["Không còn nhu cầu"]
