"""The language of an answer: ``?lang=``, else ``Accept-Language``, else the one that is set."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Header, Query, Request

from engine.messages import LANGUAGES, Language

_QUALITY = re.compile(r"q\s*=\s*([01](?:\.\d{1,3})?)$")


def language_of(request: Request) -> Language:
    """Return the language to answer a request in, whatever it asks for."""
    asked = request.query_params.get("lang")
    accepted = request.headers.get("accept-language", "")
    for wanted in (asked, *_by_preference(accepted)):
        for language in LANGUAGES:
            if wanted == language:
                return language
    default: Language = request.app.state.office.settings.language
    return default


def _by_preference(header: str) -> list[str]:
    """Return the primary tags of an ``Accept-Language`` header, the most wanted first."""
    ranked: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, parameter = part.strip().partition(";")
        quality = _QUALITY.search(parameter.strip())
        ranked.append((float(quality[1]) if quality else 1.0, tag.split("-")[0].lower()))
    return [tag for weight, tag in sorted(ranked, key=lambda each: -each[0]) if weight > 0]


async def _language(
    request: Request,
    lang: Annotated[
        Language | None, Query(description="Language of texts; goes before Accept-Language.")
    ] = None,
    accept_language: Annotated[
        str | None, Header(description="Language of texts: vi or en.")
    ] = None,
) -> Language:
    return language_of(request)


InLanguage = Annotated[Language, Depends(_language)]
