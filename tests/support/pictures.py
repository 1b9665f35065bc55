"""Procedures to draw: one with everything in it, the shipped ones, and random ones."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.catalogue import render
from engine.graph.build import build
from engine.graph.captions import Captions
from engine.graph.net import ProcedureNet
from engine.messages import Label
from engine.specs.loader import load_folder
from engine.specs.procedures import Procedure

SHIPPED = Path(__file__).parents[2] / "procedure_specs" / "procedures"

_HEAD: dict[str, Any] = {
    "kind": "procedure",
    "code": "9.000001",
    "title": {"vi": "Thủ tục có đủ mọi thứ", "en": "A procedure with everything"},
    "decision": {"number": "1/QĐ-UBND", "issuer": "Chủ tịch UBND tỉnh"},
    "effective": {"from": "2025-12-01"},
    "field": "land",
    "level": "province",
    "limit": "30 working days",
}

EVERYTHING = """
receive: {label: Tiếp nhận, by: one_stop/reception, limit: 4 working hours}
check:
  label: Kiểm tra
  by: department/officer
  limit: 2 working days
  outcomes:
    complete: {to: route, label: Đủ điều kiện}
    lacking: {ask: supplement, expires: {after: 15 working days, end: terminated}}
    pay: {ask: payment, back_to: appraise, expires: {after: 5 working days, end: stopped}}
    refused: {end: refused, label: Không đủ điều kiện}
route:
  label: Diện tích lớn?
  choose:
    - {when: "dossier.area >= 1000.0", to: council}
    - {when: "dossier.area < 10.0", end: stopped}
    - {to: appraise}
council: {label: Hội đồng thẩm định, by: council/chair, limit: 5 working days, next: appraise}
appraise:
  label: Thẩm định
  by: department/officer
  limit: 2 working days
  next: {all: [survey, consult, lookup, archive]}
survey: {label: Đo đạc, by: land_office/surveyor, limit: 5 working days, next: conclude}
consult:
  {label: Lấy ý kiến, by: consulted/officer, for_each: dossier.units, on_expiry: proceed,
   limit: 5 working days, next: conclude}
lookup: {label: Tra cứu, run: lookup, next: conclude}
archive: {label: Tra lưu trữ, by: department/records, limit: 1 working day, next: conclude}
conclude:
  label: Kết luận
  join: all
  by: department/officer
  limit: 3 working days
  outcomes:
    agree: {to: sign, label: Đồng ý}
    redo: {to: appraise, label: Làm lại}
    straight: {to: return, label: Trả ngay}
sign:
  label: Ký
  by: authority/leader
  limit: 4 working hours
  outcomes:
    agree: {to: pay_tax, label: Đồng ý}
    send_back: {to: conclude, label: Trả lại}
    far: {to: receive, label: Trả về bộ phận một cửa}
pay_tax:
  {label: Chờ nộp thuế, ask: payment, clock: stop, expires: {after: 30 days, end: terminated}}
return: {label: Trả kết quả, by: one_stop/reception, limit: uncounted}
"""


def net_of(steps: str | dict[str, Any], **head: Any) -> ProcedureNet:
    """Return the net of a procedure with these steps."""
    written = yaml.safe_load(steps) if isinstance(steps, str) else steps
    return build(Procedure.model_validate(_HEAD | head | {"steps": written}))


def captions(net: ProcedureNet, **names: dict[str, Label]) -> Captions:
    """Return the Vietnamese words of a picture."""
    return Captions(net, "vi", render, **names)


@cache
def shipped_nets() -> tuple[ProcedureNet, ...]:
    """Return the nets of all procedures the product brings."""
    loaded = (each.document for each in load_folder(SHIPPED))
    return tuple(build(document) for document in loaded if isinstance(document, Procedure))


def random_steps(chance: random.Random) -> dict[str, Any]:
    """Return the steps of some procedure: sound or not, but one an author could write."""
    names = [f"step_{number}" for number in range(chance.randint(1, 14))]
    roles = [f"role_{number}" for number in range(chance.randint(1, 6))]
    steps: dict[str, Any] = {}
    for number, name in enumerate(names):
        later = names[number + 1 :]
        steps[name] = _random_step(chance, names, later, chance.choice(roles))
        if number and chance.random() < 0.2:
            steps[name].setdefault("join", "all")
    return steps


def _random_step(
    chance: random.Random, names: list[str], later: list[str], role: str
) -> dict[str, Any]:
    label = " ".join(chance.choices(["Thẩm định", "hồ sơ", "<b>", "trình", "Uỷ ban"], k=3))
    work = {"label": label, "by": f"{role}/officer", "limit": f"{chance.randint(1, 9)} days"}
    shape = chance.randrange(7)
    if shape == 0 and len(later) >= 2:
        return work | {"next": {"all": chance.sample(later, min(len(later), 3))}}
    if shape == 1:
        last = {"to": chance.choice(names)}
        return {"label": label, "choose": [{"when": "dossier.a > 1", "end": "stopped"}, last]}
    if shape == 2:
        return {"label": label, "run": "mail"}
    if shape == 3:
        return {"label": label, "ask": "external", "expires": {"after": "3 days", "end": "stopped"}}
    if shape == 4 and later:
        return work | {"next": chance.choice(later)}
    if shape == 5:
        return work
    return work | {"outcomes": _random_outcomes(chance, names, later)}


def _random_outcomes(
    chance: random.Random, names: list[str], later: list[str]
) -> dict[str, dict[str, Any]]:
    outcomes: dict[str, dict[str, Any]] = {
        "agree": {"to": chance.choice(later)} if later else {"end": "returned"}
    }
    if chance.random() < 0.6:
        outcomes["lacking"] = {"ask": "supplement", "back_to": chance.choice(names)}
    if chance.random() < 0.5:
        outcomes["pay"] = {
            "ask": "payment",
            "expires": {
                "after": "9 days",
                **chance.choice([{"end": "stopped"}, {"to": names[-1]}]),
            },
        }
    if chance.random() < 0.5:
        outcomes["send_back"] = {"to": chance.choice(names), "label": "Trả lại để làm rõ thêm"}
    if chance.random() < 0.5:
        outcomes["refused"] = {"end": "refused"}
    return outcomes
