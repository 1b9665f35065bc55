"""A due date that cannot be kept: the apology first, the extension once, and what the law refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.core import commands as asked
from engine.core.events import ApologyRecorded, Event
from engine.core.lifecycle import AlertStatus
from engine.core.state import Dossier
from engine.errors import GuardFailedError, InvalidStatusError, NotAuthorizedError
from tests.support.walkers import PlayedDossier, played_procedure, received

SIMPLE = """
receive: {by: one_stop/reception, limit: 4 working hours}
process:
  by: department/officer
  limit: 3 working days
  outcomes:
    ok: {to: return}
    lacking: {ask: supplement}
return: {by: one_stop/reception, limit: uncounted}
"""


def at_process(**values: str) -> PlayedDossier:
    """Return a dossier that is due on Monday, 16 March at nine."""
    played = received(SIMPLE, **values)
    played.complete("dung", "accepted")
    return played


def apologise(played: PlayedDossier, officer: str = "an", **other: Any) -> list[Event]:
    given = {
        "letter": "12/PXL",
        "dated": date(2026, 3, 2),
        "promised_on": date(2026, 3, 18),
        "reason": "Chờ ý kiến Bộ Nội vụ",
    }
    return played.ask(asked.RecordApology, officer, **(given | other))


def extend(played: PlayedDossier, officer: str = "an", **other: Any) -> list[Event]:
    given = {"by": "2 ngày làm việc", "reason": "Chờ ý kiến Bộ Nội vụ", "decision": "7/QĐ-SNV"}
    return played.ask(asked.ExtendDueDate, officer, **(given | other))


def test_an_extension_after_the_apology_counts_on_from_the_due_date() -> None:
    played = at_process()
    apologise(played)
    extend(played)
    assert played.due() == "2026-03-18 09:00"
    clock = played.clock()
    assert clock.first_due_at != clock.due_at
    assert (clock.ledger[-1].kind, clock.ledger[-1].decision) == ("extended", "7/QĐ-SNV")
    assert played.ladder() == [
        ("dossier_apology", "2026-03-17 09:00"),
        ("dossier_late", "2026-03-18 09:00"),
        ("dossier_very_late", "2026-03-20 09:00"),
    ]


def test_what_was_left_is_used_before_what_was_given() -> None:
    played = at_process(limit="3 days + 1 working day")
    assert played.due() == "2026-03-06 09:00"
    apologise(played)
    extend(played, by="1 day")
    # The day after Friday is a Saturday, so Monday ends it; begun with that day it would end at nine.
    assert played.due() == "2026-03-09 17:00"


def test_a_pause_after_the_extension_keeps_what_was_given() -> None:
    played = at_process()
    apologise(played)
    extend(played)
    played.wait_until("2026-03-17 09:00")
    played.fire()
    (process,) = played.open_items
    played.ask(
        asked.CompleteWorkItem, "binh", number=process.number, outcome="lacking", note="Thiếu"
    )
    assert played.clock().ledger[-1].remaining != ()


def test_the_letter_answers_the_alert_that_asks_for_it() -> None:
    played = at_process()
    played.wait_until("2026-03-13 10:00")
    played.fire()
    asks = [a.number for a in played.open_alerts() if a.rung == "dossier_apology"]
    apologise(played)
    assert [played.dossier.alerts[n].status for n in asks] == [AlertStatus.RESOLVED]
    extend(played)
    assert played.due() == "2026-03-18 09:00"


def test_without_an_apology_there_is_no_extension() -> None:
    with pytest.raises(InvalidStatusError, match="apology to the applicant first"):
        extend(at_process())


def test_an_apology_on_the_day_itself_is_kept_but_comes_too_late_for_an_extension() -> None:
    played = at_process()
    played.wait_until("2026-03-16 08:00")
    assert isinstance(apologise(played)[0], ApologyRecorded)
    with pytest.raises(InvalidStatusError, match="at least one working day before"):
        extend(played)


def test_nobody_is_promised_a_day_that_is_over() -> None:
    played = at_process()
    played.wait_until("2026-03-20 09:00")
    with pytest.raises(GuardFailedError, match="lies in the past"):
        apologise(played)
    apologise(played, promised_on=date(2026, 3, 20))


def test_what_is_overdue_is_not_extended() -> None:
    played = at_process()
    apologise(played)
    played.wait_until("2026-03-16 09:00")
    with pytest.raises(InvalidStatusError, match="not overdue yet"):
        extend(played)


def test_neither_apology_nor_extension_comes_twice() -> None:
    played = at_process()
    apologise(played)
    with pytest.raises(InvalidStatusError, match="at most once"):
        apologise(played)
    extend(played, by="1 working day")
    with pytest.raises(InvalidStatusError, match="allows it once"):
        extend(played, by="1 working day")


def test_after_the_result_nothing_is_extended() -> None:
    played = at_process()
    apologise(played)
    played.complete("binh", "ok")
    with pytest.raises(InvalidStatusError, match="result is there already"):
        extend(played, "chi")


def test_a_limit_that_stands_still_is_extended_when_it_runs_again() -> None:
    played = at_process()
    apologise(played)
    played.complete("binh", "lacking")
    with pytest.raises(InvalidStatusError, match="stands still"):
        extend(played, "chi")


def test_the_extension_ends_by_the_date_that_was_promised() -> None:
    played = at_process()
    apologise(played)
    with pytest.raises(GuardFailedError, match="no later than 18/03/2026") as told:
        extend(played, by="3 working days")
    assert list(told.value.fields) == ["by"]


@pytest.mark.parametrize("by", ["2 ngày", "2 hours", "soon", "uncounted", "0 working days", ""])
def test_the_amount_is_in_the_unit_of_the_limit(by: str) -> None:
    played = at_process()
    apologise(played)
    with pytest.raises(GuardFailedError) as told:
        extend(played, by=by)
    assert list(told.value.fields) == ["by"]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"letter": " "}, "letter"),
        ({"dated": date(2026, 3, 3)}, "dated"),
        ({"promised_on": date(2026, 3, 16)}, "promised_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_apology_says_what_it_must(other: dict[str, object], field: str) -> None:
    with pytest.raises(GuardFailedError) as told:
        apologise(at_process(), **other)
    assert list(told.value.fields) == [field]


@pytest.mark.parametrize("officer", ["binh", "giang", "duyen"])
def test_only_who_heads_or_supervises_decides_it(officer: str) -> None:
    played = at_process()
    with pytest.raises(NotAuthorizedError):
        apologise(played, officer)
    apologise(played)
    with pytest.raises(NotAuthorizedError):
        extend(played, officer)


def test_a_procedure_without_a_limit_promises_nothing() -> None:
    with pytest.raises(InvalidStatusError, match="none that could be extended"):
        apologise(at_process(limit="uncounted"))


def test_a_supplement_counts_anew_and_the_extension_is_used_up() -> None:
    played = at_process()
    apologise(played)
    extend(played)
    played.complete("binh", "lacking")
    played.complete("dung", "provided")
    assert played.clock().extended
    assert played.clock().due_at is not None
    assert isinstance(played.dossier, Dossier)


def test_no_letter_is_older_than_the_dossier() -> None:
    with pytest.raises(GuardFailedError) as refused:
        apologise(at_process(), dated=date(2026, 3, 1))
    assert list(refused.value.fields) == ["dated"]


def test_no_letter_is_older_than_the_acceptance_of_an_online_dossier() -> None:
    played = PlayedDossier(played_procedure(SIMPLE))
    played.receive(channel="online")
    played.wait_until("2026-03-05 10:00")
    played.complete("dung", "accepted")
    played.later(hours=1)
    with pytest.raises(GuardFailedError, match="accepted on 05/03/2026"):
        apologise(played, dated=date(2026, 3, 4))
    apologise(played, dated=date(2026, 3, 5))
    assert played.clock().apology is not None
