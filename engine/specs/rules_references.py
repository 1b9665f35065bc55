"""Rules about names that lead from one place of the specifications to another (MC1xx)."""

from __future__ import annotations

from engine.messages import message
from engine.specs.findings import Severity
from engine.specs.rule import Rule

REFERENCE_RULES: tuple[Rule, ...] = (
    Rule(
        "MC101",
        Severity.ERROR,
        message("An unknown step"),
        message("The route leads to a step that the procedure does not have."),
        message("Name a step of this procedure."),
        "outcomes: {agree: {to: singn}}\n",
    ),
    Rule(
        "MC102",
        Severity.ERROR,
        message("An unknown group or phase"),
        message("A step belongs to a group or phase whose time is not stated."),
        message("Add it with its time under `groups:` or `phases:`."),
        "groups: {processing: 7 working days}\nsteps: {draft: {group: proccessing}}\n",
    ),
    Rule(
        "MC103",
        Severity.ERROR,
        message("An unknown field of the dossier"),
        message("What a step asks, or a condition reads, must be declared as data of the dossier."),
        message("Add the field under `dossier: {{fields: …}}`, or correct its name."),
        'when: dossier.aera == "difficult"\n',
    ),
    Rule(
        "MC104",
        Severity.ERROR,
        message("Not a field of several units"),
        message("`for_each:` gives one work item to each unit that a field of the dossier names."),
        message("Name a field of type `units`."),
        "for_each: dossier.area\n",
    ),
    Rule(
        "MC105",
        Severity.ERROR,
        message("A comparison of different kinds of values"),
        message("A number compared with a text never holds, so the alternative is never taken."),
        message("Write numbers without quotes and texts in quotes."),
        'when: dossier.investment_vnd >= "800000000000"\n',
    ),
    Rule(
        "MC106",
        Severity.ERROR,
        message("An unknown form"),
        message("Forms are named by type, never by number: numbers change with each circular."),
        message("Name one of the types of forms."),
        "prints: [form_01]\n",
    ),
    Rule(
        "MC107",
        Severity.ERROR,
        message("Two rungs of an alert ladder with the same name"),
        message("Each rung is raised once, and its name tells whether it was."),
        message("Give each rung a name of its own."),
    ),
    Rule(
        "MC108",
        Severity.WARNING,
        message("Not a finding that can be accepted"),
        message(
            "`accept:` gives the reason for a warning about structure, time or law. Faults of the file itself and names that lead nowhere are corrected instead."
        ),
        message("Correct the code, or delete the line."),
        "accept: {MC999: The table says so}\n",
    ),
    Rule(
        "MC109",
        Severity.ERROR,
        message("An unknown option of a choice"),
        message("A field of type choice never has a value that is not among its options."),
        message("Compare with one of the field's options."),
        'when: dossier.area == "dificult"\n',
    ),
    Rule(
        "MC110",
        Severity.ERROR,
        message("An unknown unit role"),
        message("Steps and responsibilities may only name the unit roles of the organisation."),
        message("Add the role under `roles:` of the organisation, or correct its name."),
        "by: departement/head\n",
    ),
    Rule(
        "MC111",
        Severity.ERROR,
        message("An unknown position"),
        message("Steps and posts may only name the positions of the organisation."),
        message("Add it under `positions:` of the organisation, or correct its name."),
        "by: department/haed\n",
    ),
    Rule(
        "MC112",
        Severity.ERROR,
        message("Nobody is responsible"),
        message(
            "On the day the procedure takes effect, no unit plays a role it needs, so a dossier would have nowhere to go."
        ),
        message("Add a responsibility for the role to the organisation, valid from that day."),
    ),
    Rule(
        "MC113",
        Severity.ERROR,
        message("An unknown unit"),
        message("The code is not the code of any unit of the organisation."),
        message("Correct the code, or add the unit."),
    ),
    Rule(
        "MC114",
        Severity.ERROR,
        message("An unknown calendar"),
        message("Time limits can only be counted with a calendar that exists."),
        message("Correct the code, or add the calendar."),
    ),
    Rule(
        "MC115",
        Severity.ERROR,
        message("A chain that leads back to itself"),
        message(
            "A unit cannot lie above itself, succeed itself, and a calendar cannot extend itself."
        ),
        message("Break the chain at one place."),
    ),
    Rule(
        "MC116",
        Severity.ERROR,
        message("A code used twice"),
        message("A code names one thing. With two of them, nobody can tell which one is meant."),
        message("Change one of the two codes."),
        source=message("QĐ 20/2020/QĐ-TTg: the code of a unit is closed with it, never used again"),
    ),
    Rule(
        "MC117",
        Severity.ERROR,
        message("An end before the beginning"),
        message("A period ends on its last day, which cannot lie before its first."),
        message("Correct one of the two dates."),
    ),
    Rule(
        "MC118",
        Severity.ERROR,
        message("Two units with the same responsibility"),
        message(
            "Two rules that began on the same day name different units for the same dossiers, so neither is more specific or newer than the other."
        ),
        message(
            "Delete one of the two, or say for which procedures, fields or territory it holds."
        ),
    ),
    Rule(
        "MC119",
        Severity.ERROR,
        message("A responsibility that outlives its unit"),
        message(
            "The unit is closed while it is still responsible, and no unit succeeds it, so from then on dossiers would have nowhere to go."
        ),
        message(
            "Name the successor of the unit, or end the responsibility and give it to another."
        ),
    ),
    Rule(
        "MC131",
        Severity.ERROR,
        message("Somebody who takes part twice"),
        message(
            "Whoever does the step records its outcome and takes part anyway; whoever takes part does so once."
        ),
        message("Name everybody once."),
        "council: {by: department/officer, participants: [department/officer, authority/leader]}\n",
    ),
    Rule(
        "MC132",
        Severity.ERROR,
        message("A delegation of nobody, or of a position not held"),
        message(
            "Only officers of the organisation act for each other, and only in a position that is held during the delegation."
        ),
        message("Name the officers by their ids, and positions held then; or correct the dates."),
    ),
    Rule(
        "MC133",
        Severity.ERROR,
        message("A delegation that leads back"),
        message(
            "Two officers who are away at the same time cannot act for each other, nor anybody for himself: nobody would be there."
        ),
        message("Name somebody who is there, or correct the dates."),
    ),
    Rule(
        "MC134",
        Severity.WARNING,
        message("Two who act for one officer at the same time"),
        message(
            "Where two officers act in the same position for the same officer, nobody knows who of them is to."
        ),
        message("Name the positions of each, or correct the dates."),
    ),
)
