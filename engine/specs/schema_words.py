"""What each key of the specification language means, as editors show it; by model and key.

A test holds the keys against the models.
"""

from __future__ import annotations

from engine.messages import Message, message

KINDS: dict[str, Message] = {
    "specification": message("A specification of Một Cửa"),
    "procedure": message("A procedure of Một Cửa"),
    "organisation": message("An organisation of Một Cửa"),
    "calendar": message("A working calendar of Một Cửa"),
}

KEYS: dict[str, dict[str, Message]] = {
    "Procedure": {
        "kind": message("What the file holds."),
        "code": message("The national code, or a local one where the decision prints none."),
        "variant": message("Which of several chains of steps under one code this is."),
        "also_codes": message("Other codes that the same chain of steps serves."),
        "title": message("The name of the procedure."),
        "decision": message("The decision that approved the procedure."),
        "source": message("Where the text of the decision was read."),
        "effective": message("From when, and until when, dossiers are received under this text."),
        "field": message("The field of administration; responsibilities may name it."),
        "level": message("Who handles it: the province, the commune, or several levels."),
        "service": message("How far it can be done online: in full, in part, or information only."),
        "boundary_free": message("Any desk may receive it."),
        "calendar": message(
            "The calendar its limits are counted in; without it, that of the receiving desk."
        ),
        "limit": message(
            "The legal limit of the whole procedure, or a list of limits for different cases."
        ),
        "due": message("The day of every year on which dossiers are due, instead of a limit."),
        "appointments": message(
            "Parts of the legal limit with due dates of their own, by name; between them nobody's time runs."
        ),
        "phases": message("Parts with a limit of their own, by name."),
        "groups": message("Times that several steps share, by name."),
        "dossier": message("The data and papers of a dossier."),
        "steps": message("The steps by name, in the order of the printed table."),
        "alerts": message("The ladder of alerts; without it, the usual one."),
        "accept": message(
            "Warnings that are right for this decision, by code, each with the reason."
        ),
    },
    "Decision": {
        "number": message("Number and symbol of the decision."),
        "date": message("The day it was signed."),
        "issuer": message("Who signed it."),
    },
    "Effective": {
        "from": message("The first day dossiers are received under this text."),
        "until": message("The last such day; dossiers on their way stay on it."),
    },
    "YearlyDate": {
        "month": message("The month, from 1 to 12."),
        "day": message("The day of the month."),
    },
    "Appointment": {
        "label": message("What the appointment is called; without it, its name."),
        "limit": message("How long the steps of the appointment may take."),
        "from": message("The step with which the appointment begins."),
        "to": message("The step with which the appointment is over."),
    },
    "LimitCase": {
        "when": message("The case; without it, all that is left."),
        "is": message("The limit in that case."),
    },
    "Period": {
        "label": message("What the phase or group is called; without it, its name."),
        "limit": message("The time limit."),
    },
    "Expiry": {
        "after": message("How long the wait lasts at most."),
        "end": message("How the dossier then ends."),
        "to": message("The step at which the dossier then goes on."),
    },
    "Outcome": {
        "to": message("The step it leads to; an earlier one makes a return edge."),
        "end": message("How it ends the dossier."),
        "ask": message("What the dossier waits for."),
        "label": message("What the button says."),
        "back_to": message(
            "The step at which it goes on after the wait; without it, the same one."
        ),
        "clock": message("What the wait does to the dossier's clock."),
        "limit": message("How long the answer may take before it is late."),
        "expires": message("What happens when no answer comes."),
        "note_required": message("The officer must give a reason."),
        "undo": message(
            "Whether whoever chose it can take it back on the same day, while nothing came of it."
        ),
    },
    "Alternative": {
        "when": message("The condition; without it, all that is left."),
        "to": message("The step this alternative leads to."),
        "end": message("How this alternative ends the dossier."),
        "label": message("What the alternative is called."),
    },
    "Parallel": {
        "all": message("The steps that start together, at least two."),
    },
    "Matching": {
        "matching": message("Those of the steps start together whose condition holds."),
    },
    "Branch": {
        "when": message("The condition; without one, the step always starts."),
        "to": message("The step that starts."),
        "label": message("What the branch is called."),
    },
    "Join": {
        "needs": message("How many of the branches must have arrived."),
        "within": message("How long after the split the step begins at the latest."),
    },
    "Retry": {
        "times": message("How often a failed action is tried again before an alert is raised."),
        "delay": message("How long it waits before each further try."),
    },
    "Starts": {
        "procedure": message("The code of the procedure, with its variant: <code>-<variant>."),
        "wait": message("The dossier waits here until the linked dossier ends."),
        "data": message("Which field of the linked dossier takes its value from which field here."),
    },
    "Step": {
        "ref": message("The row number printed in the decision."),
        "label": message("What the step is called; without it, its name."),
        "kind": message("The kind of step; without it, the name of the step tells."),
        "by": message("Who does it: a position in the unit that plays a role."),
        "participants": message(
            "Who takes part and may add an opinion; whoever does the step records the outcome."
        ),
        "limit": message("How long the step may take."),
        "due": message("The day of every year on which the step is due, instead of a limit."),
        "next": message("The step that follows, or the steps that start together."),
        "outcomes": message("The ways it can come out, by name."),
        "choose": message("The alternatives that the data decides between."),
        "run": message("The action an automatic step runs."),
        "with": message("Parameters of the action."),
        "retry": message("How often a failed action is tried again."),
        "ask": message("What a wait waits for."),
        "starts": message("The linked procedure that the dossier starts here."),
        "clock": message("What waiting does to the dossier's clock."),
        "expires": message("What happens when the wait runs out."),
        "join": message("The step begins when as many of the branches as are needed have arrived."),
        "for_each": message("One work item for each unit in a field of type units."),
        "needs": message("How many of the units must have answered."),
        "on_expiry": message("A late opinion does not hold the dossier up."),
        "group": message("The group whose time the step shares."),
        "phase": message("The phase the step belongs to."),
        "status": message(
            "The national status while the dossier is here; without it, the kind of step tells."
        ),
        "after_result": message(
            "The step is done after the result is handed over, outside the legal limit."
        ),
        "form": message("Fields of the dossier that are asked here."),
        "prints": message("Types of forms that belong to the step."),
        "note": message("A remark for whoever reads the file."),
    },
    "DossierField": {
        "label": message("What the form says."),
        "type": message("What the field holds."),
        "required": message("The step cannot be completed without it."),
        "options": message("What can be chosen; only with type choice."),
        "personal": message("Personal data: shown only in the dossier itself."),
        "kept_for": message(
            "How long the personal data is kept after the dossier is closed; then it is erased. Without it, it is kept."
        ),
        "help": message("A hint below the field."),
    },
    "Paper": {
        "label": message("What the paper is called."),
        "original": message("How many originals."),
        "copies": message("How many copies."),
        "required": message("Whether the dossier is incomplete without it."),
        "digitise": message("It is scanned at reception."),
        "replaced_by_data": message("It need not be handed in: data the office has stands for it."),
    },
    "DossierContents": {
        "fields": message(
            "The data, by name; fields that no step asks for are asked at reception."
        ),
        "papers": message("The papers, by name."),
        "applicant_kept_for": message(
            "How long the details of the applicant are kept after the dossier is closed; then they are erased. Without it, they are kept."
        ),
    },
    "Rung": {
        "name": message("What the rung is called."),
        "of": message("The clock it belongs to."),
        "at": message("When: a share of the limit, the due date, or a time before or after it."),
        "to": message(
            "Who is told: whoever works on it, the head of that unit, a supervisor above it, or the centre."
        ),
    },
    "OrganisationSpec": {
        "kind": message("What the file holds."),
        "code": message("The code of the organisation."),
        "title": message("The name of the organisation."),
        "calendar": message("The calendar of all units that name none."),
        "positions": message("The positions, by the name that steps use."),
        "roles": message("The roles units can play, by the name that steps use."),
        "units": message("The units."),
        "officers": message("The officers."),
        "responsibilities": message("Which unit plays a role, for what, and since when."),
        "delegations": message("Who acts for whom, and for how long."),
    },
    "Unit": {
        "code": message("The code of the unit, closed with it and never used again."),
        "name": message("The name of the unit."),
        "parent": message("The unit above it."),
        "level": message("Where the unit stands."),
        "desk": message("A one-stop desk, which receives and returns dossiers."),
        "territory": message("The commune the unit serves, by its unit code."),
        "calendar": message("The calendar of the unit; without it, that of the unit above."),
        "valid_from": message("The first day of the unit."),
        "valid_until": message("The last day of the unit."),
        "successor": message("The unit that took over."),
    },
    "Officer": {
        "id": message("The name to sign in with."),
        "name": message("The name people read."),
        "posts": message("The positions the officer holds."),
        "duties": message("Which screens the officer has."),
        "email": message("Where notices go."),
    },
    "Post": {
        "unit": message("The unit of the position."),
        "position": message("The position in the unit."),
        "from": message("The first day in the position."),
        "until": message("The last day in the position."),
    },
    "Responsibility": {
        "role": message("The role that is played."),
        "unit": message("The unit that plays the role."),
        "procedures": message("Only for these procedures."),
        "fields": message("Only for procedures of these fields."),
        "territory": message("Only for dossiers of this commune."),
        "from": message("The first day of the responsibility."),
        "until": message("The last day of the responsibility."),
        "source": message("The document that says so."),
    },
    "Delegation": {
        "by": message("The officer who is away."),
        "to": message("The officer who acts instead."),
        "posts": message("Only in these positions; left out, in all the officer holds."),
        "from": message("The first day of the delegation."),
        "until": message("The last day of the delegation."),
        "source": message("The document that says so."),
    },
    "Delegated": {
        "unit": message("The unit of the position."),
        "position": message("The position in the unit."),
    },
    "CalendarSpec": {
        "kind": message("What the file holds."),
        "code": message("The code that others name the calendar by."),
        "title": message("The name of the calendar."),
        "extends": message("The calendar it changes."),
        "time_zone": message("The time zone of its days; without it, Asia/Ho_Chi_Minh."),
        "hours": message(
            "Office hours by weekday; a weekday left out is as in the calendar it changes, or closed."
        ),
        "public_holidays": message("Take the public holidays of Viet Nam."),
        "days_off": message("Days without work."),
        "worked_days": message("Days of the weekend that are worked."),
        "cut_off": message("When a day's reception ends."),
        "hours_per_day": message(
            "Working hours that make one working day; 8, unless said otherwise."
        ),
        "closed_day_end": message(
            "Where a limit in calendar days ends on a closed day: on the next working day, or there."
        ),
        "valid": message("The first and last day the calendar knows."),
    },
    "DayOff": {
        "on": message("The day off."),
        "name": message("Why it is a day off."),
        "source": message("The document that says so."),
    },
    "WorkedDay": {
        "on": message("The day that is worked."),
        "name": message("Why it is worked."),
        "source": message("The document that says so."),
        "hours": message("Its office hours; without them, those of the weekday in like."),
        "like": message("The weekday whose hours it takes over."),
    },
    "OfficeHours": {
        "start": message("When the session begins."),
        "end": message("When the session ends."),
    },
    "CutOff": {
        "after": message(
            "A dossier received after this time counts from the next opening of a working day."
        ),
        "source": message("The document that says so."),
    },
}
