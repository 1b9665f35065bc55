"""What is told about the place under the cursor."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from lsprotocol import types

from engine.catalogue import render
from engine.lsp.documents import Document
from engine.lsp.mentions import Mention, Sort, mention_at
from engine.lsp.rule_pages import told as rule_told
from engine.lsp.step_card import step_card
from engine.lsp.symbols import label_at
from engine.lsp.tree import Node
from engine.messages import Label, Language, Message, message
from engine.specs.author_keys import models_at
from engine.specs.calendars import CalendarSpec
from engine.specs.directory import Directory
from engine.specs.documents import Document as Specification
from engine.specs.durations import Duration
from engine.specs.findings import KeyPath
from engine.specs.loader import Loaded
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure
from engine.specs.rules import RULES
from engine.specs.schema_words import KEYS
from engine.worktime.amounts import TimeUnit

_USUAL_HOURS = 8


def hover(
    document: Document,
    offset: int,
    last_right: Specification | None,
    others: Iterable[Loaded],
    language: Language,
) -> types.Hover | None:
    """Return what to show for a cursor, or None.

    Args:
        document: the text with the cursor.
        offset: where the cursor is.
        last_right: the document itself, or how it last was while it is not right.
        others: the documents around it.
        language: in which to tell.
    """
    around = list(others)
    mention = mention_at(document, offset)
    text = _about_name(document, mention, last_right, around, language) if mention else None
    if mention is not None and text is not None:
        return _shown(text, document.text.range(mention.start, mention.end))
    touched = document.tree.at(offset)
    if touched is None:
        return None
    node, on_key = touched
    if on_key and node.key is not None:
        meaning = meaning_of(document, node.path, language)
        return (
            _shown(meaning, document.text.range(node.key.start, node.key.end)) if meaning else None
        )
    amount = _amount(node, last_right, around, language)
    return _shown(amount, document.text.range(node.value.start, node.value.end)) if amount else None


def meaning_of(document: Document, path: KeyPath, language: Language) -> str | None:
    """Return what a key means, as the JSON Schema says it, or None where authors choose the keys."""
    text = key_meaning(document, path)
    return f"`{path[-1]}:` {render(text, language)}" if text is not None else None


def key_meaning(document: Document, path: KeyPath) -> Message | None:
    """Return the description of a key, or None where authors choose the keys."""
    if document.model is None or not path:
        return None
    for model in models_at(document.model, path[:-1]):
        if (text := KEYS.get(model.__name__, {}).get(str(path[-1]))) is not None:
            return text
    return None


def _about_name(
    document: Document,
    mention: Mention,
    last_right: Specification | None,
    others: list[Loaded],
    language: Language,
) -> str | None:
    directory = directory_among(others, last_right)
    match mention.sort:
        case Sort.STEP if isinstance(last_right, Procedure):
            return step_card(last_right, mention.name, directory, language)
        case Sort.FIELD:
            label = label_at(document, ("dossier", "fields", mention.name), language)
            kind = document.tree.scalar("dossier", "fields", mention.name, "type")
            return f"**{label}** `{kind}`" if label and kind else None
        case Sort.FINDING if mention.name in RULES:
            return rule_told(RULES[mention.name], language)
        case Sort.GROUP | Sort.PHASE:
            limit = document.tree.scalar(f"{mention.sort}s", mention.name)
            return limit and render(message("Limit: {limit}", limit=limit), language)
        case _:
            label_of = _label(mention, directory, others)
            if label_of is None:
                return None
            return f"**{label_of.in_language(language)}** `{mention.name}`"


def _label(mention: Mention, directory: Directory | None, others: list[Loaded]) -> Label | None:
    if mention.sort is Sort.CALENDAR:
        named = (each.document for each in others if each.document is not None)
        return next(
            (one.title for one in named if one.kind == "calendar" and one.code == mention.name),
            None,
        )
    if mention.sort is Sort.PROCEDURE:
        procedures = (each.document for each in others if isinstance(each.document, Procedure))
        return next((one.title for one in procedures if one.key == mention.name), None)
    if directory is None:
        return None
    if mention.sort is Sort.UNIT:
        return directory.unit(mention.name).name if directory.knows(mention.name) else None
    known = directory.spec.roles if mention.sort is Sort.ROLE else directory.spec.positions
    return known.get(mention.name)


def directory_among(others: Iterable[Loaded], own: Specification | None = None) -> Directory | None:
    """Return the organisation around a document, where there is one and not several."""
    documents = [own, *(each.document for each in others)]
    found = [each for each in documents if isinstance(each, OrganisationSpec)]
    return Directory(found[0]) if len(found) == 1 else None


def _amount(
    node: Node, own: Specification | None, others: list[Loaded], language: Language
) -> str | None:
    """Return a time limit in working hours and in working days, or None where it is none."""
    try:
        limit = Duration.parse(node.scalar or "")
    except ValueError:
        return None
    hours = limit.total(TimeUnit.WORKING_HOUR)
    days = limit.total(TimeUnit.WORKING_DAY)
    if not hours and not days:
        return None
    per_day = _hours_per_day(own, others)
    text = message(
        "{hours} working hours, or {days} working days of {per_day} hours",
        hours=_plain(hours + days * per_day, language),
        days=_plain((days + hours / per_day).quantize(Decimal("0.001")), language),
        per_day=per_day,
    )
    return render(text, language)


def _hours_per_day(own: Specification | None, others: list[Loaded]) -> int:
    """Return how many working hours make a day in the calendar that counts the document's limits."""
    directory = directory_among(others)
    calendars = {
        each.document.code: each.document
        for each in others
        if isinstance(each.document, CalendarSpec)
    }
    code = own.calendar if isinstance(own, Procedure) else None
    code = code or (directory.spec.calendar if directory is not None else None)
    while code is not None and (calendar := calendars.pop(code, None)) is not None:
        if calendar.hours_per_day is not None:
            return calendar.hours_per_day
        code = calendar.extends
    return _USUAL_HOURS


def _plain(number: Decimal, language: Language) -> str:
    shown = f"{number.normalize():f}"
    return shown if language == "en" else shown.replace(".", ",")


def _shown(text: str, where: types.Range) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), where)
