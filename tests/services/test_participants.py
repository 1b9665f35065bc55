"""A council of a shipped procedure: those who take part see the dossier and are heard."""

from __future__ import annotations

import pytest

from engine.core.lifecycle import ItemKind
from engine.errors import NotFoundError
from engine.services import dossiers
from engine.services.inbox import open_inbox
from engine.services.office import Office
from engine.services.timeline import timeline
from tests.support.handling import move_on, move_to, receive_of

MINERALS = "HT-2916-I"


@pytest.fixture
def code(office: Office) -> str:
    """The code of a dossier whose council meets."""
    code = receive_of(office, MINERALS, "c1")
    move_to(office, code, "council")
    return code


def member_of(office: Office, code: str) -> tuple[int, str]:
    """Return the item of the part the council takes, and one of its members."""
    view = dossiers.show(office, code, "nghia_cao")
    (item,) = [each.item for each in view.items if each.item.kind is ItemKind.PARTICIPATION]
    holders = view.rulebook.directory.holders(item.unit, item.position, office.today)
    return item.number, holders[0]


def test_a_member_finds_the_step_and_is_asked_for_an_opinion_not_for_the_outcome(
    office: Office, code: str
) -> None:
    number, member = member_of(office, code)
    inbox = open_inbox(office, member, "taking_part")
    assert [(line.row.dossier, line.row.number) for line in inbox.lines] == [(code, number)]
    assert inbox.counts["taking_part"] == 1
    item = next(i for i in dossiers.show(office, code, member).items if i.item.number == number)
    assert (item.speaks, item.claimable, item.actions, item.form) == (True, False, (), {})


def test_whoever_records_reads_the_opinions_of_this_visit_with_name_and_unit(
    office: Office, code: str
) -> None:
    number, member = member_of(office, code)
    dossiers.give_opinion(office, code, number, "Đạt yêu cầu.", member, "o1")
    assert dossiers.give_opinion(office, code, number, "Đạt yêu cầu.", member, "o1").repeated
    view = dossiers.show(office, code, "nghia_cao")
    (work,) = [each for each in view.items if each.item.handles]
    (opinion,) = work.opinions
    name = view.rulebook.directory.officer_name(member)
    assert (opinion.officer, opinion.text) == (name, "Đạt yêu cầu.")
    told = [(str(e.text), e.note) for e in timeline(view) if "opinion" in str(e.text)]
    assert [note for _, note in told] == ["Đạt yêu cầu."]


def test_the_step_leaves_the_inboxes_of_all_when_its_outcome_is_recorded(
    office: Office, code: str
) -> None:
    _, member = member_of(office, code)
    move_on(office, code, "m1")
    assert open_inbox(office, member, "taking_part").lines == ()
    assert dossiers.show(office, code, member).dossier.code == code


def test_others_of_other_units_see_nothing_of_it(office: Office, code: str) -> None:
    with pytest.raises(NotFoundError):
        dossiers.show(office, code, "viet_dang")
