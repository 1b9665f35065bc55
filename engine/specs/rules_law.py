"""Rules of law and practice (MC4xx); each names the text it follows from, or is information only."""

from __future__ import annotations

from engine.messages import message
from engine.specs.findings import Severity
from engine.specs.rule import Rule

_RECEPTION: tuple[Rule, ...] = (
    Rule(
        "MC401",
        Severity.WARNING,
        message("A procedure that does not begin with reception"),
        message(
            "The receipt, the time limit, the supplement and the refusal all hang on a first step that receives the dossier."
        ),
        message("Begin with a step named `receive`, or give the first step `kind: receive`."),
        "steps:\n  appraise: {by: department/officer, limit: 5 working days}\n  return: {by: one_stop/reception, limit: uncounted}\n",
        message("NĐ 61/2018/NĐ-CP, article 17"),
    ),
    Rule(
        "MC402",
        Severity.WARNING,
        message("A reception without its standard ways out"),
        message(
            "A dossier that lacks something is completed on one full request, and one that cannot be received is refused on the form with the reason. A first step without `outcomes:` offers both by itself."
        ),
        message(
            "Delete `outcomes:`, or add `lacking: {{ask: supplement}}` and `refused: {{end: refused, note_required: true}}`."
        ),
        "receive:\n  by: one_stop/reception\n  outcomes:\n    accepted: {to: appraise}\n",
        message("NĐ 61/2018/NĐ-CP, article 17"),
    ),
    Rule(
        "MC403",
        Severity.WARNING,
        message("Free of boundaries, but received in one place only"),
        message(
            "`boundary_free:` promises that every service centre of the province receives the dossier. A first step done by a certain unit takes that back."
        ),
        message("Let `one_stop/reception` receive the dossier, or delete `boundary_free: true`."),
        "boundary_free: true\nsteps:\n  receive: {by: department/officer}\n",
        message("NĐ 118/2025/NĐ-CP, articles 14 and 20"),
    ),
    Rule(
        "MC404",
        Severity.WARNING,
        message("A reception that takes more than a working day"),
        message(
            "A dossier filed online that is not received within a working day counts as received late, and one on paper is handed over within a working day."
        ),
        message(
            "Shorten the limit, or split the row: reception first, appraisal after it. If the decision prints them as one row, write `accept: {{MC404: <reason>}}`."
        ),
        "receive: {by: one_stop/reception, limit: 3 working days}\n",
        message("NĐ 118/2025/NĐ-CP, articles 17 and 18; NĐ 61/2018/NĐ-CP, article 18"),
    ),
    Rule(
        "MC405",
        Severity.INFORMATION,
        message("A desk that also decides"),
        message(
            "The desk receives, guides, digitises and returns; heads of divisions review and leaders sign. Who receives a dossier should not decide on it too."
        ),
        message("Give the step to another position, for example `authority/leader`."),
        "receive: {by: one_stop/reception}\nsign: {by: one_stop/reception}\n",
    ),
    Rule(
        "MC406",
        Severity.WARNING,
        message("A refusal without a reason"),
        message(
            "The applicant gets a refusal on its form with the reason written down, also after the appraisal."
        ),
        message("Add `note_required: true` to the outcome."),
        "appraise:\n  by: department/officer\n  outcomes:\n    passed: {to: sign}\n    refused: {end: refused}\n",
        message("NĐ 61/2018/NĐ-CP, article 19.8"),
    ),
)

_TERMS: tuple[Rule, ...] = (
    Rule(
        "MC407",
        Severity.WARNING,
        message("No time for an apology"),
        message(
            "An agency that will be late tells the desk and sends its apology with the reason and the new date at least one day before the limit expires. Somebody must hear of it early enough."
        ),
        message(
            "Add `- {{name: apology, of: dossier, at: 1 working day before, to: head}}` to `alerts:`."
        ),
        "alerts: [{name: late, of: dossier, at: due, to: head}]\n",
        message("NĐ 61/2018/NĐ-CP, article 19.9"),
    ),
    Rule(
        "MC408",
        Severity.WARNING,
        message("A full online service that needs paper"),
        message(
            "A service is fully online only where everything is done without coming to the desk. An original on paper must be brought or posted."
        ),
        message(
            "Write `service: partial`, ask for a copy instead of the original, or say that it is scanned (`digitise: true`) or that data stand for it (`replaced_by_data: true`)."
        ),
        "service: full\ndossier:\n  papers:\n    land_title: {label: Giấy chứng nhận, original: 1}\n",
        message("NĐ 42/2022/NĐ-CP, article 11"),
    ),
    Rule(
        "MC409",
        Severity.WARNING,
        message("A supplement asked for at several steps"),
        message(
            "After the reception an applicant is asked once, for everything. A second request is counted as overdue."
        ),
        message(
            "Let one step ask for everything. If the decision prints both, write `accept: {{MC409: <reason>}}`."
        ),
        "check: {by: department/officer, outcomes: {complete: {to: appraise}, lacking: {ask: supplement}}}\nappraise: {by: department/officer, outcomes: {passed: {to: sign}, lacking: {ask: supplement}}}\n",
        message("NĐ 61/2018/NĐ-CP, articles 17 and 19.4; QĐ 766/QĐ-TTg"),
    ),
    Rule(
        "MC410",
        Severity.WARNING,
        message("A supplement asked for too late"),
        message(
            "An applicant whose dossier lacks something hears of it within 3 working days of its reception. Where the steps before use up that time, nobody can keep it."
        ),
        message(
            "Ask at an earlier step. If the decision prints it so, write `accept: {{MC410: <reason>}}`."
        ),
        "survey: {by: department/officer, limit: 5 working days}\ncheck: {by: department/officer, outcomes: {complete: {to: sign}, lacking: {ask: supplement}}}\n",
        message("NĐ 61/2018/NĐ-CP, article 19.4"),
    ),
    Rule(
        "MC411",
        Severity.WARNING,
        message("A supplement after which the limit does not begin anew"),
        message(
            "The time limit is counted from the beginning when the full dossier is back, so the clock of a supplement restarts."
        ),
        message("Delete `clock:`: a supplement restarts the clock by itself."),
        "outcomes: {lacking: {ask: supplement, clock: stop}}\n",
        message("NĐ 61/2018/NĐ-CP, article 19.4"),
    ),
)

_RESULTS: tuple[Rule, ...] = (
    Rule(
        "MC412",
        Severity.WARNING,
        message("A result that nobody returns"),
        message(
            "The receipt names a day and a place for the result. Without a step that returns it, the dossier counts as returned when the last office is done, and nobody hands anything over."
        ),
        message(
            "Add a last step named `return`, or give the last one `kind: return` or `kind: payout`."
        ),
        "receive: {by: one_stop/reception}\nsign: {by: authority/leader}\n",
        message("NĐ 61/2018/NĐ-CP, article 19"),
    ),
    Rule(
        "MC413",
        Severity.WARNING,
        message("A result returned at another desk"),
        message(
            "A dossier that goes to a higher level comes back to the desk that received it, so that nobody has to travel for the result."
        ),
        message(
            "Let the desk that receives return the result as well, for example `one_stop/reception`. If the decision prints another one, write `accept: {{MC413: <reason>}}`."
        ),
        "level: interlevel\nsteps:\n  receive: {by: one_stop/reception}\n  return: {by: provincial_desk/reception}\n",
        message("NĐ 61/2018/NĐ-CP, article 19.7"),
    ),
)

_WORK: tuple[Rule, ...] = (
    Rule(
        "MC414",
        Severity.INFORMATION,
        message("An office step without a time"),
        message(
            "The legal limit runs while an office works. A step without a time is never late, however long it takes."
        ),
        message("Give the step a `limit:`, or put it into a group or phase that has a time."),
        "limit: 5 working days\nsteps:\n  receive: {by: one_stop/reception, limit: 1 working day}\n  assign: {by: department/head, limit: uncounted}\n  sign: {by: authority/leader, limit: 4 working days}\n",
    ),
    Rule(
        "MC415",
        Severity.WARNING,
        message("A consultation without a limit"),
        message(
            "Whoever asks for an opinion says on what and by when. Without a limit a silent office holds the dossier for ever."
        ),
        message("Give the step a `limit:`; `on_expiry: proceed` goes on without late opinions."),
        "consult: {by: consulted/officer, for_each: dossier.consulted_units}\n",
        message("NĐ 61/2018/NĐ-CP, article 19.5"),
    ),
    Rule(
        "MC416",
        Severity.INFORMATION,
        message("Consultations one after the other"),
        message(
            "An electronic dossier goes to all offices at the same time, each with its own limit; one after the other they only lose time."
        ),
        message("Start them together with `next: {{all: […]}}`, or use one step with `for_each:`."),
        "consult_police: {by: police/officer, kind: consult, limit: 3 working days}\nconsult_health: {by: health/officer, kind: consult, limit: 3 working days}\n",
        message("NĐ 61/2018/NĐ-CP, article 19.6"),
    ),
    Rule(
        "MC417",
        Severity.INFORMATION,
        message("Several levels without a time for each"),
        message(
            "When commune and province share one limit without a subtotal for each, nobody can tell which of the two was late."
        ),
        message(
            "Add `phases:` with the time of each level, and `phase:` to the steps. If the decision prints no subtotals, write `accept: {{MC417: <reason>}}`."
        ),
        "level: interlevel\nlimit: 25 working days\n",
    ),
    Rule(
        "MC418",
        Severity.WARNING,
        message("A payment during which the clock runs"),
        message(
            "While the applicant meets a financial obligation the office can do nothing, so the clock stands still."
        ),
        message("Delete `clock:`: a wait for payment stops the clock by itself."),
        "outcomes: {fee: {ask: payment, clock: run}}\n",
        message("QĐ 138/2025/QĐ-UBND of Đồng Tháp, article 5"),
    ),
    Rule(
        "MC419",
        Severity.WARNING,
        message("A wait that runs out as if the result were returned"),
        message(
            "Where the applicant does not answer in time the dossier is closed. Counted as returned or withdrawn, it would make the figures of the office wrong."
        ),
        message("Write `end: terminated` or `end: stopped`."),
        "expires: {after: 15 working days, end: returned}\n",
        message("NĐ 297/2025/NĐ-CP, article 6.4"),
    ),
    Rule(
        "MC420",
        Severity.WARNING,
        message("Data of a person that is not marked as personal"),
        message(
            "Identity and phone numbers are shown only within the dossier itself, and only where they are marked."
        ),
        message("Add `personal: true` to the field."),
        "fields:\n  owner_id: {label: Số định danh, type: identity_number}\n",
    ),
    Rule(
        "MC421",
        Severity.WARNING,
        message("In force before it was decided"),
        message(
            "Dossiers would be received under a decision that was not signed yet; most often one of the two dates is a slip of the pen."
        ),
        message("Correct `effective: {{from: …}}` or the date of the decision."),
        "decision: {number: 2022/QĐ-UBND, date: 2025-11-20, issuer: Chủ tịch UBND tỉnh}\neffective: {from: 2024-11-20}\n",
    ),
    Rule(
        "MC422",
        Severity.WARNING,
        message("Personal data that is kept for good beside data that is erased"),
        message(
            "A procedure that says how long some personal data is kept says it of all: what is forgotten is never erased. How long is for the office to settle with its archive; the program supposes nothing."
        ),
        message(
            "Write `kept_for:` in the field, or `applicant_kept_for:` below `dossier:`; `permanently` says that it is meant to be kept."
        ),
        "dossier:\n  applicant_kept_for: 10 years\n  fields:\n    owner_id: {label: Số định danh, type: identity_number, personal: true}\n",
    ),
)

LAW_RULES: tuple[Rule, ...] = (*_RECEPTION, *_TERMS, *_RESULTS, *_WORK)
