"""The reference procedure of the pace benchmark, and an office that receives dossiers under it.

Eight steps of officers, one choice decided by data, one parallel part.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from engine.bootstrap import open_office
from engine.clock import SettableClock
from engine.core.state import Applicant
from engine.services import publishing
from engine.services.dossiers import Reception
from engine.services.office import Office
from engine.settings import Settings, shipped

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DESK, COMMUNE, RECEPTIONIST = "H99.02", "H99.31", "nghia_cao"
STEPS = 8
PROCEDURE = """\
kind: procedure
code: "9.999999"
title: Thủ tục để đo nhịp độ
decision: {number: 1/QĐ-UBND, date: 2025-11-20, issuer: Chủ tịch UBND tỉnh}
effective: {from: 2025-12-01}
field: social_protection
level: province
limit: 5.5 working days
dossier:
  fields:
    investment_vnd: {label: Vốn đầu tư, type: money, required: true}
steps:
  receive:  {label: Tiếp nhận, by: one_stop/reception, limit: 4 working hours}
  assign:   {label: Phân công, by: division/head, limit: 4 working hours}
  route:
    choose:
      - {when: "dossier.investment_vnd >= 1000", to: prepare}
      - {to: conclude_alone}
  prepare:  {label: Chuẩn bị, by: division/officer, limit: 1 working day, next: {all: [survey, check]}}
  survey:   {label: Khảo sát, by: division/officer, limit: 2 working days, next: conclude}
  check:    {label: Kiểm tra, by: division/officer, limit: 2 working days, next: conclude}
  conclude: {label: Kết luận, join: all, by: division/officer, limit: 1 working day, next: sign}
  conclude_alone: {label: Kết luận ngay, by: division/officer, limit: 1 working day}
  sign:     {label: Ký, by: authority/leader, limit: 4 working hours}
  return:   {label: Trả kết quả, by: one_stop/reception, limit: uncounted}
"""


@contextmanager
def reference_office(home: Path, url: str, *, made: bool = False) -> Iterator[Office]:
    """Give an office in which the reference procedure is in force, its clock standing still.

    Args:
        made: the database was given to such an office before.
    """
    if made:
        with open_office(_settings(home, url), clock=SettableClock(MONDAY)) as office:
            yield office
        return
    folder = home / "specs"
    folder.mkdir()
    (folder / "reference.yaml").write_text(PROCEDURE, encoding="utf-8")
    with open_office(_settings(home, url), clock=SettableClock(MONDAY), upgrade=True) as office:
        documents = [shipped(f"procedure_specs/{name}") for name in ("calendars", "organisation")]
        publishing.publish(office, [*documents, folder], "mai_le")
        yield office


def _settings(home: Path, url: str) -> Settings:
    return Settings(home=home, database_url=url)


def reception() -> Reception:
    """Return a dossier as a desk types it, one that takes the parallel part."""
    applicant = Applicant("Nguyễn Thị Đặng", "012345678901")
    return Reception("9.999999", DESK, COMMUNE, applicant, data={"investment_vnd": "900000"})
