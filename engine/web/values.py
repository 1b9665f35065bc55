"""Shows the values of a dossier's fields as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.catalogue import render, translate
from engine.core.tombstones import tombstone_in
from engine.messages import Language
from engine.services.retention import erased_words
from engine.specs.directory import Directory
from engine.specs.dossier_contents import DossierField


def shown(value: Any, field: DossierField, directory: Directory, language: Language) -> str:
    """Return the value of a field as text in a language, or when it was erased."""
    stone = tombstone_in(value)
    if stone is not None:
        return render(erased_words(stone), language)
    match field.type:
        case "date":
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        case "money":
            return f"{_grouped(value, language)} ₫"
        case "number":
            return _grouped(value, language)
        case "choice":
            label = field.options.get(value)
            return label.in_language(language) if label else str(value)
        case "yes_no":
            return translate("Yes" if value else "No", language)
        case "unit":
            return _unit(value, directory, language)
        case "units":
            return "; ".join(_unit(each, directory, language) for each in value)
        case _:
            return str(value)


def shown_data(
    data: Mapping[str, Any],
    fields: Mapping[str, DossierField],
    directory: Directory,
    language: Language,
) -> list[tuple[str, str]]:
    """Return label and value of every field that has a value, in the order of the spec."""
    return [
        (field.label.in_language(language), shown(data[name], field, directory, language))
        for name, field in fields.items()
        if name in data
    ]


def _grouped(value: Any, language: Language) -> str:
    text = f"{value:,}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def _unit(code: str, directory: Directory, language: Language) -> str:
    return directory.unit(code).name.in_language(language) if directory.knows(code) else code
