"""A date that cannot be kept, by commands alone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from engine.clock import SystemClock
from tests.support.command_line import Office, motcua

_RECEIVE = (
    "receive", "1.001806", "--desk", "H99.02", "--territory", "H99.31",
    "--applicant", "Nguyễn Văn Ba", "--officer", "ngoc_vu",
)  # fmt: skip
_LETTER = ("--letter", "12/PXL", "--reason", "Chờ ý kiến", "--officer", "oanh_duong")
_DECISION = ("--reason", "Chờ ý kiến", "--decision", "7/QĐ", "--officer", "oanh_duong")


def test_an_apology_comes_before_the_extension(office: Office) -> None:
    said = motcua(*_RECEIVE)
    assert said.code == 0, said.err
    code = said.out.splitlines()[0]
    refused = motcua("extend", code, "--by", "1 working day", *_DECISION)
    assert refused.code == 1
    assert "apology to the applicant first" in refused.err
    before = motcua("show", code, "--officer", "ngoc_vu", "--json").json["due_at"]
    today = SystemClock().now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    day = ("--dated", today.isoformat(), "--promised", "31/12/2029")
    said = motcua("apologise", code, *day, *_LETTER)
    assert said.code == 0, said.err
    said = motcua("extend", code, "--by", "1 working day", *_DECISION)
    assert said.code == 0, said.err
    after = motcua("show", code, "--officer", "ngoc_vu", "--json").json["due_at"]
    assert after > before
