"""BPMN files become the beginning of a procedure, and nothing they hold does harm."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue import render
from engine.errors import SpecError
from engine.graph.bpmn_export import to_bpmn
from engine.graph.bpmn_import import Imported, from_bpmn
from engine.graph.bpmn_reading import MAX_BYTES
from engine.graph.build import build
from engine.graph.net import ProcedureNet
from engine.specs.loader import load
from engine.specs.parallel import Join
from engine.specs.procedures import Procedure
from tests.support.linked_office import AWAITS, GOES_ON, parent_text
from tests.support.pictures import EVERYTHING, net_of, random_steps, shipped_nets
from tests.support.seeds import seeded_random

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">'
)


def drawn(inside: str, flows: str = "", name: str = "Cấp giấy phép") -> bytes:
    """Return a file of another program; ``flows`` are written ``from>to`` with an optional name."""
    written = ""
    for number, flow in enumerate(flows.split()):
        ends, _, called = flow.partition(":")
        source, target = ends.split(">")
        written += f'<sequenceFlow id="f{number}" name="{called}" sourceRef="{source}" targetRef="{target}"/>'
    return (
        f'{_HEAD}<process id="P" name="{name}">{inside}{written}</process></definitions>'.encode()
    )


def procedure(imported: Imported) -> Procedure:
    loaded = load(imported.text, Path("imported.yaml"))
    assert loaded.findings == (), imported.text
    assert isinstance(loaded.document, Procedure)
    return loaded.document


def steps(inside: str, flows: str) -> dict[str, Any]:
    return procedure(from_bpmn(drawn(inside, flows))).steps


def remarks(imported: Imported) -> set[tuple[str, str]]:
    return {(each.kind, each.id) for each in imported.remarks}


def meaning(net: ProcedureNet) -> tuple[Any, ...]:
    """Return what a round trip keeps."""
    nodes = {
        (n.key, n.kind, n.performer, n.limit, n.step_kind, n.wait, n.clock_effect, n.expiry,
         n.for_each, n.on_expiry_proceed, n.action, n.starts, n.participants, n.status, n.end, n.label.vi if n.key == n.step else "")
        for n in net.nodes
    }  # fmt: skip
    return nodes, {(t.source, t.target, t.outcome, t.when, t.is_return) for t in net.transitions}


@pytest.mark.parametrize("net", shipped_nets(), ids=lambda net: net.procedure.key)
def test_shipped_procedures_come_back_with_their_steps_roles_and_transitions(
    net: ProcedureNet,
) -> None:
    imported = from_bpmn(to_bpmn(net, "vi", render=render).encode())
    back = procedure(imported)
    assert meaning(build(back)) == meaning(net)
    assert next(iter(back.steps)) == net.start
    assert (back.key, back.decision, back.effective.valid_from, back.level, back.title.vi) == (
        net.procedure.key,
        net.procedure.decision,
        net.procedure.effective.valid_from,
        net.procedure.level,
        net.procedure.title.vi,
    )
    assert {each.kind for each in imported.remarks} <= {"guessed"}


def test_a_procedure_with_everything_comes_back() -> None:
    net = net_of(EVERYTHING)
    assert meaning(build(procedure(from_bpmn(to_bpmn(net, "vi", render=render).encode())))) == (
        meaning(net)
    )


def test_random_procedures_come_back_as_something_that_loads() -> None:
    chance = seeded_random()
    for _ in range(150):
        written = random_steps(chance)
        procedure(from_bpmn(to_bpmn(net_of(written), "vi", render=render).encode()))


def test_a_sequence_of_another_program_becomes_steps_in_lanes() -> None:
    inside = """
    <laneSet><lane id="L1" name="Bộ phận Một cửa"><flowNodeRef>A</flowNodeRef></lane>
    <lane id="L2" name="Sở Xây dựng"><flowNodeRef>B</flowNodeRef></lane></laneSet>
    <startEvent id="S"/><userTask id="A" name="Tiếp nhận"><documentation>Xem giấy tờ</documentation>
    </userTask><task id="B" name="Thẩm định"/><serviceTask id="C" name="Gửi thư"/><endEvent id="E"/>
    """
    imported = from_bpmn(drawn(inside, "S>A A>B B>C C>E"))
    made = procedure(imported)
    assert list(made.steps) == ["tiep_nhan", "tham_dinh", "gui_thu"]
    assert [str(step.by) for step in made.steps.values()] == [
        "bo_phan_mot_cua/officer", "so_xay_dung/officer", "None",
    ]  # fmt: skip
    assert made.steps["tiep_nhan"].note == "Xem giấy tờ"
    assert made.steps["gui_thu"].run == "gui_thu"
    assert str(made.steps["tham_dinh"].limit) == "uncounted"
    assert made.title.vi == "Cấp giấy phép"
    assert remarks(imported) == {("missing", "P"), ("guessed", "L1"), ("guessed", "L2")}


def test_a_gateway_behind_a_step_says_how_it_comes_out() -> None:
    made = steps(
        '<startEvent id="S"/><task id="a"/><exclusiveGateway id="G"/><task id="b"/>'
        '<endEvent id="E"/><endEvent id="R" name="Từ chối"/>',
        "S>a a>G G>b:Đạt G>R:Không G>a:Làm_lại b>E",
    )
    assert made["a"].outcomes is not None
    assert {name: (o.to, o.end) for name, o in made["a"].outcomes.items()} == {
        "dat": ("b", None), "khong": (None, "refused"), "lam_lai": ("a", None),
    }  # fmt: skip


def test_data_decides_where_conditions_can_be_read() -> None:
    inside = (
        '<startEvent id="S"/><task id="a"/><exclusiveGateway id="G" default="y"/><task id="b"/>'
        '<task id="c"/><sequenceFlow id="x" sourceRef="G" targetRef="b"><conditionExpression>'
        "dossier.area &gt; 100.0</conditionExpression></sequenceFlow>"
        '<sequenceFlow id="y" sourceRef="G" targetRef="c"/>'
    )
    imported = from_bpmn(drawn(inside, "S>a a>G"))
    made = procedure(imported)
    assert made.steps["choice"].choose is not None
    assert [(str(c.when), c.to) for c in made.steps["choice"].choose] == [
        ("dossier.area > 100.0", "b"), ("None", "c"),
    ]  # fmt: skip
    assert made.dossier.fields["area"].type == "number"
    assert ("guessed", "x") in remarks(imported)


def test_a_condition_of_another_language_is_dropped_and_told() -> None:
    inside = (
        '<startEvent id="S"/><task id="a"/><exclusiveGateway id="G"/><task id="b"/><task id="c"/>'
        '<sequenceFlow id="x" name="Lớn" sourceRef="G" targetRef="b"><conditionExpression>'
        "${size > 100}</conditionExpression></sequenceFlow>"
    )
    imported = from_bpmn(drawn(inside, "S>a a>G G>c:Nhỏ"))
    assert ("dropped", "x") in remarks(imported)
    assert set(procedure(imported).steps["a"].outcomes or ()) == {"lon", "nho"}


def test_parallel_routes_part_and_meet() -> None:
    made = steps(
        '<startEvent id="S"/><task id="a"/><parallelGateway id="F"/><task id="b"/><task id="c"/>'
        '<parallelGateway id="J"/><task id="d"/>',
        "S>a a>F F>b F>c b>J c>J J>d",
    )
    assert made["a"].next is not None
    assert getattr(made["a"].next, "all", ()) == ("b", "c")
    assert made["d"].join == Join(needs="all")
    assert list(made) == ["a", "b", "c", "d"]


def test_everything_that_is_not_read_is_told_with_its_id_and_name() -> None:
    inside = """
    <startEvent id="S"/><task id="a" name="A"/><intermediateThrowEvent id="T" name="Báo"/>
    <task id="b"/><subProcess id="Sub" name="Thu phí"><task id="inner"/></subProcess>
    <boundaryEvent id="B" attachedToRef="a"><timerEventDefinition/></boundaryEvent>
    <task id="lost" name="Lạc"/><dataObjectReference id="D" name="Tờ khai"/>
    <textAnnotation id="N"/><endEvent id="E"><errorEventDefinition/></endEvent>
    """
    imported = from_bpmn(drawn(inside, "S>a a>T T>b b>Sub Sub>E"))
    told = remarks(imported)
    assert {("dropped", each) for each in ("T", "B", "lost", "D", "N")} <= told
    assert {("guessed", each) for each in ("Sub", "E")} <= told
    assert next(r.name for r in imported.remarks if r.id == "lost") == "Lạc"
    assert list(procedure(imported).steps) == ["a", "b", "thu_phi"]


def test_the_same_file_is_the_same_procedure() -> None:
    content = to_bpmn(net_of(EVERYTHING), "vi", render=render).encode()
    assert from_bpmn(content) == from_bpmn(content)


_BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"{_HEAD}<process id='P' name='&b;'/></definitions>"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "well-formed"),
        (b"not xml", "well-formed"),
        (b"<html/>", "another kind of XML"),
        (f"{_HEAD}</definitions>".encode(), "process with steps"),
        (_BOMB.encode(), "document type"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>', "document type"),
        (_BOMB.encode("utf-16"), "UTF-8"),
        (b'<?xml version="1.0" encoding="utf-7"?><d/>+ADw-', "well-formed"),
        (_HEAD.encode() + b"<process>" * 100, "levels"),
        (_HEAD.encode() + b"<task/>" * 50_000, "elements"),
        (b" " * (MAX_BYTES + 1), "larger"),
        (drawn("".join(f'<task id="t{n}"/>' for n in range(600))), "at most"),
        (drawn('<task id="a"/><task id="b"/>', "a>b b>a"), "start event"),
        (drawn('<startEvent id="S"/><endEvent id="E"/>', "S>E"), "behind the start"),
        (drawn('<startEvent id="S"/><exclusiveGateway id="G"/>', "S>G G>G"), "behind the start"),
    ],
    ids=range(15),
)
def test_what_is_not_safe_or_no_process_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(SpecError) as refused:
        from_bpmn(content)
    assert reason in str(refused.value)


def test_gateways_behind_gateways_take_no_more_time_than_they_have_flows() -> None:
    inside = '<startEvent id="S"/><task id="a"/>' + "".join(
        f'<exclusiveGateway id="g{n}"/><exclusiveGateway id="h{n}"/><exclusiveGateway id="i{n}"/>'
        for n in range(150)
    )
    flows = "S>a a>g0 " + " ".join(
        f"g{n}>h{n} g{n}>i{n} h{n}>g{n + 1} i{n}>g{n + 1}" for n in range(149)
    )
    began = time.perf_counter()
    imported = from_bpmn(drawn(inside, flows))
    assert time.perf_counter() - began < 5
    assert imported.text


def test_damaged_files_are_read_or_refused_but_never_crash() -> None:
    chance = seeded_random()
    original = to_bpmn(net_of(EVERYTHING), "vi", render=render)
    pieces = original.split('"')
    for _ in range(300):
        damaged = list(pieces)
        for _ in range(chance.randint(1, 6)):
            one, other = chance.randrange(1, len(damaged), 2), chance.randrange(1, len(damaged), 2)
            damaged[one] = chance.choice([damaged[other], "", "x y", "😀" * 400, "on", "../x", "1"])
        content = '"'.join(damaged)
        if chance.random() < 0.3:
            lines = content.splitlines()
            del lines[chance.randrange(len(lines))]
            content = "\n".join(lines)
        try:
            imported = from_bpmn(content.encode())
        except SpecError:
            continue
        procedure(imported)


@pytest.mark.parametrize("steps", [AWAITS, GOES_ON], ids=["awaits", "goes_on"])
def test_a_linked_procedure_is_called_and_comes_back(steps: str) -> None:
    loaded = load(parent_text(steps).encode(), Path("parent.yaml"))
    assert isinstance(loaded.document, Procedure), loaded.findings
    net = build(loaded.document)
    written = to_bpmn(net, "vi", render=render)
    assert "callActivity" in written
    again = build(procedure(from_bpmn(written.encode())))
    assert meaning(again) == meaning(net)
