"""Papers at the desk: what was handed in, what is missing, and what that keeps a clerk from."""

from __future__ import annotations

import pytest

from engine.core import commands as asked
from engine.core import events as happened
from engine.core.lifecycle import DossierStatus
from engine.core.papers import missing_papers
from engine.core.state import Applicant, HandedIn
from engine.errors import GuardFailedError, NotAuthorizedError
from engine.graph.build import build
from tests.support.specs import a_procedure
from tests.support.walkers import PlayedDossier, procedure_text

STEPS = """
receive: {by: one_stop/reception, limit: uncounted}
process: {by: department/officer, limit: 2 working days}
return: {by: one_stop/reception, limit: uncounted}
"""
PAPERS = """
  papers:
    request: {label: Đơn đề nghị, original: 1, digitise: true}
    plan: {label: Bản vẽ, original: 1, copies: 2}
    licence: {label: Giấy phép đã cấp, copies: 1, replaced_by_data: true}
    letter: {label: Văn bản ủy quyền, original: 1, required: false}
"""
ALL = {"request": HandedIn(1), "plan": HandedIn(1, 2)}


def received(**handed_in: object) -> PlayedDossier:
    text = procedure_text(STEPS).replace("\nlimit:", f"{PAPERS.rstrip()}\nlimit:", 1)
    played = PlayedDossier(build(a_procedure(text)))
    played.receive(**handed_in)
    return played


def missing(played: PlayedDossier) -> tuple[str, ...]:
    return missing_papers(played.net.procedure, played.dossier)


def note(played: PlayedDossier, officer: str = "dung", **papers: HandedIn) -> list[happened.Event]:
    return played.ask(asked.RecordPapers, officer, papers=papers)


def test_a_dossier_with_everything_that_is_asked_is_accepted() -> None:
    played = received(papers=ALL)
    assert missing(played) == ()
    played.complete("dung", "accepted")
    assert played.nodes == ["process"]


def test_a_missing_paper_keeps_the_clerk_from_accepting_and_is_named() -> None:
    played = received(papers={"request": HandedIn(1)})
    assert missing(played) == ("plan",)
    with pytest.raises(GuardFailedError, match="Bản vẽ") as refused:
        played.complete("dung", "accepted")
    assert list(refused.value.fields) == ["papers"]
    played.complete("dung", "lacking")
    assert played.dossier.status is DossierStatus.AWAITING_SUPPLEMENT


def test_a_dossier_in_which_something_is_missing_can_be_refused() -> None:
    played = received()
    played.complete("dung", "refused")
    assert played.dossier.status is DossierStatus.REFUSED


def test_what_comes_later_is_noted_and_then_the_dossier_is_accepted() -> None:
    played = received(papers={"request": HandedIn(1), "plan": HandedIn(1, 1)})
    played.complete("dung", "lacking")
    (event,) = note(played, request=HandedIn(1), plan=HandedIn(1, 2))
    assert isinstance(event, happened.PapersRecorded)
    assert event.papers == {"plan": HandedIn(1, 2)}
    played.complete("dung", "provided")
    played.complete("dung", "accepted")
    assert played.nodes == ["process"]


def test_the_same_again_is_no_news() -> None:
    played = received(papers=ALL)
    assert note(played, **ALL) == []


@pytest.mark.parametrize(
    ("handed_in", "complete"),
    [
        (HandedIn(3, 0), True),
        (HandedIn(1, 2), True),
        (HandedIn(0, 3), False),
        (HandedIn(1, 1), False),
        (HandedIn(0, 0), False),
    ],
)
def test_an_original_stands_for_a_copy_but_no_copy_for_an_original(
    handed_in: HandedIn, complete: bool
) -> None:
    played = received(papers={"request": HandedIn(1), "plan": handed_in})
    assert (missing(played) == ()) is complete


def test_online_one_electronic_version_of_each_is_enough() -> None:
    papers = {"request": HandedIn(0, 1), "plan": HandedIn(0, 1)}
    assert missing(received(channel="online", papers=papers)) == ()
    assert missing(received(channel="online", papers={})) == ("request", "plan")


@pytest.mark.parametrize(
    ("papers", "field"),
    [
        ({"licens": HandedIn(1)}, "papers"),
        ({"plan": HandedIn(-1)}, "paper.plan"),
        ({"plan": HandedIn(0, 1000)}, "paper.plan"),
    ],
)
def test_papers_nobody_asks_for_and_numbers_nobody_brings_are_refused(
    papers: dict[str, HandedIn], field: str
) -> None:
    with pytest.raises(GuardFailedError) as refused:
        received(papers=papers)
    assert field in refused.value.fields
    with pytest.raises(GuardFailedError):
        note(received(), **papers)


def test_only_the_desk_notes_papers_and_corrects_the_applicant() -> None:
    played = received(papers=ALL)
    played.complete("dung", "accepted")
    with pytest.raises(NotAuthorizedError):
        note(played, "binh", letter=HandedIn(1))
    with pytest.raises(NotAuthorizedError):
        correct(played, Applicant("Trần Thị Bê"), officer="binh")


def correct(
    played: PlayedDossier, applicant: Applicant, reason: str = "Gõ nhầm tên", officer: str = "duyen"
) -> list[happened.Event]:
    return played.ask(asked.CorrectApplicant, officer, applicant=applicant, reason=reason)


def test_details_of_the_applicant_are_corrected_with_a_reason() -> None:
    played = received(papers=ALL)
    right = Applicant("Nguyễn Thị Đặng", "012345678901", "0912 345 678", "", "dang@vidu.vn")
    (event,) = correct(played, right)
    assert isinstance(event, happened.ApplicantCorrected)
    assert (event.reason, event.by) == ("Gõ nhầm tên", "duyen")
    assert played.dossier.applicant == right
    assert correct(played, right) == []
    with pytest.raises(GuardFailedError):
        correct(played, Applicant("Trần Thị Bê"), reason=" ")


@pytest.mark.parametrize("phone", ["0912345678", "+84 912 345 678", "(024) 3825.1234", ""])
def test_a_telephone_number_is_one(phone: str) -> None:
    correct(received(), Applicant("A", phone=phone))


@pytest.mark.parametrize("phone", ["12345", "091234567a", "0912-345-678-000-999-111", "không có"])
def test_what_is_no_telephone_number_is_refused(phone: str) -> None:
    with pytest.raises(GuardFailedError) as refused:
        correct(received(), Applicant("A", phone=phone))
    assert list(refused.value.fields) == ["applicant_phone"]


@pytest.mark.parametrize("email", ["dang@vidu.vn", "a.b+c@mail.vidu.com.vn", ""])
def test_an_e_mail_address_is_one(email: str) -> None:
    correct(received(), Applicant("A", email=email))


@pytest.mark.parametrize(
    "email", ["dang", "dang@", "@vidu.vn", "dang@vidu", "a b@vidu.vn", "a@b..vn"]
)
def test_what_is_no_e_mail_address_is_refused(email: str) -> None:
    with pytest.raises(GuardFailedError) as refused:
        correct(received(), Applicant("A", email=email))
    assert list(refused.value.fields) == ["applicant_email"]
