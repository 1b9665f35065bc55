"""Stories of a head who gives out work on the page of a dossier."""

from __future__ import annotations

import pytest

from engine.services import dossiers
from engine.services.office import Office
from tests.support import handling, offices
from tests.support.browsers import browse


@pytest.fixture
def code(office: Office) -> str:
    """The code of a dossier that its division is to give out."""
    code = offices.receive(office, "1")
    handling.move_to(office, code, "assign")
    return code


def test_the_head_names_an_officer_with_the_step_and_gives_it_to_another_after(
    office: Office, code: str
) -> None:
    number, head = offices.worker_of(office, code)
    browser = browse(office, head)
    page = browser.open(f"/dossiers/{code}")
    assert "Giao việc tiếp theo cho" in page
    view = dossiers.show(office, code, head)
    outcome = view.items[0].actions[0].outcome
    process = next(node for node in view.net.nodes if node.key == "process")
    assert process.performer is not None
    unit = view.rulebook.directory.resolve(
        process.performer.role,
        procedure=view.procedure,
        territory=view.dossier.territory,
        desk=view.dossier.desk,
        on=office.today,
    )
    first, second = view.rulebook.directory.holders(unit, "officer", office.today)[:2]
    browser.send(f"/dossiers/{code}/items/{number}/complete", outcome=outcome, assign_to=first)
    (item,) = dossiers.show(office, code, head).items
    assert item.item.holder == first
    page = browser.open(f"/dossiers/{code}")
    assert "(đang giữ: 1)" in page
    path = f"/dossiers/{code}/items/{item.item.number}/assign"
    told = browser.send(path, **{f"assign-{item.item.number}": second})
    assert "Đã giao bước cho cán bộ" in told
    refused = browser.send(path, 422, **{f"assign-{item.item.number}": "nobody"})
    assert "nobody" in refused
    assert dossiers.show(office, code, head).items[0].item.holder == second
