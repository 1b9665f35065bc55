"""The public Python API: compile, prove, open, and carry a dossier a little way, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.clock import SettableClock
from engine.settings import shipped
from tests.support.nets import a_text
from tests.support.offices import MONDAY

SPECS = shipped("procedure_specs")
GOOD = SPECS / "procedures" / "social_protection" / "1.001806.yaml"
STUCK = """\
start: {by: d/o, next: {all: [left, right]}}
left: {by: d/o, next: finish}
right: {by: d/o, next: finish}
finish: {kind: return, by: d/o}
"""


def test_a_shipped_procedure_is_proved_in_its_surroundings() -> None:
    compiled = engine.compile_spec(GOOD, around=[SPECS])
    proof = engine.prove(compiled)
    assert compiled.publishable
    assert proof.sound
    assert proof.fits
    assert compiled.procedure is not None
    assert compiled.procedure.key == "1.001806"


def test_a_text_that_is_wrong_says_where_and_cannot_be_published() -> None:
    compiled = engine.compile_spec(a_text(STUCK), name="mine.yaml")
    assert not compiled.publishable
    assert {each.place.file for each in compiled.findings} == {Path("mine.yaml")}
    assert not engine.prove(compiled).sound


def test_what_is_no_procedure_cannot_be_proved(tmp_path: Path) -> None:
    with pytest.raises(engine.SpecError):
        engine.prove(engine.compile_spec("kind: procedure\n"))
    with pytest.raises(engine.SpecError):
        engine.compile_spec(tmp_path / "none.yaml")


def test_a_dossier_is_received_completed_and_explained(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    with engine.open_engine(database_url, clock=SettableClock(MONDAY)) as opened:
        assert "1.001806" in opened.publish(SPECS, by="mai_le")
        asked = {
            "desk": "H99.02",
            "territory": "H99.31",
            "applicant": engine.Applicant("Công ty Hoa Sen"),
            "by": "ngoc_vu",
            "command_id": "once",
        }
        received = opened.receive("1.001806", **asked)
        assert opened.receive("1.001806", **asked).repeated
        (line,) = opened.inbox(by="ngoc_vu", view="mine")
        assert line.row.dossier == received.dossier
        typed = {"employer_name": "Công ty Hoa Sen", "workers": 40, "disabled_workers": 14}
        opened.complete(
            received.dossier, line.row.number, "accepted", by="ngoc_vu", data=typed, note="Đủ"
        )
        assert list(opened.inbox(by="ngoc_vu", view="mine")) == []
        view = opened.show(received.dossier, by="ngoc_vu")
        vi, en = (
            opened.explain(received.dossier, by="ngoc_vu", language=language)
            for language in ("vi", "en")
        )
        assert len(vi) == len(en) > 2
        assert vi != en
        assert en[-1].startswith("Due at")
        assert view.clock is not None
        with pytest.raises(engine.RejectionError):
            opened.claim(received.dossier, line.row.number, by="ngoc_vu")
        opened.work_through()
