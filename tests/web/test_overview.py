"""The supervisor's first screen: each figure opens exactly the rows it counts."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from engine.clock import SettableClock
from engine.services import dossiers
from engine.services.office import Office
from engine.services.overview import list_overview
from tests.support import offices
from tests.support.supervision import (
    CLERK,
    STRANGER,
    SUPERVISOR,
    Reader,
    complete,
    one_in_each_state,
    reader,
)


def figures(page: str) -> dict[str, int]:
    """Return what the tiles say."""
    found = re.findall(r'href="/overview\?show=(\w+)#list".*?mc-tile-count">(\d+)<', page, re.S)
    return {state: int(count) for state, count in found}


def listed(browser: Reader, state: str) -> set[str]:
    """Return the codes of the rows behind a figure."""
    page = browser.open(f"/overview?show={state}")
    return set(re.findall(r'class="mc-code" href="/dossiers/([^"]+)"', page))


def place(page: str) -> str:
    """Return where the first listed dossier is, as a reader sees it."""
    found = re.search(r'data-label="Đang ở">(.*?)</td>', page, re.S)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def test_each_figure_opens_exactly_the_rows_it_counts(
    opened: tuple[Office, SettableClock],
) -> None:
    office, clock = opened
    made = one_in_each_state(office, clock)
    browser = reader(office, SUPERVISOR)
    counted = figures(browser.open("/overview"))
    assert set(counted) == {*made, "open"}
    for state, count in counted.items():
        assert len(listed(browser, state)) == count, state
    for state, code in made.items():
        assert code in listed(browser, state), state
    assert counted == {
        "overdue": 1,
        "at_risk": 2,  # the one received late is due soon as well
        "late_reception": 1,
        "accepted_late": 1,
        "paused": 2,
        "asked_again": 1,
        "finished_late": 1,
        "open": 5,
    }


def test_the_overview_says_who_has_what_is_overdue(opened: tuple[Office, SettableClock]) -> None:
    office, clock = opened
    code = one_in_each_state(office, clock)["overdue"]
    number, officer = offices.worker_of(office, code)
    browser = reader(office, SUPERVISOR)
    assert place(browser.open("/overview")).endswith("· chưa ai nhận")
    dossiers.claim(office, code, number, officer, "claim")
    (item,) = dossiers.show(office, code, officer).items
    assert place(browser.open("/overview")) == (f"{item.label.vi} {item.unit.vi} · {item.holder}")


def test_the_overview_is_a_supervisors_home(opened: tuple[Office, SettableClock]) -> None:
    office, _ = opened
    answer = reader(office, SUPERVISOR).client.get("/", follow_redirects=False)
    assert answer.headers["location"] == "/overview"


def test_a_clerk_has_no_overview(opened: tuple[Office, SettableClock]) -> None:
    office, _ = opened
    browser = reader(office, CLERK)
    assert "/overview" not in browser.open("/inbox")
    browser.open("/overview", 403)


def test_a_supervisor_counts_nothing_of_other_units(opened: tuple[Office, SettableClock]) -> None:
    office, clock = opened
    one_in_each_state(office, clock)
    browser = reader(office, STRANGER)
    assert set(figures(browser.open("/overview")).values()) == {0}
    assert listed(browser, "open") == set()


def test_a_state_that_does_not_exist_is_not_found(opened: tuple[Office, SettableClock]) -> None:
    office, _ = opened
    reader(office, SUPERVISOR).open("/overview?show=lost", 404)


def test_a_list_has_the_due_date_of_the_national_index_beside_the_one_by_law(
    opened: tuple[Office, SettableClock],
) -> None:
    office, clock = opened
    made = one_in_each_state(office, clock)
    page = reader(office, SUPERVISOR).open("/overview?show=asked_again")
    assert "Hạn theo QĐ 766" in page
    assert "Vì sao có hai hạn?" in page
    row = page[page.index(made["asked_again"]) - 2000 : page.index(made["asked_again"])]
    assert "Quá hạn: yêu cầu bổ sung quá một lần" in row


def test_a_wait_is_subtracted_by_the_index_and_starts_the_law_anew(
    opened: tuple[Office, SettableClock],
) -> None:
    office, clock = opened
    code = offices.receive(office, "r")
    clock.advance(timedelta(days=4))
    complete(office, code, "lacking")
    clock.advance(timedelta(days=3))
    complete(office, code, "provided")
    (line,) = list_overview(office, SUPERVISOR, "open").lines
    assert line.row.code == code
    assert line.by_index is not None
    assert line.due.at is not None
    figures = dossiers.show(office, code, offices.RECEPTION).figures
    assert figures is not None
    assert line.by_index.at == figures.index_due_at < line.due.at
