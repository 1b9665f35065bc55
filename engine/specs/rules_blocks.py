"""Rules of parallel work that is cut short or left out: MC217 to MC219."""

from __future__ import annotations

from engine.messages import message
from engine.specs.findings import Severity
from engine.specs.rule import Rule

BLOCK_RULES: tuple[Rule, ...] = (
    Rule(
        "MC217",
        Severity.ERROR,
        message("A join that needs as many branches as there are, or more"),
        message(
            "More branches than lead to the join can never arrive, so it would wait for ever. As many as there are is the same as all of them."
        ),
        message("Write `join: all`, or a smaller number."),
        "appraise: {by: department/officer, next: {all: [survey, consult]}}\nsurvey: {by: department/officer, next: conclude}\nconsult: {by: department/officer, next: conclude}\nconclude: {join: 3, by: department/officer}\n",
    ),
    Rule(
        "MC218",
        Severity.ERROR,
        message("Branches that cannot be cancelled"),
        message(
            "A join that goes on before all branches have arrived cancels the others. That needs a block: one split where all branches start, this join where all of them end, and no way in or out between. Otherwise work would be cancelled that others still need, or be left behind."
        ),
        message(
            "Lead every branch from the split to this join only, or write `join: all`. A wait or a way back within one branch is allowed."
        ),
        "appraise: {by: department/officer, next: {all: [survey, consult]}}\nsurvey:\n  by: department/officer\n  outcomes: {done: {to: conclude}, redo: {to: appraise}}\nconsult: {by: department/officer, next: conclude}\nconclude: {join: any, by: department/officer}\n",
    ),
    Rule(
        "MC219",
        Severity.ERROR,
        message("Branches that may not start and do not meet"),
        message(
            "A branch whose condition does not hold counts as arrived at the join. So all branches after `matching:` must meet at one join, and lead nowhere else before it."
        ),
        message("Lead every branch to the same step, and write `join: all` there."),
        "appraise:\n  by: department/officer\n  next: {matching: [{when: dossier.area > 100, to: survey}, {to: consult}]}\nsurvey: {by: department/officer, next: conclude}\nconsult: {by: department/officer, next: conclude}\nconclude: {by: department/officer}\n",
    ),
)
