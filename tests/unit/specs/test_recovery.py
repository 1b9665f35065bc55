"""What can still be understood of a broken procedure, and that stand-ins accuse nobody."""

from __future__ import annotations

from pathlib import Path

from engine.services.checking import Judge
from engine.specs.loader import load
from engine.specs.rest import Rest
from tests.support.nets import a_text

STEPS = """
receive: {by: one_stop/reception, limit: 4 working hours}
check: {by: department/officer, limit: 2 working days}
sign: {by: authority/leader, limit: 4 working hours}
return: {by: one_stop/reception, limit: uncounted}
"""


def _found(text: str) -> list[str]:
    loaded = load(text, Path("broken.yaml"))
    judged = Judge([loaded]).judge(loaded).findings
    return sorted(each.code for each in judged if not each.code.startswith("MC4"))


def _rest(text: str) -> Rest:
    rest = load(text, Path("broken.yaml")).rest
    assert rest is not None
    return rest


def test_a_whole_procedure_leaves_no_rest() -> None:
    assert load(a_text(STEPS, limit="3 working days"), Path("whole.yaml")).rest is None


def test_a_faulty_time_does_not_hide_a_misspelt_step() -> None:
    steps = STEPS.replace("2 working days}", "soon, next: sing}")
    assert _found(a_text(steps, limit="1 working day")) == ["MC008", "MC101"]


def test_a_time_that_cannot_be_read_makes_no_sum_too_small() -> None:
    assert _found(a_text(STEPS.replace("2 working days", "soon"), limit="9 days")) == ["MC008"]


def test_the_other_times_may_be_too_long_by_themselves() -> None:
    steps = STEPS.replace("4 working hours}\nreturn", "soon}\nreturn")
    assert _found(a_text(steps, limit="1 working day")) == ["MC008", "MC301"]


def test_a_step_is_not_unreachable_because_the_way_to_it_is_misspelt() -> None:
    steps = STEPS.replace("2 working days}", "2 working days, next: nobody_knows}")
    assert _found(a_text(steps, limit="3 working days")) == ["MC101"]


def test_a_way_nobody_knows_does_not_hide_a_deadlock_behind_it() -> None:
    steps = """
        receive: {by: one_stop/reception, next: nobody_knows}
        check:
          by: department/officer
          outcomes: {one: {to: left}, other: {to: right}}
        left: {by: department/officer, next: meet}
        right: {by: department/officer, next: meet}
        meet: {by: department/officer, join: all}
    """
    assert _found(a_text(steps)) == ["MC101", "MC211"]


def test_a_misspelt_key_counts_by_its_name() -> None:
    steps = STEPS.replace("2 working days}", "2 working days, nxt: return}")
    assert _found(a_text(steps, limit="3 working days")) == ["MC014", "MC201"]


def test_what_a_misspelt_key_holds_is_checked_too() -> None:
    steps = STEPS.replace(
        "2 working days}", "2 working days, outcoms: {ok: {to: sign, end: refused}}}"
    )
    assert _found(a_text(steps, limit="3 working days")) == ["MC012", "MC014"]


def test_an_unknown_key_that_names_a_step_was_meant_for_a_way() -> None:
    steps = STEPS.replace("2 working days}", "2 working days, goes: return}")
    assert _found(a_text(steps, limit="3 working days")) == ["MC014"]


def test_nobody_in_particular_is_accused_of_nothing() -> None:
    steps = STEPS.replace("department/officer", "whoever")
    rest = _rest(a_text(steps, limit="3 working days"))
    assert str(rest.document.steps["check"].by) == "unknown/unknown"
    assert rest.doubtful == {("steps", "check", "by")}


def test_places_behind_an_item_that_was_taken_out_are_those_that_were_written() -> None:
    steps = STEPS.replace("2 working days}", "2 working days, prints: [Không, receit]}")
    text = a_text(steps, limit="3 working days")
    loaded = load(text, Path("broken.yaml"))
    found = Judge([loaded]).judge(loaded).findings
    written = [(each.code, each.place.column) for each in found if each.code < "MC4"]
    assert written == [("MC007", 67), ("MC106", 74)]
    assert _rest(text).document.steps["check"].prints == ("receit",)


def test_the_second_of_two_keys_leaves_the_first_in_doubt() -> None:
    steps = STEPS.replace("2 working days}", "2 working days, limit: 9 days}")
    assert _found(a_text(steps, limit="3 working days")) == ["MC004"]


def test_too_little_to_understand_is_nothing() -> None:
    assert load("kind: procedure\nsteps: none\n", Path("broken.yaml")).rest is None


def test_a_name_for_the_whole_document_hides_nothing_of_it() -> None:
    named = "&all\n" + a_text(STEPS.replace("sign}", "sing}").replace("2 working days}", "soon}"))
    assert _found(named) == ["MC005", "MC008"]
