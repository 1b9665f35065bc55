"""Rules about the file itself and the form of what is written in it (MC0xx)."""

from __future__ import annotations

from engine.messages import message
from engine.specs.findings import Severity
from engine.specs.rule import Rule

FILE_RULES: tuple[Rule, ...] = (
    Rule(
        "MC001",
        Severity.ERROR,
        message("The file is not readable YAML"),
        message("The file must be YAML text in UTF-8. Up to the place shown it could be read."),
        message("Look at the place shown and the line above it: indentation, quotes and colons."),
        "title: Cấp giấy phép\n  code: wrong indentation\n",
    ),
    Rule(
        "MC002",
        Severity.ERROR,
        message("The file is too large"),
        message("A specification is at most 256 KB, so that no file can exhaust the machine."),
        message("Put each procedure in a file of its own."),
    ),
    Rule(
        "MC003",
        Severity.ERROR,
        message("The file is nested too deeply"),
        message("Lists and mappings may lie 32 levels deep; no procedure needs as many as ten."),
        message("Look for brackets that are never closed."),
    ),
    Rule(
        "MC004",
        Severity.ERROR,
        message("A key is written twice"),
        message(
            "Most programs would silently keep one of the two values, and nobody could tell which one the author meant."
        ),
        message("Rename one of the two, or delete it."),
        "limit: 5 working days\nlimit: 10 working days\n",
    ),
    Rule(
        "MC005",
        Severity.ERROR,
        message("An anchor, an alias or a tag"),
        message(
            "Anchors (&name), aliases (*name) and tags (!name) hide what is written and can blow up a small file; specifications do without them."
        ),
        message("Write the value out. A text that begins with &, * or ! needs quotes."),
        "title: *other\n",
    ),
    Rule(
        "MC006",
        Severity.ERROR,
        message("The kind of document is missing or unknown"),
        message("Each file says in `kind:` what it describes; the other keys depend on it."),
        message("Begin the file with `kind: procedure`, `kind: organisation` or `kind: calendar`."),
        "kind: process\n",
    ),
    Rule(
        "MC007",
        Severity.ERROR,
        message("A value of the wrong form"),
        message("The key takes another kind of value, such as a date, a number, a list or a name."),
        message("Write the value in the form the message shows."),
        "effective: {from: soon}\n",
    ),
    Rule(
        "MC008",
        Severity.ERROR,
        message("Not a time limit"),
        message(
            "A limit is a number and a kind of time. Working time, calendar days and hours around the clock are different kinds and never convert into each other."
        ),
        message("Write the number, a space and the kind of time, for example “7 working days”."),
        "limit: 7 workdays\n",
    ),
    Rule(
        "MC009",
        Severity.ERROR,
        message("Not office hours"),
        message("Office hours are sessions from a time of day to a later one, or “closed”."),
        message("Write the sessions as “07:30-11:30, 13:30-17:00”."),
        "hours: {monday: morning}\n",
    ),
    Rule(
        "MC010",
        Severity.ERROR,
        message("Not a moment of an alert"),
        message("An alert is raised at a share of the limit, or before, at or after the due date."),
        message("Write “75 %”, “1 working day before”, “due” or “2 working days after”."),
        "alerts: [{name: soon, of: step, at: early, to: head}]\n",
    ),
    Rule(
        "MC011",
        Severity.ERROR,
        message("Not a performer of a step"),
        message(
            "A step is done by a position in the unit that plays a role; the organisation says which unit that is."
        ),
        message("Write the unit role, a slash and the position, for example “department/officer”."),
        "by: department head\n",
    ),
    Rule(
        "MC012",
        Severity.ERROR,
        message("Keys that do not go together"),
        message("Some keys exclude each other, and some need another one beside them."),
        message("Keep the key that says what is meant and delete the others."),
        "outcomes: {agree: {to: sign, end: refused}}\n",
    ),
    Rule(
        "MC013",
        Severity.ERROR,
        message("Not a condition"),
        message("A condition compares fields of the dossier; it has no loops and no patterns."),
        message("Compare a field with a value, for example “dossier.investment_vnd >= 1000000”."),
        'when: "dossier.area = difficult"\n',
    ),
    Rule(
        "MC014",
        Severity.ERROR,
        message("An unknown key"),
        message("A key that the program does not know would be ignored, and a typing error lost."),
        message("Correct the key or delete it."),
        "limt: 5 working days\n",
    ),
    Rule(
        "MC015",
        Severity.ERROR,
        message("A key is missing"),
        message("Without this key the document says too little to be used."),
        message("Add the key."),
    ),
    Rule(
        "MC016",
        Severity.WARNING,
        message("A code without quotes"),
        message(
            "This program keeps every code as written, but others read 1.001806 as a number and 010 as eight, and damage it when they save the file."
        ),
        message("Put the code in quotes."),
        "code: 1.001806\n",
    ),
    Rule(
        "MC017",
        Severity.ERROR,
        message("A key without a value"),
        message("Whether an empty value means “none” or was forgotten, nobody can tell."),
        message("Write the value, or delete the key."),
        "limit:\n",
    ),
    Rule(
        "MC018",
        Severity.ERROR,
        message("More than one document in a file"),
        message("One file holds one document, so that a procedure has one place and one history."),
        message("Move what follows the line `---` to a file of its own."),
    ),
    Rule(
        "MC019",
        Severity.ERROR,
        message("A closed status at a step"),
        message(
            "Refused, withdrawn, stopped and returned close the dossier. They follow from how it ends, so a step that is still worked on cannot show them."
        ),
        message("Name an open status, or let an outcome end the dossier with `end:`."),
        "return: {by: one_stop/reception, status: returned}\n",
        source=message("The national list of dossier statuses (1 to 10)"),
    ),
)
