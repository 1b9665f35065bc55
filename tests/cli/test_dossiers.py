"""A dossier's whole way by commands alone, and what happens to wrong ones."""

from __future__ import annotations

import pytest

from tests.support.command_line import Office, motcua, rows

_RECEIVE = (
    "receive", "1.001806", "--desk", "H99.02", "--territory", "H99.31",
    "--applicant", "Nguyễn Văn Ba", "--officer", "ngoc_vu",
)  # fmt: skip
_FIELDS = (
    "--field", "employer_name=Ba và con", "--field", "workers=10", "--field", "disabled_workers=4",
)  # fmt: skip
_WAY = (
    ("accepted", "ngoc_vu", _FIELDS),
    ("done", "viet_dang", ()),
    ("done", "dung_vo", ()),
    ("done", "viet_dang", ()),
    ("done", "nhung_vu", ()),
    ("done", "yen_nguyen", ()),
    ("returned", "ngoc_vu", ()),
)


@pytest.fixture
def dossier(office: Office) -> str:
    """The code of a dossier just received."""
    said = motcua(*_RECEIVE)
    assert said.code == 0, said.err
    return said.out.splitlines()[0]


def test_a_dossier_goes_its_whole_way(dossier: str) -> None:
    for number, (outcome, officer, fields) in enumerate(_WAY, start=1):
        item = motcua("show", dossier, "--officer", officer, "--json").json["items"][0]
        assert item["item"] == number
        assert outcome in item["outcomes"]
        done = motcua("complete", dossier, str(number), outcome, "--officer", officer, *fields)
        assert done.code == 0, done.err
    told = motcua("show", dossier, "--officer", "ngoc_vu", "--json").json
    assert (told["status"], told["items"]) == ("returned", [])
    assert told["data"]["workers"] == 10
    assert "Returned on time" in motcua("show", dossier, "--officer", "ngoc_vu").out


def test_receiving_prints_the_code_and_when_it_is_due(office: Office) -> None:
    code, due = motcua(*_RECEIVE).out.splitlines()
    assert code.startswith("H99.02-")
    assert due.startswith("Due: ")
    assert "10 working days left" in due or "9 working days" in due


def test_an_inbox_lists_what_waits_in_words_and_as_json(dossier: str) -> None:
    headings, line = motcua("inbox", "ngoc_vu").out.splitlines()
    assert headings.split("\t")[:2] == ["Dossier", "Item"]
    assert line.split("\t")[:2] == [dossier, "1"]

    told = motcua("inbox", "ngoc_vu", "--view", "mine", "--json").json
    assert told["counts"]["mine"] == 1
    assert told["items"][0]["dossier"] == dossier
    assert "Nguyễn Văn Ba" not in str(told), "lists name no applicants"


def test_an_item_is_claimed_and_given_back(dossier: str) -> None:
    motcua("complete", dossier, "1", "accepted", "--officer", "ngoc_vu", *_FIELDS)
    assert motcua("claim", dossier, "2", "--officer", "viet_dang").code == 0
    assert motcua("inbox", "viet_dang", "--view", "mine", "--json").json["counts"]["mine"] == 1
    assert motcua("release", dossier, "2", "--officer", "viet_dang").code == 0
    assert motcua("inbox", "viet_dang", "--view", "mine", "--json").json["counts"]["mine"] == 0


def test_the_due_date_of_a_dossier_is_explained(dossier: str) -> None:
    said = motcua("explain", dossier, "--officer", "ngoc_vu")
    assert said.code == 0
    assert "The whole dossier: due " in said.out
    assert "The clock starts at" in said.out


def test_fields_that_are_wrong_are_all_named(dossier: str) -> None:
    said = motcua(
        "complete", dossier, "1", "accepted", "--officer", "ngoc_vu",
        "--field", "workers=many", "--field", "colour=red",
    )  # fmt: skip
    assert said.code == 1
    assert said.out == ""
    named = {line.strip().split(":")[0] for line in said.err.splitlines()[1:]}
    assert named == {"employer_name", "workers", "disabled_workers", "colour"}


_WRONG = [
    (("complete", "{code}", "1", "accepted", "--officer", "ngoc_vu", "--field", "workers"), 2),
    (("complete", "{code}", "one", "accepted", "--officer", "ngoc_vu"), 2),
    (("complete", "{code}", "1", "approved", "--officer", "ngoc_vu", *_FIELDS), 1),
    (("complete", "{code}", "1", "refused", "--officer", "ngoc_vu"), 1),
    (("complete", "{code}", "7", "accepted", "--officer", "ngoc_vu", *_FIELDS), 1),
    (("complete", "{code}", "1", "accepted", "--officer", "dung_vo", *_FIELDS), 1),
    (("claim", "{code}", "1", "--officer", "dung_ly"), 1),
    (("show", "{code}", "--officer", "anh_vu"), 1),
    (("show", "H99.02-990101-0001", "--officer", "ngoc_vu"), 1),
    (("inbox", "nobody"), 1),
    (("inbox", "ngoc_vu", "--view", "everything"), 2),
    (("inbox",), 2),
    (("receive", "9.999999", *_RECEIVE[2:]), 1),
    ((*_RECEIVE[:2], "--desk", "H99.05", *_RECEIVE[4:]), 1),
    ((*_RECEIVE, "--identity-number", "12"), 1),
    ((*_RECEIVE, "--channel", "pigeon"), 2),
    (("alerts", "nobody"), 1),
    (("acknowledge", "{code}", "1", "--officer", "ngoc_vu", "--reason", "late"), 1),
]


@pytest.mark.parametrize(("arguments", "code"), _WRONG)
def test_a_wrong_command_says_why_and_changes_nothing(
    office: Office, dossier: str, arguments: tuple[str, ...], code: int
) -> None:
    before = rows(office)
    said = motcua(*(word.format(code=dossier) for word in arguments))
    assert said.code == code
    assert said.err.strip()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert rows(office) == before
