"""Reads what was typed into the fields of a step: one reading for the console, the API and the CLI."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.core.consultation import units_to_name
from engine.core.texts import can_be_kept
from engine.errors import GuardFailedError
from engine.messages import Message, message
from engine.specs.directory import Directory
from engine.specs.dossier_contents import DossierField, FieldType
from engine.specs.procedures import Procedure

_MAX_TEXT = 4000
_MAX_DIGITS = 15


def read_form(
    procedure: Procedure,
    names: Iterable[str],
    typed: Mapping[str, object],
    directory: Directory,
    *,
    on: date,
    complete: bool,
) -> dict[str, Any]:
    """Return the values of the fields ``names`` from what was typed.

    Args:
        typed: text by field name; for a field of several units, a list of codes or a text of codes
            separated by commas. A field that is missing or empty keeps its value.
        on: the day of the form; see ``units_to_name`` for the units that may be named then.
        complete: require the required fields; a refusal or a supplement does not need them.

    Raises:
        GuardFailedError: with one message for each faulty field, all at once.
    """
    values: dict[str, Any] = {}
    faults: dict[str, Message] = {}
    allowed = tuple(names)
    if not all(can_be_kept(name) for name in typed):
        raise _refused({"data": message("Expected only the fields of this step")})
    for name in typed:
        if name not in allowed:
            faults[name] = message(
                "Expected only the fields of this step, but found “{field}”", field=name
            )
    for name in allowed:
        field = procedure.dossier.fields[name]
        raw = typed.get(name)
        if raw is None or raw == "" or raw == []:
            if field.required and complete:
                faults[name] = message("Expected “{label}” to be filled in", label=field.label)
            continue
        try:
            values[name] = _READERS[field.type](
                raw, field, _units_for(procedure, name, directory, on)
            )
        except (ValueError, InvalidOperation):
            faults[name] = _expected(field)
    if faults:
        raise _refused(faults)
    return values


def several(refused: Sequence[GuardFailedError]) -> GuardFailedError:
    """Return one refusal that names the faulty fields of several."""
    if len(refused) == 1:
        return refused[0]
    return _refused({name: text for each in refused for name, text in each.fields.items()})


def _refused(faults: dict[str, Message]) -> GuardFailedError:
    return GuardFailedError(
        message(
            "Expected every field to be filled in correctly, but {count} are not",
            count=len(faults),
        ),
        faults,
    )


_Units = tuple[str, ...]
"""The units a field may name."""


def _units_for(procedure: Procedure, name: str, directory: Directory, on: date) -> _Units:
    if procedure.dossier.fields[name].type not in ("unit", "units"):
        return ()
    return units_to_name(procedure, name, directory, on)


def _text(raw: object, field: DossierField, units: _Units) -> str:
    if isinstance(raw, Mapping | list | tuple):
        raise ValueError
    text = unicodedata.normalize("NFC", str(raw)).strip()
    if not text or len(text) > _MAX_TEXT or not can_be_kept(text):
        raise ValueError
    return text


_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?")
# “1.200” is twelve hundred to one reader and one and a fifth to another; neither may be guessed.
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_MONEY = re.compile(r"(\d+|\d{1,3}(?P<mark>[.,\s])\d{3}((?P=mark)\d{3})*)\s*(đ|₫|đồng)?")


def _number(raw: object, field: DossierField, units: _Units) -> int | float:
    text = str(raw).strip()
    if isinstance(raw, str):
        if not _NUMBER.fullmatch(text) or _AMBIGUOUS.fullmatch(text):
            raise ValueError
        text = text.replace(" ", "").replace(",", ".")
    number = Decimal(text)
    if not number.is_finite() or abs(number) > Decimal(10) ** 15:
        raise ValueError
    return int(number) if number == number.to_integral_value() else float(number)


def _money(raw: object, field: DossierField, units: _Units) -> int:
    # Đồng have no fractions: a mark that does not part groups of three may not be passed over.
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = unicodedata.normalize("NFC", str(raw)).strip().lower()
    if not _MONEY.fullmatch(text):
        raise ValueError
    digits = re.sub(r"\D", "", text)
    if len(digits) > _MAX_DIGITS:
        raise ValueError
    return int(digits)


def _date(raw: object, field: DossierField, units: _Units) -> str:
    text = str(raw).strip()
    day = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    parsed = date(int(day[3]), int(day[2]), int(day[1])) if day else date.fromisoformat(text)
    return parsed.isoformat()


def _choice(raw: object, field: DossierField, units: _Units) -> str:
    chosen = str(raw)
    if chosen not in field.options:
        raise ValueError
    return chosen


def _yes_no(raw: object, field: DossierField, units: _Units) -> bool:
    known = {
        "yes": True,
        "true": True,
        "on": True,
        "1": True,
        "no": False,
        "false": False,
        "0": False,
    }
    answer = known.get(str(raw).strip().lower())
    if answer is None:
        raise ValueError
    return answer


def _unit(raw: object, field: DossierField, units: _Units) -> str:
    code = str(raw).strip()
    if code not in units:
        raise ValueError
    return code


def _units(raw: object, field: DossierField, units: _Units) -> list[str]:
    codes = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(codes, list | tuple):
        raise ValueError
    named = [_unit(code, field, units) for code in codes if str(code).strip()]
    if not named:
        raise ValueError
    return list(dict.fromkeys(named))


def _identity_number(raw: object, field: DossierField, units: _Units) -> str:
    digits = re.sub(r"\s", "", str(raw))
    if not re.fullmatch(r"\d{9}|\d{12}", digits):
        raise ValueError
    return digits


def _phone(raw: object, field: DossierField, units: _Units) -> str:
    digits = re.sub(r"[\s.\-()]", "", str(raw))
    if not re.fullmatch(r"\+?\d{8,15}", digits):
        raise ValueError
    return digits


_READERS: Mapping[FieldType, Callable[[object, DossierField, _Units], Any]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "choice": _choice,
    "yes_no": _yes_no,
    "unit": _unit,
    "units": _units,
    "identity_number": _identity_number,
    "phone": _phone,
}


def _expected(field: DossierField) -> Message:
    match field.type:
        case "number":
            what = message("a number such as 1200 or 12,5, without marks between thousands")
        case "money":
            what = message("an amount of money in whole đồng, such as 1500000 or 1.500.000")
        case "date":
            what = message("a date such as 20/11/2025")
        case "choice":
            what = message(
                "one of: {options}", options=", ".join(str(o) for o in field.options.values())
            )
        case "yes_no":
            what = message("yes or no")
        case "unit" | "units":
            what = message("units that are open today and can answer")
        case "identity_number":
            what = message("an identity number of 9 or 12 digits")
        case "phone":
            what = message("a telephone number of 8 to 15 digits")
        case _:
            what = message("a text of at most {length} characters", length=_MAX_TEXT)
    return message("Expected {what} in “{label}”", what=what, label=field.label)


def read_identity(number: str) -> str:
    """Return an applicant's identity number without spaces; empty stays empty.

    Raises:
        ValueError: it has neither 9 nor 12 digits (nor the 10 or 13 of an organisation's tax code).
    """
    digits = re.sub(r"[\s-]", "", number)
    if digits and not re.fullmatch(r"\d{9,10}|\d{12,13}", digits):
        raise ValueError
    return digits
