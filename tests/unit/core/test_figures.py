"""The law counts anew after a supplement, the national index subtracts the wait: both from one ledger."""

from __future__ import annotations

from engine.core.figures import Figures, figures_of
from tests.support.calendars import HANOI
from tests.support.walkers import PlayedDossier, received

STEPS = """\
receive: {by: one_stop/reception, next: check}
check: {by: department/officer, outcomes: {ok: {to: give}, lacking: {ask: supplement}}}
give: {kind: return, by: one_stop/reception}
"""


def figures(played: PlayedDossier) -> Figures:
    found = figures_of(played.dossier, played.calendars["vn"])
    assert found is not None
    return found


def shown(found: Figures) -> tuple[str | None, str | None]:
    dates = (found.law_due_at, found.index_due_at)
    law, index = (f"{at.astimezone(HANOI):%m-%d %H:%M}" if at else None for at in dates)
    return law, index


def checked() -> PlayedDossier:
    played = received(STEPS, limit="5 working days")
    played.complete("dung", "accepted")
    return played


def test_without_a_wait_both_are_the_same() -> None:
    found = figures(checked())
    assert shown(found) == ("03-09 09:00", "03-09 09:00")
    assert not found.differ


def test_after_a_supplement_the_law_counts_anew_and_the_index_goes_on() -> None:
    played = checked()
    played.wait_until("2026-03-04 09:00")
    played.complete("binh", "lacking")
    assert shown(figures(played)) == (None, None)
    played.wait_until("2026-03-12 09:00")
    played.complete("dung", "provided")
    # Two of five working days were used when the supplement was asked for.
    assert shown(figures(played)) == ("03-19 09:00", "03-17 09:00")
    played.wait_until("2026-03-18 09:00")
    played.complete("binh", "ok")
    found = figures(played)
    assert shown(found) == ("03-19 09:00", "03-17 09:00")
    assert not found.late_by_law(played.now)
    assert found.late_by_index(played.now)


def test_a_second_supplement_counts_as_overdue_by_the_index() -> None:
    played = checked()
    for _ in range(2):
        played.complete("binh", "lacking")
        played.complete("dung", "provided")
    found = figures(played)
    assert found.late_by_index(played.now)
    assert not found.late_by_law(played.now)
    assert found.differ


def test_what_was_late_before_the_supplement_stays_late_by_the_index() -> None:
    played = checked()
    played.wait_until("2026-03-10 09:00")
    played.complete("binh", "lacking")
    played.wait_until("2026-03-12 09:00")
    played.complete("dung", "provided")
    found = figures(played)
    assert shown(found) == ("03-19 09:00", "03-09 09:00")
    assert found.late_by_index(played.now)
