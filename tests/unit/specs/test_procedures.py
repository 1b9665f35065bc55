"""What a procedure says without being told: kinds of steps, its limit, its national code."""

from __future__ import annotations

import pytest

from engine.messages import Label
from engine.specs.alerts import DEFAULT_LADDER
from engine.specs.procedures import national_part
from engine.specs.steps import step_label
from tests.support.specs import PROCEDURE, a_procedure


def test_the_kind_of_a_step_follows_from_its_keys_or_its_name() -> None:
    procedure = a_procedure()
    kinds = {name: step.kind_for(name) for name, step in procedure.steps.items()}
    assert kinds == {
        "receive": "receive",
        "check": "process",
        "route": "choice",
        "consult": "consult",
        "sign": "sign",
        "return": "return",
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("review_2", "review"),
        ("sign2", "sign"),
        ("assign_division", "assign"),
        ("other", "process"),
    ],
)
def test_a_name_that_begins_like_a_usual_one_has_its_kind(name: str, kind: str) -> None:
    step = a_procedure().steps["check"]
    assert step.kind_for(name) == kind


def test_a_kind_that_is_written_wins_over_the_name() -> None:
    text = PROCEDURE.replace("    next: return", "    next: return\n    kind: approve")
    assert a_procedure(text).steps["sign"].kind_for("sign") == "approve"


def test_the_first_limit_whose_condition_holds_counts() -> None:
    procedure = a_procedure(
        limit="[{when: 'dossier.area == \"difficult\"', is: 33 days}, {is: 23 days}]"
    )
    assert str(procedure.limit_for({"dossier": {"area": "difficult"}})) == "33 days"
    assert str(procedure.limit_for({"dossier": {"area": "normal"}})) == "23 days"
    assert str(procedure.limit_for({"dossier": {}})) == "23 days"


def test_a_variant_has_a_key_of_its_own() -> None:
    assert a_procedure().key == "1.001806"
    assert (
        a_procedure(PROCEDURE.replace("title:", "variant: short\ntitle:")).key == "1.001806-short"
    )


@pytest.mark.parametrize("code", ["1.001806", "1.001806.H05", "1.001806.000.00.00.H29"])
def test_the_national_part_of_a_code_is_the_same_everywhere(code: str) -> None:
    assert national_part(code) == "1.001806"


def test_a_code_of_another_shape_is_its_own_national_part() -> None:
    assert national_part("LS-2487") == "LS-2487"


def test_a_step_without_a_label_is_called_by_its_name() -> None:
    assert step_label("check", a_procedure().steps["check"]) == Label("check")


def test_without_a_ladder_of_its_own_a_procedure_alerts_as_the_law_has_it() -> None:
    assert a_procedure().alerts == DEFAULT_LADDER
