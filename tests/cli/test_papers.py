"""Papers and corrections by commands alone, at an office whose procedure asks for papers."""

from __future__ import annotations

import pytest

from tests.support.command_line import Office, motcua
from tests.support.papers import FILE, PAPERS

_RECEIVE = (
    "receive", "1.001806", "--desk", "H99.02", "--territory", "H99.31",
    "--applicant", "Nguyễn Văn Ba", "--officer", "ngoc_vu",
)  # fmt: skip
_FIELDS = (
    "--field", "employer_name=Ba và con", "--field", "workers=10", "--field", "disabled_workers=4",
)  # fmt: skip


@pytest.fixture
def asking(office: Office) -> Office:
    """An office whose procedure asks for papers."""
    from engine.settings import shipped

    text = (shipped("procedure_specs") / FILE).read_text(encoding="utf-8")
    file = office.home / "1.001806.yaml"
    file.write_text(text.replace("dossier:\n", PAPERS), encoding="utf-8")
    published = motcua("publish", str(file), "--by", "mai_le")
    assert published.code == 0, published.err
    return office


def test_a_paper_that_comes_later_lets_the_dossier_be_accepted(asking: Office) -> None:
    said = motcua(*_RECEIVE, "--paper", "request", "--paper", "workers=1,0")
    assert said.code == 0, said.err
    code = said.out.splitlines()[0]
    told = motcua("show", code, "--officer", "ngoc_vu", "--json").json
    assert told["papers"]["workers"] == {"originals": 1, "copies": 0}
    assert told["missing_papers"] == ["workers"]
    accept = ("complete", code, "1", "accepted", "--officer", "ngoc_vu", *_FIELDS)
    refused = motcua(*accept)
    assert refused.code == 1
    assert "Danh sách người lao động" in refused.err
    assert motcua("papers", code, "--paper", "workers", "--officer", "ngoc_vu").code == 0
    assert motcua(*accept).code == 0


@pytest.mark.parametrize("paper", ["workers=", "workers=1", "workers=a,b", "=1,1x"])
def test_a_paper_that_is_written_otherwise_is_refused(asking: Office, paper: str) -> None:
    assert motcua(*_RECEIVE, "--paper", paper).code == 2


def test_the_desk_corrects_what_it_names_and_leaves_the_rest(office: Office) -> None:
    code = motcua(*_RECEIVE, "--phone", "0912345678").out.splitlines()[0]
    done = motcua(
        "correct", code, "--officer", "ngoc_vu", "--reason", "Gõ nhầm", "--applicant", "Lê Bê"
    )
    assert done.code == 0, done.err
    assert "Lê Bê" in motcua("show", code, "--officer", "ngoc_vu").out
    wrong = motcua(
        "correct", code, "--officer", "ngoc_vu", "--reason", "x", "--email", "ba@nowhere"
    )
    assert wrong.code == 1
