"""The reference procedure on SpiffWorkflow, each dossier a row of JSON in SQLite, as its users keep it.

A step reads the row, completes a task, lets the gateways behind it take their course, and writes the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pysqlite3.dbapi2 as sqlite

from benchmarks.pace.clients import Moves, clocked

_FLOWS = """
start receive
receive assign
assign route
route prepare investment>=1000
route alone investment<1000
prepare split
split survey
split check
survey join
check join
join conclude
conclude sign
alone sign
sign return
return end
"""
_CONFIG = "SpiffWorkflow.bpmn.serializer.config"
_KINDS = {
    "route": "exclusiveGateway",
    "split": "parallelGateway",
    "join": "parallelGateway",
    "start": "startEvent",
    "end": "endEvent",
}


def installed() -> bool:
    """Tell whether it can be imported."""
    return find_spec("SpiffWorkflow") is not None


@contextmanager
def spiff_moves(home: Path, dossiers: int) -> Iterator[Moves]:
    """Give the work of completing every step of every dossier."""
    parser = import_module("SpiffWorkflow.bpmn.parser").BpmnParser()
    parser.add_bpmn_str(_bpmn().encode())
    office = _SpiffOffice(home / "spiff.db", parser.get_spec("reference"))
    codes = [f"H99.02-260302-{number:06}" for number in range(dossiers)]
    for code in codes:
        office.receive(code)

    def work(client: int) -> list[float]:
        delays: list[float] = []
        for code in codes:
            while office.is_open(code):
                delays.append(clocked(office.complete_one, code))
        return delays

    yield Moves(1, work)
    office.close()


class _SpiffOffice:
    def __init__(self, path: Path, spec: Any) -> None:
        module = import_module("SpiffWorkflow.bpmn.serializer")
        self._serializer = module.BpmnWorkflowSerializer(
            module.BpmnWorkflowSerializer.configure(import_module(_CONFIG).DEFAULT_CONFIG)
        )
        self._spec, self._ready = spec, import_module("SpiffWorkflow.util.task").TaskState.READY
        self._workflow: Any = import_module("SpiffWorkflow.bpmn").BpmnWorkflow
        self._open: dict[str, bool] = {}
        self._rows = sqlite.connect(str(path), isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._rows.execute(f"PRAGMA {pragma}")
        self._rows.execute("CREATE TABLE dossier (code TEXT PRIMARY KEY, state TEXT NOT NULL)")

    def receive(self, code: str) -> None:
        workflow = self._workflow(self._spec)
        workflow.data["investment"] = 900_000
        for task in workflow.get_tasks(state=self._ready):
            task.data["investment"] = 900_000
        workflow.do_engine_steps()
        self._write("INSERT INTO dossier (state, code) VALUES (?, ?)", code, workflow)

    def is_open(self, code: str) -> bool:
        return self._open[code]

    def complete_one(self, code: str) -> None:
        self._rows.execute("BEGIN IMMEDIATE")
        (state,) = self._rows.execute(
            "SELECT state FROM dossier WHERE code = ?", (code,)
        ).fetchone()
        workflow = self._serializer.deserialize_json(state)
        workflow.get_tasks(state=self._ready, manual=True)[0].run()
        workflow.do_engine_steps()
        self._write("UPDATE dossier SET state = ? WHERE code = ?", code, workflow)
        self._rows.execute("COMMIT")

    def _write(self, statement: str, code: str, workflow: Any) -> None:
        self._open[code] = not workflow.completed
        self._rows.execute(statement, (self._serializer.serialize_json(workflow), code))

    def close(self) -> None:
        self._rows.close()


def _bpmn() -> str:
    flows = [line.split() for line in _FLOWS.strip().splitlines()]
    nodes = dict.fromkeys(name for source, target, *_ in flows for name in (source, target))
    parts = [f'<{_KINDS.get(name, "manualTask")} id="{name}" name="{name}"/>' for name in nodes]
    for number, (source, target, *condition) in enumerate(flows):
        told = escape("".join(condition))
        inside = f"<conditionExpression>{told}</conditionExpression>" if condition else ""
        parts.append(
            f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'
        )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="n">'
        f'<process id="reference" isExecutable="true">{"".join(parts)}</process></definitions>'
    )
