"""Makes HTML from the templates in ``templates/console`` and ``templates/forms``, in the reader's language.

A template says ``_("English text", param=…)`` for its own words and ``value | say`` for a message or
label; instants are shown in the office's time zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from engine.catalogue import render, translate
from engine.messages import Label, Language, Message, message
from engine.settings import shipped

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account the sign-in page of a demonstration offers; never used outside one."""

    officer: str
    password: str
    description: Message | Label


@cache
def environment(zone: ZoneInfo) -> Environment:
    """Return the template environment of the console; one for each time zone, which nobody changes."""
    made = Environment(
        loader=FileSystemLoader([shipped("templates") / "console", shipped("templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    version = _static_version()
    made.globals["_"] = _translated
    made.globals["static"] = lambda name: f"/static/{name}?v={version}"
    made.globals["style"] = lambda name: Markup((STATIC / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file
    made.globals["named"] = lambda units: [(unit.code, unit.name) for unit in units]
    made.filters["say"] = _say
    made.filters["instant"] = lambda at: f"{at.astimezone(zone):%d/%m/%Y %H:%M}"
    made.filters["day"] = lambda at: f"{at.astimezone(zone):%d/%m/%Y}"
    made.filters["clock"] = lambda at: f"{at.astimezone(zone):%H:%M}"
    made.filters["long_instant"] = lambda at: _long(at.astimezone(zone))
    made.filters["long_day"] = lambda at: _long_day(at.astimezone(zone))
    made.filters["long_date"] = _long_date
    made.filters["machine"] = datetime.isoformat
    return made


def _long(at: datetime) -> Message:
    return message(
        "{hour}:{minute} on {day}",
        hour=f"{at.hour:02}",
        minute=f"{at.minute:02}",
        day=_long_day(at),
    )


def _long_day(at: datetime) -> Message:
    return _long_date(at.date())


def _long_date(on: date) -> Message:
    # Papers write days below 10, and January and February, with a leading zero (Decree 30/2020).
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return message("{day}/{month}/{year}", day=f"{on.day:02}", month=month, year=on.year)


def _static_version() -> str:
    """Return a text that changes with any static file, so that browsers fetch new ones."""
    files = sorted(path for path in STATIC.rglob("*") if path.is_file())
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


@pass_context
def _translated(context: Context, text: str, **params: object) -> str:
    return render(Message(text, params), context["language"])


@pass_context
def _say(context: Context, value: object) -> str:
    return spoken(value, context["language"])


def spoken(value: object, language: Language) -> str:
    """Return a message, a label or a plain value as text in a language."""
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, Label):
        return value.in_language(language)
    if isinstance(value, bool):
        return translate("Yes" if value else "No", language)
    return str(value)


def page(
    templates: Environment, template: str, language: Language, context: Mapping[str, object]
) -> str:
    """Return a template as HTML."""
    return templates.get_template(template).render(language=language, **context)
