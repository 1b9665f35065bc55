"""Stories of what an officer is told who has just finished a step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.catalogue import render
from engine.clock import SettableClock
from engine.messages import Language
from engine.services import dossiers
from engine.services.office import Office
from engine.services.what_followed import what_followed
from tests.support import offices
from tests.support.handling import move_on, move_to, receive_of


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with offices.shipped_office(tmp_path, sqlite_url) as (office, _):
        yield office


@pytest.fixture
def code(office: Office) -> str:
    return offices.receive(office, "r")


def told_after(office: Office, code: str, outcome: str, language: Language = "vi") -> str:
    number, _ = offices.worker_of(office, code)
    assert isinstance(office.clock, SettableClock)
    office.clock.advance(timedelta(minutes=5))
    move_on(office, code, f"{number} {outcome}", outcome)
    followed = what_followed(dossiers.show(office, code, offices.RECEPTION), number)
    assert followed is not None
    return render(followed, language)


def test_a_dossier_that_went_on_says_where_and_to_which_unit(office: Office, code: str) -> None:
    told = told_after(office, code, "accepted")
    assert told.startswith("Đã ghi nhận “Tiếp nhận”; hồ sơ đã chuyển đến: “Phân công” (Phòng ")


def test_a_supplement_says_that_the_dossier_waits(office: Office, code: str) -> None:
    told = told_after(office, code, "lacking")
    assert told == "Đã ghi nhận “Yêu cầu bổ sung”; hồ sơ đang chờ: “Chờ bổ sung hồ sơ”."


def test_a_refusal_says_that_the_dossier_is_closed(office: Office, code: str) -> None:
    told = told_after(office, code, "refused", "en")
    assert told == "“Refuse” is recorded; the dossier is closed: Refused."


def test_a_step_sent_back_says_to_whom(office: Office) -> None:
    code = receive_of(office, "1.012644", "r")
    move_to(office, code, "review")
    told = told_after(office, code, "send_back")
    assert "hồ sơ được chuyển trả lại: “Kiểm tra, thẩm định" in told
    assert told.endswith("Sở Dân tộc và Tôn giáo).")


def test_an_item_nobody_completed_has_nothing_to_tell(office: Office, code: str) -> None:
    view = dossiers.show(office, code, offices.RECEPTION)
    assert what_followed(view, 1) is None
    assert what_followed(view, 99) is None
