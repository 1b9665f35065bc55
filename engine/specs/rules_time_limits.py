"""Rules of tasks after the result (MC251, MC252), appointments (MC321 to MC324), dates (MC331, MC332)."""

from __future__ import annotations

from engine.messages import message
from engine.specs.findings import Severity
from engine.specs.rule import Rule

TIME_LIMIT_RULES: tuple[Rule, ...] = (
    Rule(
        "MC251",
        Severity.ERROR,
        message("A task after the result that may come before it"),
        message(
            "A dossier that comes to a step with `after_result: true` counts as returned, and its legal limit is over. So only a step that hands over the result, or another task after it, may lead there."
        ),
        message(
            "Write the step below the one that returns the result, or lead there from it; or delete `after_result: true`."
        ),
        "steps:\n  sign: {by: authority/leader}\n  publish: {by: department/officer, after_result: true}\n  return: {by: one_stop/reception}\n",
    ),
    Rule(
        "MC252",
        Severity.ERROR,
        message("Handling that goes on after the result"),
        message(
            "After a task with `after_result: true` a step follows that belongs to the handling. The result was handed over already, and no limit would count the step."
        ),
        message("Write `after_result: true` in the step that follows too, or lead elsewhere."),
        "steps:\n  return: {by: one_stop/reception}\n  publish: {by: department/officer, after_result: true, next: check}\n  check: {by: department/officer}\n",
    ),
    Rule(
        "MC312",
        Severity.WARNING,
        message("Whether the steps fit is undecided"),
        message(
            "The procedure has more routes of different times, or more ways to wait at its joins, than are tried, so it is neither proved that the steps fit into the limit nor shown that they do not."
        ),
        message(
            "Give steps that stand in place of each other the same time, print the times in the kind of time of the limit, or split the procedure into linked ones. If the decision prints it so, write `accept: {{MC312: <reason>}}`."
        ),
    ),
    Rule(
        "MC321",
        Severity.WARNING,
        message("Appointments with another sum than the legal limit"),
        message(
            "The limits of the appointments are the parts of the legal limit, but add up to another time."
        ),
        message(
            "Compare the limits with the decision. If it prints them so, write `accept: {{MC321: <reason>}}`."
        ),
        "limit: 10 working days\nappointments:\n  assessment: {limit: 6 working days, from: receive, to: process}\n  grant: {limit: 5 working days, from: sign, to: sign}\n",
    ),
    Rule(
        "MC322",
        Severity.WARNING,
        message("Time that belongs to no appointment"),
        message(
            "The legal limit is parted into appointments, and what lies between them is nobody's time. A step with a limit lies there, so no due date of the dossier covers it."
        ),
        message(
            "Let an appointment begin or end so that it spans the step, or write `limit: uncounted` in the step."
        ),
        "appointments:\n  assessment: {limit: 6 working days, from: receive, to: process}\n  grant: {limit: 4 working days, from: issue, to: issue}\nsteps:\n  process: {by: department/officer, limit: 6 working days}\n  sign: {by: authority/leader, limit: 1 working day}\n  issue: {by: department/records, limit: 4 working days}\n",
    ),
    Rule(
        "MC323",
        Severity.ERROR,
        message("An appointment that is never over"),
        message("No way leads forward from the first step of the appointment to its last one."),
        message("Mend `from:` and `to:`: the appointment runs from the earlier step to the later."),
        "appointments:\n  assessment: {limit: 6 working days, from: process, to: receive}\n",
    ),
    Rule(
        "MC324",
        Severity.ERROR,
        message("Two appointments at once"),
        message(
            "Appointments span the same step, or steps that are done side by side. While a dossier is there two due dates would hold for it."
        ),
        message(
            "Let the later appointment begin behind the step with which the earlier is over; let one appointment span all branches of parallel work."
        ),
        "appointments:\n  assessment: {limit: 6 working days, from: receive, to: sign}\n  grant: {limit: 4 working days, from: sign, to: issue}\n",
    ),
    Rule(
        "MC331",
        Severity.ERROR,
        message("A date that no year has"),
        message(
            "`due:` names a day of every year, and no year has this one. 29 February may be written: in other years it is the last day of February."
        ),
        message("Correct the day or the month."),
        "due: {month: 2, day: 30}\n",
    ),
    Rule(
        "MC332",
        Severity.WARNING,
        message("A step due after its procedure"),
        message(
            "The date of the step follows that of the procedure within half a year, so the step may be in time and the dossier late."
        ),
        message(
            "Correct one of the dates, or write `after_result: true` in the step. If the decision prints them so, write `accept: {{MC332: <reason>}}`."
        ),
        "due: {month: 7, day: 31}\nsteps:\n  sign: {by: authority/leader, due: {month: 8, day: 15}}\n",
    ),
)
