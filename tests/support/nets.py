"""Procedures reduced to their steps, and what the graph floor makes of them."""

from __future__ import annotations

from textwrap import dedent, indent

from engine.graph.build import build
from engine.graph.check import check_procedure
from engine.graph.net import ProcedureNet
from engine.graph.timeproof import TimeProof, prove_time
from engine.specs.findings import Finding
from engine.specs.procedures import Procedure
from tests.support.specs import loaded

_HEAD = """\
kind: procedure
code: "1.001806"
title: Công nhận cơ sở
decision: {number: 2022/QĐ-UBND, issuer: Chủ tịch UBND tỉnh}
effective: {from: 2025-12-01}
field: employment
level: province
dossier:
  fields:
    area: {label: Địa bàn, type: text}
    units: {label: Nơi lấy ý kiến, type: units}
"""


def a_text(steps: str, *, limit: str = "uncounted", top: str = "", fields: str = "") -> str:
    """Return a whole specification with these steps; ``top`` and ``fields`` are further keys."""
    more = indent(dedent(fields).strip("\n"), "    ")
    head = f"{_HEAD}{more}\n" if more else _HEAD
    return f"{head}limit: {limit}\n{dedent(top)}steps:\n{indent(dedent(steps).strip(), '  ')}\n"


def a_net(steps: str, *, limit: str = "uncounted", top: str = "", fields: str = "") -> ProcedureNet:
    """Return the net of a procedure with these steps."""
    return build(_procedure(a_text(steps, limit=limit, top=top, fields=fields)))


def a_proof(steps: str, *, limit: str, top: str = "") -> TimeProof:
    """Return the time proof of a procedure with these steps."""
    return prove_time(a_net(steps, limit=limit, top=top))


def findings_in(text: str) -> list[Finding]:
    """Return what the graph floor finds in a whole specification, but for law and practice."""
    return [each for each in _checked(text) if not each.code.startswith("MC4")]


def legal_findings_in(text: str) -> list[Finding]:
    """Return what is found on law and practice in a whole specification."""
    return [each for each in _checked(text) if each.code.startswith("MC4")]


def _checked(text: str) -> list[Finding]:
    found = loaded(text)
    assert isinstance(found.document, Procedure), "\n".join(map(str, found.findings))
    return check_procedure(found.document, found.source)[1]


def routes(net: ProcedureNet) -> list[str]:
    """Return the transitions of a net as ``source -outcome-> target``."""
    return [f"{t.source} -{t.outcome}-> {t.target}" for t in net.transitions]


def _procedure(text: str) -> Procedure:
    found = loaded(text)
    assert isinstance(found.document, Procedure), "\n".join(map(str, found.findings))
    return found.document
