"""Rules about procedures that start one another (MC14x, MC340)."""

from __future__ import annotations

from engine.messages import message
from engine.specs.findings import Severity
from engine.specs.rule import Rule

LINK_RULES: tuple[Rule, ...] = (
    Rule(
        "MC140",
        Severity.ERROR,
        message("An unknown linked procedure"),
        message("The step starts a procedure that is neither among the files nor published."),
        message("Write the code of a procedure, with its variant: `<code>-<variant>`."),
        'starts: {procedure: "1.01446"}\n',
    ),
    Rule(
        "MC141",
        Severity.ERROR,
        message("Procedures that start one another for ever"),
        message(
            "Each dossier would start another one, and where they wait for each other none would ever end."
        ),
        message("Take one `starts:` out of the circle."),
        "starts: {procedure: A, wait: true}   # and A starts this procedure\n",
    ),
    Rule(
        "MC142",
        Severity.ERROR,
        message("Data that the linked procedure cannot take"),
        message(
            "`data:` fills fields that the linked procedure asks at reception with values of this dossier; the kinds of values must agree."
        ),
        message(
            "Write `data: {{field of the linked procedure: field of this one}}` with fields of the same type."
        ),
        "starts: {procedure: A, data: {capital: name}}\n",
    ),
    Rule(
        "MC143",
        Severity.ERROR,
        message("A required field that the linked procedure is not given"),
        message(
            "The program receives the linked dossier by itself; nobody is there to fill in what is missing."
        ),
        message("Give the field under `data:` from a required field of this procedure."),
        "starts: {procedure: A}   # A requires a field at reception\n",
    ),
    Rule(
        "MC144",
        Severity.WARNING,
        message("A linked procedure that is not in force all the time"),
        message(
            "A dossier of a procedure that is not in force cannot be received; the step would fail and alert the centre."
        ),
        message("Let both procedures be in force over the same days."),
        "effective: {from: 2026-01-01}   # and the linked one from 2026-07-01\n",
    ),
    Rule(
        "MC145",
        Severity.ERROR,
        message("A word about waiting where the dossier does not wait"),
        message(
            "Without `wait: true` the dossier goes on as soon as the linked one is received: nobody watches a wait, nothing runs out, and there is one way on."
        ),
        message("Add `wait: true` to `starts:`, or take the key away."),
        "starts: {procedure: A}\nlimit: 3 working days\n",
    ),
    Rule(
        "MC146",
        Severity.ERROR,
        message("An end of the linked dossier that leads nowhere"),
        message(
            "The linked dossier may be refused, withdrawn, stopped or terminated; the dossier that awaits it must know where to go then."
        ),
        message(
            "Write `outcomes:` with `refused`, `withdrawn`, `stopped` and `terminated`, or `otherwise` for all that are left."
        ),
        "starts: {procedure: A, wait: true}\noutcomes: {refused: {end: refused}}\n",
    ),
    Rule(
        "MC147",
        Severity.ERROR,
        message("Data passed on before it was asked for"),
        message(
            "The linked dossier is received when the step that starts it begins. What `data:` passes on and no step has asked for by then is empty: the linked procedure lacks what it requires, and the step would fail."
        ),
        message(
            "Name the field in `form:` of a step on every way to this one, or in no `form:` at all, so that it is asked for at reception."
        ),
        "appraise: {by: department/officer}\ntax: {starts: {procedure: A, data: {amount: price}}}\nsign: {by: authority/leader, form: [price]}\n",
    ),
    Rule(
        "MC340",
        Severity.WARNING,
        message("A step shorter than the linked procedure it awaits"),
        message(
            "The linked dossier may take its whole legal limit; a step that waits for it cannot be shorter."
        ),
        message(
            "Lengthen the step, let the clock stand still with `clock: stop`, or accept the finding with a reason."
        ),
        "starts: {procedure: A, wait: true}   # A has 20 working days\nlimit: 5 working days\n",
    ),
)
