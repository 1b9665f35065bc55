"""Parallel work of which not all is needed, from the desk to the archive, on either database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from textwrap import dedent, indent

import pytest

from engine.catalogue import render
from engine.clock import SettableClock
from engine.core.evolve import fold
from engine.core.lifecycle import ItemStatus
from engine.core.state import Applicant, Dossier
from engine.errors import ConflictError
from engine.services import dossiers, publishing
from engine.services.awaited import awaited
from engine.services.clocks import fire_due_clocks
from engine.services.office import Office
from engine.services.timeline import timeline
from tests.support import offices

HEAD = """\
kind: procedure
code: "9.999001"
title: Thủ tục thử
decision: {number: 1/QĐ-UBND, issuer: Chủ tịch UBND tỉnh}
effective: {from: 2025-12-01}
field: investment
level: province
limit: 20 working days
dossier:
  fields:
    area: {label: Địa bàn, type: choice, options: {difficult: Khó khăn, normal: Khác}}
    agencies: {label: Nơi lấy ý kiến, type: units}
steps:
"""
BRANCHES = """
receive: {label: Tiếp nhận, by: one_stop/reception, form: [agencies], next: SPLIT}
first: {label: Việc một, by: one_stop/reception, limit: 2 working days, next: met}
second: {label: Việc hai, by: one_stop/reception, limit: 2 working days, next: met}
third: {label: Việc ba, by: one_stop/reception, limit: 2 working days, next: met}
met: {label: Tổng hợp, join: JOIN, by: one_stop/reception, limit: 1 working day}
return: {label: Trả kết quả, by: one_stop/reception, limit: uncounted}
"""
ALL = "{all: [first, second, third]}"
MATCHING = """{matching: [{when: 'dossier.area == "difficult"', to: first}, {to: second}, {when: 'dossier.area == "normal"', to: third}]}"""


def dossier_of(office: Office, tmp_path: Path, steps: str) -> str:
    """Publish a procedure with these steps, receive a dossier of it, and accept it."""
    file = tmp_path / "trial.yaml"
    file.write_text(HEAD + indent(dedent(steps).strip(), "  ") + "\n", encoding="utf-8")
    publishing.publish(office, [file], offices.ADMINISTRATOR)
    reception = dossiers.Reception(
        "9.999001",
        offices.DESK,
        offices.COMMUNE,
        Applicant("Nguyễn Thị Đặng", "012345678901"),
        data={"area": "normal"} if "matching" in steps else {},
    )
    code = dossiers.receive(office, reception, offices.RECEPTION, "r").dossier
    (item,) = dossiers.show(office, code, offices.RECEPTION).items
    data = {"agencies": [offices.COMMUNE, "H99.32"]} if "agencies" in item.form else {}
    number, action = item.item.number, item.actions[0].outcome
    dossiers.complete(office, code, number, action, offices.RECEPTION, "a", data=data)
    return code


def parallel(split: str, join: str) -> str:
    return BRANCHES.replace("SPLIT", split).replace("JOIN", join)


def do(office: Office, code: str, node: str, number: int = 0) -> None:
    """Complete the open item at a node."""
    view = dossiers.show(office, code, offices.RECEPTION)
    item = next(i for i in view.items if i.item.node == node)
    dossiers.complete(office, code, item.item.number, "done", offices.RECEPTION, f"{node}:{number}")


def nodes(office: Office, code: str) -> list[str]:
    view = dossiers.show(office, code, offices.RECEPTION)
    return sorted(token.node for token in view.dossier.tokens)


def finish(office: Office, code: str) -> None:
    """Do what is left, and see that the stored dossier is what its journal amounts to."""
    do(office, code, "met")
    view = dossiers.show(office, code, offices.RECEPTION)
    (item,) = view.items
    dossiers.complete(office, code, item.item.number, "returned", offices.RECEPTION, "z")
    with office.database.reading() as uow:
        whole = uow.dossiers.find_whole(code)
        folded = fold([entry.event for entry in uow.journal.entries(code)])
    assert whole == folded
    assert whole is not None
    assert whole.status.closed
    assert not whole.tokens


def whole(office: Office, code: str) -> Dossier:
    with office.database.reading() as uow:
        found = uow.dossiers.find_whole(code)
    assert found is not None
    return found


def statuses(office: Office, code: str) -> dict[str, ItemStatus]:
    return {item.node: item.status for item in whole(office, code).items.values()}


def story(office: Office, code: str) -> str:
    view = dossiers.show(office, code, offices.RECEPTION)
    return "\n".join(render(entry.text, "vi") for entry in timeline(view))


def still_awaited(office: Office, code: str) -> list[str]:
    view = dossiers.show(office, code, offices.RECEPTION)
    return [render(text, "vi") for text in awaited(view)]


def test_the_first_branch_is_enough(office: Office, tmp_path: Path) -> None:
    code = dossier_of(office, tmp_path, parallel(ALL, "any"))
    assert still_awaited(office, code) == [
        "“Tổng hợp” bắt đầu khi xong thêm 1 trong số: Việc một, Việc hai, Việc ba"
    ]
    late = next(i.number for i in whole(office, code).items.values() if i.node == "third")
    do(office, code, "second")
    assert nodes(office, code) == ["met"]
    assert still_awaited(office, code) == []
    assert statuses(office, code)["third"] is ItemStatus.CANCELLED
    assert "Đã đủ ý kiến cần thiết; không chờ nữa: bước “Việc một”, bước “Việc ba”" in story(
        office, code
    )
    with pytest.raises(ConflictError, match="enough answers have arrived"):
        dossiers.complete(office, code, late, "done", offices.RECEPTION, "late")
    finish(office, code)


def test_two_of_three_branches_are_enough(office: Office, tmp_path: Path) -> None:
    code = dossier_of(office, tmp_path, parallel(ALL, "2"))
    do(office, code, "first")
    assert nodes(office, code) == ["met+join", "second", "third"]
    do(office, code, "third")
    assert nodes(office, code) == ["met"]
    finish(office, code)


def test_the_deadline_is_kept_by_the_sweep_once(
    office: Office, clock: SettableClock, tmp_path: Path
) -> None:
    code = dossier_of(office, tmp_path, parallel(ALL, "{within: 1 working day}"))
    do(office, code, "first")
    (waiting,) = still_awaited(office, code)
    assert waiting.startswith("“Tổng hợp” bắt đầu khi xong hết: Việc hai, Việc ba; chậm nhất lúc ")
    clock.advance(timedelta(days=1, hours=1))
    assert fire_due_clocks(office).fired
    assert nodes(office, code) == ["met"]
    assert statuses(office, code)["second"] is ItemStatus.EXPIRED
    version = whole(office, code).version
    fire_due_clocks(office)
    assert whole(office, code).version == version
    assert "Hết thời hạn thực hiện song song; không chờ nữa: bước “Việc hai”" in story(office, code)
    finish(office, code)


def test_only_the_branches_that_apply_start(office: Office, tmp_path: Path) -> None:
    code = dossier_of(office, tmp_path, parallel(MATCHING, "all"))
    assert nodes(office, code) == ["met+join", "second", "third"]
    assert "Hồ sơ này không cần “Việc một”" in story(office, code)
    do(office, code, "third")
    do(office, code, "second")
    assert nodes(office, code) == ["met"]
    finish(office, code)


def test_one_of_two_opinions_is_enough(office: Office, tmp_path: Path) -> None:
    steps = """
        receive: {label: Tiếp nhận, by: one_stop/reception, form: [agencies]}
        consult: {label: Lấy ý kiến, by: consulted/POSITION, for_each: dossier.agencies, needs: any, limit: 5 working days}
        met: {label: Tổng hợp, by: one_stop/reception}
        return: {label: Trả kết quả, by: one_stop/reception, limit: uncounted}
    """
    view = dossiers.show(office, offices.receive(office, "x"), offices.RECEPTION)
    directory, today = view.rulebook.directory, office.today
    position = next(
        p
        for p in directory.spec.positions
        if all(directory.holders(unit, p, today) for unit in (offices.COMMUNE, "H99.32"))
    )
    code = dossier_of(office, tmp_path, steps.replace("POSITION", position))
    (waiting,) = still_awaited(office, code)
    assert waiting.startswith("“Lấy ý kiến” cần thêm 1 ý kiến trong số: ")
    first, second = (i for i in whole(office, code).items.values() if i.node == "consult")
    officer = directory.holders(second.unit, position, today)[0]
    dossiers.complete(office, code, second.number, "done", officer, "o2", note="Nhất trí")
    assert nodes(office, code) == ["met"]
    other = directory.holders(first.unit, position, today)[0]
    with pytest.raises(ConflictError, match="enough answers have arrived"):
        dossiers.complete(office, code, first.number, "done", other, "o1", note="Muộn")
    finish(office, code)
