"""Rules about conditions: what may be written in them, and what is proved of them (MC16x, MC24x)."""

from __future__ import annotations

from engine.messages import message
from engine.specs.findings import Severity
from engine.specs.rule import Rule

CONDITION_RULES: tuple[Rule, ...] = (
    Rule(
        "MC160",
        Severity.ERROR,
        message("Something conditions cannot do"),
        message(
            "A condition compares, adds and multiplies, and joins comparisons by “and”, “or” and “not”. Loops, patterns, division and other functions are left out, so that every condition is decided at once and can be proved."
        ),
        message(
            "Use only: == != < <= > >= in && || ! + - * has size startsWith endsWith contains."
        ),
        "when: 'dossier.name.matches(\"A.*\")'\n",
    ),
    Rule(
        "MC161",
        Severity.ERROR,
        message("A condition that is too large"),
        message(
            "A condition has at most 500 characters, 100 parts, 8 brackets within each other, lists of 50 values and numbers of 15 digits, so that none can hold up the office."
        ),
        message("Let a step record what is to be decided in a field of its own, and compare that."),
        "when: dossier.investment_vnd > 10000000000000000\n",
    ),
    Rule(
        "MC162",
        Severity.ERROR,
        message("A condition that is neither true nor false"),
        message("Only what holds or does not hold can decide where a dossier goes."),
        message("Compare the value with another one, for example “dossier.workers > 100”."),
        "when: dossier.workers + 100\n",
    ),
    Rule(
        "MC240",
        Severity.ERROR,
        message("A condition that never holds"),
        message(
            "Whatever is filled in, the condition does not hold, so the alternative is never taken."
        ),
        message("Correct the condition, or delete the alternative."),
        "when: dossier.workers > 100 && dossier.workers < 50\n",
    ),
    Rule(
        "MC241",
        Severity.WARNING,
        message("A condition that always holds"),
        message(
            "As soon as its fields are filled in, the condition holds, whatever stands in them, so it decides nothing."
        ),
        message("Correct the condition, or leave out `when:` to make the alternative the rest."),
        "when: dossier.workers > 100 || dossier.workers <= 100\n",
    ),
    Rule(
        "MC242",
        Severity.WARNING,
        message("Alternatives that overlap"),
        message(
            "For the example both conditions hold. The upper one is taken, which the author may not have meant. A special case above the general one is not reported."
        ),
        message("Narrow one of the two, often by writing > instead of >=."),
        'limit:\n  - {when: "dossier.area >= 100", is: 20 days}\n  - {when: "dossier.area <= 100", is: 10 days}\n',
    ),
    Rule(
        "MC243",
        Severity.WARNING,
        message("A condition on a field that was not asked yet"),
        message(
            "On some way to the choice no step asks the field. It is then empty, and a condition that depends on an empty field does not hold."
        ),
        message(
            "Ask the field in the `form:` of a step that every way passes, or let the condition say what an empty field means with `has(dossier.…)`."
        ),
        "steps:\n  route: {choose: [{when: dossier.workers > 100, to: council}, {to: sign}]}\n  sign: {by: authority/leader, form: [workers]}\n",
    ),
    Rule(
        "MC244",
        Severity.WARNING,
        message("A rest that nothing is left for"),
        message(
            "The alternatives above take every dossier: their fields are required, and every value is covered."
        ),
        message("Delete the rest, or the condition of the alternative above it."),
        'choose:\n  - {when: "dossier.urgent", to: sign}\n  - {when: "!dossier.urgent", to: review}\n  - {to: appraise}\n',
    ),
)
