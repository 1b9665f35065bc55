"""Rules of the graph floor: structure and soundness (MC2xx), time (MC3xx)."""

from __future__ import annotations

from engine.messages import message
from engine.specs.findings import Severity
from engine.specs.rule import Rule
from engine.specs.rules_blocks import BLOCK_RULES

_STRUCTURE: tuple[Rule, ...] = (
    Rule(
        "MC201",
        Severity.ERROR,
        message("A step that nothing leads to"),
        message(
            "No dossier ever comes to the step. A step leads to the one below it only while it has no `next:`, `outcomes:` or `choose:` of its own, and a step that returns the result ends the dossier."
        ),
        message("Lead a step there with `next:` or `to:`, or delete the step."),
        "steps:\n  receive: {by: one_stop/reception, next: sign}\n  appraise: {by: department/officer}\n  sign: {by: authority/leader}\n",
    ),
    Rule(
        "MC202",
        Severity.ERROR,
        message("A step without a way to an end"),
        message("A dossier that comes to the step can never be finished."),
        message("Give this step, or one after it, an outcome that goes on or ends the dossier."),
        "steps:\n  receive: {by: one_stop/reception, outcomes: {accepted: {to: appraise}, refused: {end: refused}}}\n  appraise: {by: department/officer, next: review}\n  review: {by: department/head, next: appraise}\n",
    ),
    Rule(
        "MC203",
        Severity.ERROR,
        message("A choice without a rest"),
        message("A dossier that meets none of the conditions would be stuck at the choice."),
        message("Add a last alternative without `when:`, for example `- {{to: draft}}`."),
        'route:\n  choose:\n    - {when: "dossier.area > 100", to: council}\n',
    ),
    Rule(
        "MC204",
        Severity.ERROR,
        message("An alternative that is never taken"),
        message(
            "Alternatives are tried from top to bottom. One below the rest, or with the condition of an earlier one, never has its turn."
        ),
        message("Put the alternative without `when:` last, and delete repeated conditions."),
        'route:\n  choose:\n    - {to: draft}\n    - {when: "dossier.area > 100", to: council}\n',
    ),
    Rule(
        "MC205",
        Severity.WARNING,
        message("A join with nothing to join"),
        message("`join: all` waits for parallel branches, but at most one branch comes here."),
        message("Delete `join: all`, or lead the other branches here."),
        "sign: {join: all, by: authority/leader}\n",
    ),
    Rule(
        "MC206",
        Severity.ERROR,
        message("A procedure without an end"),
        message("Every step leads to another one, so no dossier can ever be finished."),
        message("Let the last step end the dossier: leave out its `next:`, or write `end:`."),
        "steps:\n  receive: {by: one_stop/reception, next: sign}\n  sign: {by: authority/leader, next: receive}\n",
    ),
    Rule(
        "MC207",
        Severity.ERROR,
        message("Answers of several units that cannot be put together"),
        message(
            "With `for_each:`, each of several units answers by itself. Were there two outcomes, the last answer alone would decide where the dossier goes; were there a form, the last answer would overwrite the others."
        ),
        message(
            "Let the units answer in the note of one outcome, and let the step after it decide and fill in the form."
        ),
        "consult:\n  by: consulted/officer\n  for_each: dossier.units\n  outcomes:\n    agree: {to: conclude}\n    object: {to: appraise}\n",
    ),
    Rule(
        "MC208",
        Severity.WARNING,
        message("An expiry that never comes"),
        message(
            "`on_expiry: proceed` goes on without the opinions that are late, but without a limit none is ever late."
        ),
        message("Give the step a `limit:`."),
        "consult: {by: consulted/officer, for_each: dossier.units, on_expiry: proceed}\n",
    ),
    Rule(
        "MC209",
        Severity.ERROR,
        message("A name the program itself uses"),
        message(
            "A wait that runs out has the outcome `expired`, and ends are called `end.refused` and the like; an outcome of the author cannot have the same name."
        ),
        message("Choose another name for the outcome."),
        "wait:\n  ask: external\n  expires: {after: 15 days, end: terminated}\n  outcomes:\n    expired: {to: remind}\n",
    ),
    Rule(
        "MC210",
        Severity.ERROR,
        message("A circle in which nobody works"),
        message(
            "Choices are decided at once, and a consultation of no units is over at once. A circle of nothing else could be gone round for ever in one moment."
        ),
        message("Put a step that somebody does, or a wait, into the circle."),
        'consult: {by: consulted/officer, for_each: dossier.units, next: enough}\nenough:\n  choose:\n    - {when: "dossier.area > 100", to: sign}\n    - {to: consult}\n',
    ),
)

_SOUNDNESS: tuple[Rule, ...] = (
    Rule(
        "MC211",
        Severity.ERROR,
        message("A join that waits for ever"),
        message(
            "On the path told, a branch that the join waits for was never started, so the dossier stands still."
        ),
        message(
            "Lead this path round the join to a step without `join: all`, or start all branches before it."
        ),
        "appraise:\n  by: department/officer\n  outcomes:\n    easy: {to: conclude}\n    hard: {to: study}\nstudy: {by: department/officer, next: {all: [survey, consult]}}\nsurvey: {by: department/officer, next: conclude}\nconsult: {by: department/officer, next: conclude}\nconclude: {join: all, by: department/officer}\n",
    ),
    Rule(
        "MC212",
        Severity.ERROR,
        message("An end with work left open"),
        message(
            "On the path told, the dossier ends while another branch is still being worked on, or ends more than once."
        ),
        message(
            "Let the branches meet at a step with `join: all` first, and decide there whether the dossier ends."
        ),
        "appraise: {by: department/officer, next: {all: [survey, consult]}}\nsurvey: {by: department/officer, next: conclude}\nconsult: {by: department/officer, next: conclude}\nconclude: {by: department/officer}\n",
    ),
    Rule(
        "MC213",
        Severity.ERROR,
        message("Parallel work that piles up"),
        message(
            "Going back starts the parallel branches again while those of the round before are still open, and so on without bound."
        ),
        message("Go back only after the branches have met, from a step behind `join: all`."),
        "appraise: {by: department/officer, next: {all: [survey, consult]}}\nsurvey: {by: department/officer, next: appraise}\n",
    ),
    Rule(
        "MC214",
        Severity.ERROR,
        message("An outcome that can never happen"),
        message("In no dossier does the work come to where this outcome could be chosen."),
        message("Delete the outcome, or mend the way to it."),
    ),
    Rule(
        "MC215",
        Severity.ERROR,
        message("A circle without a way out"),
        message("After the path told, work can always go on, but never to an end."),
        message("Give one of the steps of the circle an outcome that leaves it."),
    ),
    Rule(
        "MC216",
        Severity.WARNING,
        message("Soundness is undecided"),
        message(
            "The procedure has more states than are searched, so it is neither proved sound nor shown to fail."
        ),
        message("Let parallel branches meet earlier, or split the procedure into linked ones."),
    ),
)

_STATUS: tuple[Rule, ...] = (
    Rule(
        "MC231",
        Severity.WARNING,
        message("A status that contradicts the route"),
        message(
            "Applicants follow a dossier by its status. It goes forward with the work, from received over in progress to finished, and says what is waited for exactly where that is waited for."
        ),
        message("Correct `status:`, or delete it: the kind of step tells the usual one."),
        "appraise: {by: department/officer, status: finished}\nsign: {by: authority/leader}\n",
        source=message("The national list of dossier statuses (1 to 10)"),
    ),
)

_TIME: tuple[Rule, ...] = (
    Rule(
        "MC301",
        Severity.WARNING,
        message("Steps longer than the legal limit"),
        message(
            "The counted limits on the longest path add up to more than the limit of the procedure. Parallel branches count by the longest, return edges and waits not at all, groups once."
        ),
        message(
            "Compare the limits with the decision. Rows that share one time go into a group (`groups:`, `group:`). If the decision prints them so, write `accept: {{MC301: <reason>}}`."
        ),
        "limit: 5 working days\nsteps:\n  appraise: {by: department/officer, limit: 4 working days}\n  sign: {by: authority/leader, limit: 2 working days}\n",
    ),
    Rule(
        "MC302",
        Severity.WARNING,
        message("Steps shorter than the legal limit"),
        message(
            "The counted limits on the longest path add up to less than the limit of the procedure, as when a row of the table was forgotten."
        ),
        message(
            "Compare the limits with the decision. If it prints them so, write `accept: {{MC302: <reason>}}`."
        ),
        "limit: 10 working days\nsteps:\n  appraise: {by: department/officer, limit: 4 working days}\n  sign: {by: authority/leader, limit: 2 working days}\n",
    ),
    Rule(
        "MC303",
        Severity.WARNING,
        message("A phase with another subtotal"),
        message("The limits of the steps of a phase do not add up to the time of the phase."),
        message(
            "Compare the limits with the decision. If it prints them so, write `accept: {{MC303: <reason>}}`."
        ),
        "phases: {commune: 40 working hours}\nsteps:\n  appraise: {by: commune/officer, phase: commune, limit: 4 working days}\n",
    ),
    Rule(
        "MC304",
        Severity.WARNING,
        message("A group with too little time"),
        message("The limits of the steps of a group add up to more than the time they share."),
        message(
            "Compare the limits with the decision. If it prints them so, write `accept: {{MC304: <reason>}}`."
        ),
        "groups: {processing: 2 working days}\nsteps:\n  appraise: {by: department/officer, group: processing, limit: 3 working days}\n",
    ),
    Rule(
        "MC305",
        Severity.WARNING,
        message("No step is bounded"),
        message(
            "The procedure has a limit, but none of its steps has, so nobody learns in time who is late."
        ),
        message("Give steps a `limit:`, or put them into a group or phase that has a time."),
    ),
    Rule(
        "MC306",
        Severity.WARNING,
        message("A wait longer than its step"),
        message(
            "The clock runs on during the wait, and the wait may last longer than the whole step."
        ),
        message(
            "Stop the clock with `clock: stop`, or correct one of the times. If the decision prints them so, write `accept: {{MC306: <reason>}}`."
        ),
        "verify:\n  by: department/officer\n  limit: 10 days\n  outcomes:\n    post: {ask: external, clock: run, limit: 15 days}\n",
    ),
    Rule(
        "MC307",
        Severity.WARNING,
        message("Limits by case without a rest"),
        message("A dossier that meets none of the conditions is given the last limit."),
        message("Add a last case without `when:`, for example `- {{is: 23 days}}`."),
        "limit:\n  - {when: 'dossier.area == \"difficult\"', is: 33 days}\n",
    ),
    Rule(
        "MC309",
        Severity.WARNING,
        message("An accepted finding that does not occur"),
        message("The entry in `accept:` silences nothing, and would hide a later mistake."),
        message("Delete the entry."),
        'accept: {MC301: "the table of the decision"}\n',
    ),
    Rule(
        "MC310",
        Severity.ERROR,
        message("An error that cannot be accepted"),
        message("Only warnings can be accepted; a dossier would get stuck on an error."),
        message("Mend what the finding names, and delete the entry."),
        'accept: {MC211: "it has always been so"}\n',
    ),
    Rule(
        "MC311",
        Severity.WARNING,
        message("A limit that the working calendar makes impossible on some days"),
        message(
            "Working time and dates meet in the limits, and for dossiers received on some days within two years, for instance before Tết, the steps end after the legal due date although each keeps its limit."
        ),
        message(
            "Give the steps less time, or print them in the kind of time of the limit. If the decision prints them so, write `accept: {{MC311: <reason>}}`."
        ),
        "limit: 15 days\nsteps:\n  appraise: {by: department/officer, limit: 9 working days}\n  sign: {by: authority/leader, limit: 1 working day}\n",
        message(
            "Civil Code 2015, article 148.5: a limit that ends on a day off ends on the next working day"
        ),
    ),
)

GRAPH_RULES: tuple[Rule, ...] = (*_STRUCTURE, *_SOUNDNESS, *BLOCK_RULES, *_STATUS, *_TIME)
