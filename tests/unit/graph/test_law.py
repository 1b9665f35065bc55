"""What the law asks of a procedure is told at the line that breaks it, and nowhere else."""

from __future__ import annotations

import pytest

from engine.catalogue import render
from tests.support.nets import a_text, legal_findings_in
from tests.support.specs import marked, places

RIGHT = """
    receive: {by: one_stop/reception, limit: 1 working day}
    appraise: {by: department/officer, limit: 3 working days}
    sign: {by: authority/leader, limit: 1 working day}
    return: {by: one_stop/reception, limit: uncounted}
"""

STEPS = {
    "a procedure that begins with its appraisal": """
        ‹MC401›appraise: {by: department/officer}
        return: {by: one_stop/reception}
    """,
    "a reception that can neither ask nor refuse": """
        receive: {by: one_stop/reception, ‹MC402›outcomes: {accepted: {to: return}}}
        return: {by: one_stop/reception}
    """,
    "a reception that cannot refuse": """
        receive:
          by: one_stop/reception
          ‹MC402›outcomes: {accepted: {to: return}, lacking: {ask: supplement}}
        return: {by: one_stop/reception}
    """,
    "a slow desk": """
        receive: {by: one_stop/reception, ‹MC404›limit: 3 working days}
        forward: {by: one_stop/reception, ‹MC404›limit: 2 days}
        forward_further: {by: department/records, kind: forward, limit: 2 days}
        return: {by: one_stop/reception}
    """,
    "a quick desk": """
        receive: {by: one_stop/reception, limit: 1 day}
        forward: {by: one_stop/reception, limit: same day}
        return: {by: one_stop/reception}
    """,
    "a desk that signs": """
        receive: {by: one_stop/reception}
        notify: {by: one_stop/reception}
        sign: {‹MC405›by: one_stop/reception}
        return: {by: one_stop/reception}
    """,
    "refusals without a reason, by people and by data": """
        receive: {by: one_stop/reception}
        appraise:
          by: department/officer
          outcomes:
            passed: {to: route}
            refused: {end: refused, note_required: true}
            ‹MC406›failed: {end: refused}
        route:
          choose:
            - ‹MC406›{when: 'dossier.area == "a"', end: refused}
            - {to: return}
        return: {by: one_stop/reception}
    """,
    "a second supplement after the first, and one beside it": """
        receive: {by: one_stop/reception}
        check: {by: department/officer, outcomes: {ok: {to: appraise}, lacking: {ask: supplement}}}
        appraise:
          by: department/officer
          outcomes:
            passed: {to: return}
            ‹MC409›lacking: {ask: supplement}
        return: {by: one_stop/reception}
    """,
    "a supplement after a long survey": """
        receive: {by: one_stop/reception, limit: 1 working day}
        survey: {by: department/officer, limit: 3 working days}
        check:
          by: department/officer
          outcomes:
            ok: {to: return}
            ‹MC410›lacking: {ask: supplement}
        return: {by: one_stop/reception}
    """,
    "a supplement that can be asked for in time": """
        receive: {by: one_stop/reception, limit: 1 working day}
        assign: {by: department/head, limit: 2 working days}
        check: {by: department/officer, limit: 9 days, outcomes: {ok: {to: return}, lacking: {ask: supplement}}}
        return: {by: one_stop/reception}
    """,
    "clocks that the law wants otherwise": """
        receive: {by: one_stop/reception}
        check:
          by: department/officer
          outcomes:
            ok: {to: return}
            lacking: {ask: supplement, ‹MC411›clock: stop}
            fee: {ask: payment, ‹MC418›clock: run}
            post: {ask: external, clock: run}
        return: {by: one_stop/reception}
    """,
    "a wait that ends as if all were well": """
        receive: {by: one_stop/reception}
        check:
          by: department/officer
          outcomes:
            ok: {to: return}
            lacking: {ask: supplement, ‹MC419›expires: {after: 15 days, end: returned}}
            fee: {ask: payment, expires: {after: 15 days, end: terminated}}
        return: {by: one_stop/reception}
    """,
    "an end without anybody who returns the result": """
        receive: {by: one_stop/reception}
        ‹MC412›sign:
          by: authority/leader
          outcomes: {good: {end: returned}, better: {end: returned}, best: {to: pay}}
        pay: {by: department/officer, kind: payout}
    """,
    "silent and lonely consultations": """
        receive: {by: one_stop/reception}
        ‹MC415›consult: {by: consulted/officer}
        ‹MC416›consult_more: {by: consulted/officer, limit: 3 working days}
        return: {by: one_stop/reception}
    """,
}


@pytest.mark.parametrize("story", STEPS)
def test_what_steps_do_against_the_law_is_told_where_they_do_it(story: str) -> None:
    text, expected = marked(a_text(STEPS[story]))
    assert places(legal_findings_in(text)) == expected


CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "a procedure that is right": (("level:", "boundary_free: true\nlevel:"),),
    "free of boundaries, but received by one unit": (
        ("level:", "boundary_free: true\nlevel:"),
        ("receive: {by: one_stop/reception", "receive: {‹MC403›by: department/officer"),
    ),
    "alerts that come too late for an apology": (
        (
            "steps:",
            "‹MC407›alerts: [{name: late, of: dossier, at: due, to: head}, {name: early, of: step, at: 1 working day before, to: head}]\nsteps:",
        ),
    ),
    "an alert early enough by its share": (
        ("steps:", "alerts: [{name: soon, of: dossier, at: 70 %, to: head}]\nsteps:"),
    ),
    "no alert early enough, but none is possible": (
        ("steps:", "alerts: [{name: late, of: dossier, at: due, to: head}]\nsteps:"),
        ("limit: 5 working days", "limit: same day"),
    ),
    "a full online service that needs an original": (
        ("level:", "service: full\nlevel:"),
        (
            "dossier:",
            "dossier:\n  papers: {title: {label: Giấy, ‹MC408›original: 1}, copy: {label: Bản sao, copies: 1}, extra: {label: Thêm, original: 1, required: false}, scanned: {label: Quét, original: 1, digitise: true}, known: {label: Có, original: 1, replaced_by_data: true}}",
        ),
    ),
    "a partly online service that needs an original": (
        ("dossier:", "dossier:\n  papers: {title: {label: Giấy, original: 1}}"),
    ),
    "identity numbers, one of them for everybody to see": (
        (
            "  fields:",
            "  fields:\n    phone: {label: Số, type: phone, personal: true}\n    id: {label: Số, ‹MC420›type: identity_number}",
        ),
    ),
    "personal data that is forgotten beside data that is erased": (
        (
            "dossier:\n  fields:",
            "‹MC422›dossier:\n  fields:\n    phone: {label: Số, type: phone, personal: true, kept_for: 1 year}\n    id: {label: Số, type: identity_number, ‹MC422›personal: true}",
        ),
    ),
    "two levels that share a limit": (
        ("level: province", "‹MC417›level: interlevel"),
        ("sign:", "forward: {by: department/records, limit: same day}\n  sign:"),
    ),
    "a result at another desk": (
        ("level: province", "level: interlevel"),
        ("return: {by: one_stop/", "return: {‹MC413›by: provincial_desk/"),
    ),
}


@pytest.mark.parametrize("story", CHANGES)
def test_what_a_procedure_promises_against_the_law_is_told(story: str) -> None:
    text = a_text(RIGHT, limit="5 working days")
    for old, new in CHANGES[story]:
        assert old in text
        text = text.replace(old, new, 1)
    text, expected = marked(text)
    assert places(legal_findings_in(text)) == expected


def test_an_office_step_without_a_time_is_told_only_where_the_sum_does_not_tell_it() -> None:
    steps = RIGHT.replace("sign:", "assign: {by: department/head, limit: uncounted}\n    sign:")

    (told,) = legal_findings_in(a_text(steps, limit="5 working days"))

    assert (told.code, told.severity.value) == ("MC414", "information")
    assert legal_findings_in(a_text(steps, limit="6 working days")) == []


def test_a_procedure_in_force_before_its_decision_is_told() -> None:
    text = a_text(RIGHT, limit="5 working days")
    decided = text.replace("number: 2022/QĐ-UBND,", "number: 2022/QĐ-UBND, date: 2026-01-02,")

    (told,) = legal_findings_in(decided)

    assert told.code == "MC421"
    assert render(told.message, "en").endswith("2026-01-02, but it begins on 2025-12-01")


def test_a_legal_finding_can_be_accepted_with_a_reason() -> None:
    accepted = "accept: {MC412: Bảng không có dòng trả kết quả}\n"
    steps = RIGHT.split("    return:")[0]

    assert [each.code for each in legal_findings_in(a_text(steps))] == ["MC412"]
    assert legal_findings_in(a_text(steps, top=accepted)) == []
