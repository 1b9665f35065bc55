"""Small, right specifications to start a test from, and texts that say where they are wrong."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import Any, TypeVar

from engine.specs.calendars import CalendarSpec
from engine.specs.documents import Document
from engine.specs.findings import Finding
from engine.specs.loader import Loaded, load
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure

CALENDAR = """\
kind: calendar
code: office
title: Lịch làm việc
hours:
  monday: 07:30-11:30, 13:30-17:00
  tuesday: 07:30-11:30, 13:30-17:00
  wednesday: 07:30-11:30, 13:30-17:00
  thursday: 07:30-11:30, 13:30-17:00
  friday: 07:30-11:30, 13:30-17:00
"""

ORGANISATION = """\
kind: organisation
code: H99
title: Tỉnh
calendar: office
positions: {head: Trưởng phòng, leader: Lãnh đạo, officer: Chuyên viên, reception: Tiếp nhận}
roles: {department: Sở, authority: Ủy ban nhân dân tỉnh, commune: Ủy ban nhân dân xã, consulted: Nơi hỏi}
units:
  - {code: "00", name: Tỉnh, level: province, valid_from: 2025-07-01}
  - {code: "01", name: Sở Nội vụ, parent: "00", level: department}
  - {code: "02", name: Trung tâm, parent: "00", level: department, desk: true}
  - {code: "11", name: Xã A, parent: "00", level: commune, territory: "11"}
  - {code: "12", name: Xã B, parent: "00", level: commune, territory: "12"}
officers:
  - {id: an, name: Nguyễn Văn An, posts: [{unit: "01", position: head}], duties: [clerk, supervisor]}
  - {id: binh, name: Trần Thị Bình, posts: [{unit: "01", position: officer, from: 2025-07-01}]}
  - {id: chi, name: Lê Chi, posts: [{unit: "00", position: leader}], duties: [supervisor]}
  - {id: dung, name: Phạm Dũng, posts: [{unit: "02", position: reception}]}
responsibilities:
  - {role: authority, unit: "00", from: 2025-07-01}
  - {role: department, unit: "01", from: 2025-07-01}
  - {role: commune, unit: "11", territory: "11", from: 2025-07-01}
  - {role: commune, unit: "12", territory: "12", from: 2025-07-01}
"""

PROCEDURE = """\
kind: procedure
code: "1.001806"
title: {vi: Công nhận cơ sở, en: Recognition of a firm}
decision: {number: 2022/QĐ-UBND, date: 2025-11-20, issuer: Chủ tịch UBND tỉnh}
effective: {from: 2025-12-01}
field: employment
level: province
limit: 10 working days
groups: {processing: 7 working days}
phases: {province: 10 working days}
dossier:
  fields:
    area: {label: Địa bàn, type: choice, options: {difficult: Khó khăn, normal: Khác}}
    investment_vnd: {label: Vốn đầu tư, type: money}
    urgent: {label: Khẩn, type: yes_no}
    agencies: {label: Nơi lấy ý kiến, type: units}
steps:
  receive:
    by: one_stop/reception
    limit: 4 working hours
    prints: [receipt]
  check:
    by: department/officer
    limit: 1 working day
    outcomes:
      complete: {to: route}
      lacking: {ask: supplement, back_to: check}
  route:
    choose:
      - {when: 'dossier.area == "difficult" && dossier.investment_vnd >= 5', to: consult}
      - {to: sign}
  consult:
    by: consulted/officer
    for_each: dossier.agencies
    limit: 3 working days
  sign:
    by: authority/leader
    limit: 4 working hours
    next: return
  return: {by: one_stop/reception, limit: uncounted}
"""

_D = TypeVar("_D", Procedure, OrganisationSpec, CalendarSpec)
_MARK = re.compile(r"‹(MC\d{3})›")


def loaded(text: str, file: str = "spec.yaml") -> Loaded:
    """Load a text as if it stood in a file of this name."""
    return load(dedent(text), Path(file))


def a_procedure(text: str = PROCEDURE, **changes: str) -> Procedure:
    """Return a right procedure, with the values of some plain keys changed."""
    return _document(text, Procedure, changes)


def an_organisation(text: str = ORGANISATION, **changes: str) -> OrganisationSpec:
    """Return a right organisation: a province, a department, a desk and two communes."""
    return _document(text, OrganisationSpec, changes)


def a_calendar(text: str = CALENDAR, **changes: str) -> CalendarSpec:
    """Return a right calendar without days off."""
    return _document(text, CalendarSpec, changes)


def _document(text: str, model: type[_D], changes: dict[str, Any]) -> _D:
    for key, value in changes.items():
        text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.MULTILINE)
    found = loaded(text)
    assert not found.findings, "\n".join(map(str, found.findings))
    document: Document | None = found.document
    assert isinstance(document, model)
    return document


def marked(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return a text without its marks, and the code, line and column each ‹MC…› mark stood for."""
    expected = []
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        while (mark := _MARK.search(line)) is not None:
            expected.append((mark[1], number, mark.start() + 1))
            line = line[: mark.start()] + line[mark.end() :]
        lines[number - 1] = line
    return "\n".join(lines), expected


def places(findings: list[Finding] | tuple[Finding, ...]) -> list[tuple[str, int, int]]:
    """Return code, line and column of findings."""
    return [(each.code, each.place.line, each.place.column) for each in findings]
