"""What pydantic found wrong with the form of a document, in the author's terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.messages import Message, message
from engine.specs.author_keys import keys_at
from engine.specs.findings import Finding, KeyPath, Place
from engine.specs.refusals import shown
from engine.specs.rules import finding
from engine.specs.source import MAX_FINDINGS, Source
from engine.specs.suggestions import did_you_mean

_ACCEPTED_CODE = "accept"


def findings_of(error: ValidationError, model: type[BaseModel], source: Source) -> list[Finding]:
    """Return one finding for each thing the model refused, at the key it belongs to.

    Values that the text itself lost (an alias, an empty value) were reported already.
    """
    found: list[Finding] = []
    missing: list[tuple[KeyPath, ErrorDetails]] = []
    meant: set[KeyPath] = set()
    for details in _causes(error)[:MAX_FINDINGS]:
        path = author_path(details["loc"], source.data)
        if _is_lost(path, details, source):
            continue
        if details["type"] == "missing":
            missing.append((path, details))
            continue
        code, text, help = _told(details, path, model)
        if code == "MC014" and help is not None and "name" in help.params:
            meant.add((*path[:-1], str(help.params["name"])))
        place = source.places.place_within(path, details.get("ctx", {}).get("at"))
        found.append(finding(code, place, text, help))
    return found + [
        finding(*_missing(path, details, source))
        for path, details in missing
        # A key that was only misspelt is told once.
        if (*path, details["loc"][-1]) not in meant
    ]


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """Return the complaints without those of a length that is only short because an entry is refused."""
    told = error.errors(include_url=False)
    places = [details["loc"] for details in told]
    return [
        details
        for details in told
        if details["type"] != "too_short"
        or not any(_is_below(place, details["loc"]) for place in places)
    ]


def _is_below(place: tuple[int | str, ...], above: tuple[int | str, ...]) -> bool:
    return len(place) > len(above) and place[: len(above)] == above


def _is_lost(path: KeyPath, details: ErrorDetails, source: Source) -> bool:
    """Tell whether a complaint only repeats what was said of a value the text itself lost."""
    above = any(path[:length] in source.faulty for length in range(1, len(path) + 1))
    refused = "message" in details.get("ctx", {})
    return above or (refused and any(lost[: len(path)] == path for lost in source.faulty))


def author_path(location: tuple[int | str, ...], data: Any) -> KeyPath:
    """Return the part of pydantic's location that the author wrote, without names of branches."""
    path: list[str | int] = []
    for element in location:
        inner = inside(data, (element,))
        if inner is not None:
            path.append(element)
            data = inner
    return tuple(path)


def inside(data: Any, path: KeyPath) -> Any:
    """Return what stands at a path of a plain document, or None where nothing does."""
    for element in path:
        if isinstance(data, dict):
            data = data.get(element)
        elif isinstance(data, list) and isinstance(element, int) and element < len(data):
            data = data[element]
        else:
            return None
    return data


def _told(
    details: ErrorDetails, path: KeyPath, model: type[BaseModel]
) -> tuple[str, Message, Message | None]:
    kind, context = details["type"], details.get("ctx", {})
    if isinstance(context.get("message"), Message):
        return kind, context["message"], context.get("help")
    if kind == "extra_forbidden":
        return _unknown_key(path, model)
    if details["loc"][-1] == "[key]":
        return _unfit_key(path, model)
    if kind == "literal_error":
        return _not_one_of(details, context)
    told = _WRONG_FORM.get(kind, _other)
    return "MC007", told(details["input"], context), None


def _missing(path: KeyPath, details: ErrorDetails, source: Source) -> tuple[str, Place, Message]:
    key, place = details["loc"][-1], source.places.place(*path)
    if isinstance(key, int):
        return "MC007", place, message("Expected a list of at least {count} values", count=key + 1)
    return "MC015", place, message("Expected the key `{key}:`, but it is missing", key=key)


def _unknown_key(path: KeyPath, model: type[BaseModel]) -> tuple[str, Message, Message | None]:
    known = keys_at(model, path[:-1])
    text = message("Expected a key that is known here, but found `{key}`", key=shown(path[-1]))
    allowed = message("Known here are: {keys}.", keys=", ".join(known))
    return "MC014", text, did_you_mean(path[-1], known) or allowed


def _unfit_key(path: KeyPath, model: type[BaseModel]) -> tuple[str, Message, Message | None]:
    if path[0] == _ACCEPTED_CODE:
        return (
            "MC007",
            message(
                "Expected a finding code such as MC301, but found `{key}`", key=shown(path[-1])
            ),
            None,
        )
    return _unknown_key(path, model)


def _not_one_of(
    details: ErrorDetails, context: dict[str, Any]
) -> tuple[str, Message, Message | None]:
    allowed = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
    text = message(
        "Expected one of {allowed}, but found “{found}”",
        allowed=", ".join(allowed),
        found=shown(details["input"]),
    )
    return "MC007", text, did_you_mean(details["input"], allowed)


def _not_a_text(value: Any, context: dict[str, Any]) -> Message:
    return message("Expected a text, but found {found}", found=shown(value))


def _not_a_mapping(value: Any, context: dict[str, Any]) -> Message:
    return message(
        "Expected keys with values below this key, but found {found}", found=_quoted(value)
    )


def _not_a_list(value: Any, context: dict[str, Any]) -> Message:
    return message("Expected a list, such as [a, b], but found {found}", found=_quoted(value))


def _too_short(value: Any, context: dict[str, Any]) -> Message:
    return message("Expected at least {count} of them", count=context["min_length"])


def _too_many(value: Any, context: dict[str, Any]) -> Message:
    return message("Expected at most {count} of them", count=context["max_length"])


def _short_text(value: Any, context: dict[str, Any]) -> Message:
    least = context["min_length"]
    if least == 1:
        return message("Expected a text, but it is empty")
    return message(
        "Expected a reason that others understand, of at least {count} letters, but found “{found}”",
        count=least,
        found=shown(value),
    )


def _long_text(value: Any, context: dict[str, Any]) -> Message:
    return message("Expected at most {count} letters", count=context["max_length"])


def _pattern(value: Any, context: dict[str, Any]) -> Message:
    if context["pattern"].startswith("^dossier"):
        return message(
            "Expected a field of the dossier, written dossier.<field>, but found “{found}”",
            found=shown(value),
        )
    return message(
        "Expected a code without spaces and slashes, but found “{found}”", found=shown(value)
    )


def _other(value: Any, context: dict[str, Any]) -> Message:
    return message("Expected a value of another form, but found {found}", found=_quoted(value))


def _quoted(value: Any) -> object:
    return message("“{found}”", found=shown(value)) if isinstance(value, str) else shown(value)


_WRONG_FORM: dict[str, Callable[[Any, dict[str, Any]], Message]] = {
    "string_type": _not_a_text,
    "model_type": _not_a_mapping,
    "model_attributes_type": _not_a_mapping,
    "dict_type": _not_a_mapping,
    "tuple_type": _not_a_list,
    "too_short": _too_short,
    "too_long": _too_many,
    "string_too_short": _short_text,
    "string_too_long": _long_text,
    "string_pattern_mismatch": _pattern,
}
