"""An office with two procedures more: one starts the other, and awaits it or goes on."""

from __future__ import annotations

from pathlib import Path

from engine.core.state import Applicant
from engine.services import dossiers, publishing
from engine.services.office import Office
from tests.support.offices import ADMINISTRATOR, COMMUNE, DESK, RECEPTION

CHILD_KEY, PARENT_KEY = "9.000001", "9.000002-with_tax"
_HEAD = """\
kind: procedure
code: "{code}"
{more}title: Thử liên thông
decision: {{number: 1/QĐ-UBND, issuer: Chủ tịch UBND tỉnh}}
effective: {{from: 2026-01-01}}
field: employment
level: province
limit: {limit}
dossier:
  fields:
    {fields}
steps:
  receive: {{by: one_stop/reception, limit: 4 working hours}}
"""
CHILD = (
    _HEAD.format(
        code="9.000001",
        more="",
        limit="10 working days",
        fields="amount: {label: Số tiền, type: money, required: true}",
    )
    + """\
  check:
    by: one_stop/reception
    limit: 1 working day
    outcomes:
      complete: {to: return}
      no: {end: refused, label: Từ chối}
  return: {by: one_stop/reception}
"""
)
AWAITS = """\
  tax:
    starts: {procedure: "9.000001", wait: true, data: {amount: price}}
    outcomes:
      refused: {end: refused}
      otherwise: {to: check}
  return: {by: one_stop/reception, limit: uncounted}
  check: {by: one_stop/reception, limit: 1 working day, next: return}
"""
GOES_ON = """\
  tax: {starts: {procedure: "9.000001", data: {amount: price}}}
  return: {by: one_stop/reception, limit: uncounted}
"""


def parent_text(steps: str = AWAITS) -> str:
    """Return the specification of the procedure that starts the other one."""
    head = _HEAD.format(
        code="9.000002",
        more="variant: with_tax\n",
        limit="30 working days",
        fields="price: {label: Giá, type: money, required: true}",
    )
    return head + steps


def publish_pair(office: Office, folder: Path, steps: str = AWAITS, child: str = CHILD) -> None:
    """Publish both procedures."""
    folder.mkdir(exist_ok=True)
    files = {"child.yaml": child, "parent.yaml": parent_text(steps)}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    publishing.publish(office, [folder / name for name in files], ADMINISTRATOR)


def receive_parent(office: Office, command_id: str = "r") -> str:
    """Receive a dossier of the procedure that starts the other one, and return its code."""
    reception = dossiers.Reception(
        PARENT_KEY, DESK, COMMUNE, Applicant("Nguyễn Thị Đặng"), data={"price": "1.500.000"}
    )
    return dossiers.receive(office, reception, RECEPTION, command_id).dossier


def finish(office: Office, code: str, outcome: str, step: str) -> None:
    """Complete the open item of a dossier."""
    number = dossiers.show(office, code, RECEPTION).items[0].item.number
    dossiers.complete(office, code, number, outcome, RECEPTION, step, note="Theo quy định")
