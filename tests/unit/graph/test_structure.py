"""Every finding on the shape of a procedure stands at the line that shows it."""

from __future__ import annotations

import pytest

from engine.catalogue import render
from tests.support.nets import a_text, findings_in
from tests.support.specs import marked, places

BROKEN = {
    "a step that nothing leads to": """
        receive: {by: one_stop/reception, next: sign}
        ‹MC201›appraise: {by: department/officer}
        sign: {by: authority/leader}
    """,
    "steps below the return of the result": """
        receive: {by: one_stop/reception}
        return: {by: one_stop/reception}
        ‹MC201›publish: {by: department/officer}
    """,
    "two steps that only lead to each other": """
        receive: {by: one_stop/reception, outcomes: {accepted: {to: appraise}, refused: {end: refused}}}
        ‹MC202›appraise: {by: department/officer, next: review}
        review: {by: department/head, next: appraise}
    """,
    "a choice without a rest": """
        route:
          ‹MC203›choose:
            - {when: 'dossier.area == "a"', to: sign}
        sign: {by: authority/leader}
    """,
    "alternatives below the rest and repeated ones": """
        route:
          choose:
            - {when: 'dossier.area == "a"', to: sign}
            - ‹MC204›{when: 'dossier.area == "a"', end: refused}
            - {to: sign}
            - ‹MC204›{when: 'dossier.area == "b"', to: sign}
            - ‹MC204›{end: refused}
        sign: {by: authority/leader}
    """,
    "a join where one branch comes": """
        receive: {by: one_stop/reception}
        sign: {by: authority/leader, ‹MC205›join: all}
    """,
    "a consultation that never expires": """
        receive: {by: one_stop/reception}
        consult: {by: consulted/officer, for_each: dossier.units, ‹MC208›on_expiry: proceed}
    """,
    "a result that is there before the work": """
        receive: {by: one_stop/reception}
        appraise: {by: department/officer, ‹MC231›status: finished}
        sign: {by: authority/leader}
        return: {by: one_stop/reception}
    """,
    "a status of the beginning behind the work": """
        receive: {by: one_stop/reception}
        appraise: {by: department/officer}
        sign: {by: authority/leader, ‹MC231›status: 1}
        return: {by: one_stop/reception}
    """,
    "a status that says somebody is waited for where nobody is": """
        receive: {by: one_stop/reception}
        appraise: {by: department/officer, ‹MC231›status: awaiting_payment}
        return: {by: one_stop/reception}
    """,
    "a supplement that nobody would count": """
        receive: {by: one_stop/reception}
        wait: {ask: supplement, ‹MC231›status: in_progress}
        return: {by: one_stop/reception}
    """,
    "an outcome named like the expiry of its wait": """
        wait:
          ask: external
          expires: {after: 15 days, end: terminated}
          outcomes:
            replied: {to: sign}
            ‹MC209›expired: {to: sign}
        sign: {by: authority/leader}
    """,
    "a wait named like an end": """
        end:
          by: department/officer
          outcomes:
            ok: {end: returned}
            ‹MC209›refused: {ask: supplement}
    """,
    "a join on a path without its branches": """
        appraise: {by: department/officer, outcomes: {easy: {to: conclude}, hard: {to: study}}}
        study: {by: department/officer, next: {all: [survey, consult]}}
        survey: {by: land/officer, next: conclude}
        consult: {by: consulted/officer, next: conclude}
        conclude: {‹MC211›join: all, by: department/officer}
    """,
    "a join of alternatives": """
        appraise: {by: department/officer, outcomes: {easy: {to: survey}, hard: {to: consult}}}
        survey: {by: land/officer, next: conclude}
        consult: {by: consulted/officer, next: conclude}
        conclude: {‹MC211›join: all, by: department/officer}
    """,
    "branches that meet without a join": """
        appraise: {by: department/officer, next: {all: [survey, consult]}}
        survey: {by: land/officer, next: conclude}
        consult: {by: consulted/officer, next: conclude}
        ‹MC212›conclude: {by: department/officer}
    """,
    "a refusal while another branch is open": """
        appraise: {by: department/officer, next: {all: [survey, consult]}}
        survey: {by: land/officer, outcomes: {ok: {to: conclude}, ‹MC212›refused: {end: refused}}}
        consult: {by: consulted/officer, next: conclude}
        conclude: {join: all, by: department/officer}
    """,
    "a branch that goes back and starts the others again": """
        appraise: {by: department/officer, next: {all: [survey, consult]}}
        survey: {by: land/officer, outcomes: {ok: {to: conclude}, ‹MC213›again: {to: appraise}}}
        consult: {by: consulted/officer, next: conclude}
        conclude: {join: all, by: department/officer}
    """,
}


def test_one_wrong_turn_is_told_once_and_not_in_sums_or_by_every_step_after_it():
    text, expected = marked(
        a_text(
            """
            receive: {by: one_stop/reception, limit: 1 working day}
            assign: {by: department/head, limit: 1 working day}
            ‹MC202›appraise: {by: department/officer, limit: 5 working days, next: appraise_again}
            appraise_again: {by: department/officer, limit: 1 working day, next: appraise}
            ‹MC201›review: {by: department/head, limit: 1 working day}
            sign: {by: authority/leader, limit: 1 working day}
            return: {by: one_stop/reception, limit: uncounted}
            """,
            limit="10 working days",
            top='accept: {MC302: "Bảng không cộng đủ mười ngày"}\n',
        )
    )
    assert places(findings_in(text)) == expected


@pytest.mark.parametrize("story", BROKEN)
def test_findings_stand_at_the_line_that_shows_them(story: str):
    text, expected = marked(a_text(BROKEN[story]))
    assert places(findings_in(text)) == expected


def test_a_procedure_that_never_ends_is_told_so_once():
    text = a_text("""
        check: {by: department/officer, next: sign}
        sign: {by: authority/leader, next: check}
    """)
    assert [each.code for each in findings_in(text)] == ["MC206"]


def test_branches_that_go_to_different_joins_are_told_as_a_run():
    text = a_text("""
        start: {by: department/officer, next: {all: [a, b]}}
        a: {by: department/officer, outcomes: {left: {to: left}, right: {to: right}}}
        b: {by: department/officer, outcomes: {left: {to: left}, right: {to: right}}}
        left: {join: all, by: department/officer, outcomes: {ok: {end: returned}}}
        right: {join: all, by: department/officer, outcomes: {ok: {end: returned}}}
    """)
    (found,) = findings_in(text)
    assert found.code == "MC211"
    assert str(found.message).startswith(
        "Expected every dossier to end, but after start → a: left → b: right “left” waits for “b”"
    )


def test_a_deadlock_names_the_run_the_missing_branch_and_its_line():
    text = a_text("""
        receive: {label: Tiếp nhận, by: one_stop/reception}
        check:
          label: Kiểm tra
          by: department/officer
          outcomes:
            easy: {to: conclude, label: Hồ sơ đơn giản}
            hard: {to: study}
        study: {by: department/officer, next: {all: [survey, consult]}}
        survey: {label: Khảo sát, by: land/officer, next: conclude}
        consult: {label: Lấy ý kiến, by: consulted/officer, next: conclude}
        conclude: {label: Kết luận, join: all, by: department/officer}
    """)
    line = next(n for n, written in enumerate(text.split("\n"), 1) if "survey: {" in written)
    (found,) = findings_in(text)
    assert str(found.message) == (
        "Expected every dossier to end, but after Tiếp nhận: Tiếp nhận → Kiểm tra: Hồ sơ đơn giản "
        f"“Kết luận” waits for “Khảo sát”, “Lấy ý kiến”, which is not on this path (line {line})"
    )
    assert "“Kết luận” chờ “Khảo sát”, “Lấy ý kiến”" in render(found.message, "vi")


def test_a_long_run_is_told_with_its_middle_left_out():
    before = "\n".join(f"        s{n}: {{by: department/officer}}" for n in range(20))
    text = a_text(f"""
{before}
        appraise: {{by: department/officer, next: {{all: [survey, consult]}}}}
        survey: {{by: land/officer, next: conclude}}
        consult: {{by: consulted/officer, next: conclude}}
        conclude: {{by: department/officer}}
    """)
    (found,) = findings_in(text)
    assert "s0 → s1 → s2 → s3 → … → s19 → appraise" in str(found.message)


@pytest.mark.parametrize(
    "steps",
    [
        "receive: {by: one_stop/reception}",
        """
        receive: {by: one_stop/reception}
        appraise: {by: department/officer, next: {all: [survey, consult]}}
        survey: {by: land/officer, outcomes: {ok: {to: conclude}, lacking: {ask: supplement}}}
        consult: {by: consulted/officer, for_each: dossier.units, on_expiry: proceed, limit: 3 days, next: conclude}
        conclude: {join: all, by: department/officer, outcomes: {ok: {to: sign}, again: {to: appraise}}}
        sign: {by: authority/leader, outcomes: {agree: {to: return}, send_back: {to: conclude}}}
        return: {by: one_stop/reception}
        """,
        """
        a: {by: department/officer, next: {all: [b, c]}}
        b: {by: department/officer, next: {all: [d, e]}}
        c: {by: department/officer, next: z}
        d: {by: department/officer, next: f}
        e: {by: department/officer, next: f}
        f: {by: department/officer, join: all, outcomes: {ok: {to: z}, more: {to: g}}}
        g: {by: department/officer, next: z}
        z: {by: department/officer, join: all}
        """,
    ],
    ids=["one step", "returns and supplements around a join", "a split within a branch"],
)
def test_sound_procedures_give_no_finding(steps: str):
    assert findings_in(a_text(steps)) == []


def test_a_procedure_with_unknown_targets_is_left_to_the_check_of_references():
    text = a_text("""
        receive: {by: one_stop/reception, next: nowhere}
        sign: {by: authority/leader}
    """)
    assert findings_in(text) == []


def test_an_accepted_warning_is_silent():
    steps = "sign: {by: authority/leader, join: all}"
    top = 'accept: {MC205: "sẽ thêm nhánh sau"}\n'
    assert [each.code for each in findings_in(a_text(steps))] == ["MC205"]
    assert findings_in(a_text(steps, top=top)) == []


def test_an_error_cannot_be_accepted():
    text, expected = marked(
        a_text(
            """
            receive: {by: one_stop/reception, next: sign}
            ‹MC201›appraise: {by: department/officer}
            sign: {by: authority/leader}
            """,
            top='accept:\n  ‹MC310›MC201: "để sau này sửa"\n',
        )
    )
    assert places(findings_in(text)) == expected


def test_an_acceptance_that_silences_nothing_is_a_finding_itself():
    text, expected = marked(
        a_text(
            "sign: {by: authority/leader}",
            top='accept:\n  ‹MC309›MC301: "bảng ghi thế"\n  MC401: "của phép kiểm tra khác"\n',
        )
    )
    assert places(findings_in(text)) == expected


def test_the_code_of_an_error_is_refused_even_where_the_error_does_not_occur():
    steps = "sign: {by: authority/leader}"
    top = 'accept: {MC211: "trước đây vẫn làm như vậy"}\n'
    assert [each.code for each in findings_in(a_text(steps, top=top))] == ["MC310"]
