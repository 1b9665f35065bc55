"""Errors as problem documents (RFC 9457): the one place where the API maps the tree of errors."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sized
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from engine.catalogue import render
from engine.errors import (
    DiskFullError,
    EngineError,
    GuardFailedError,
    RejectionError,
    SpecError,
    StoreError,
)
from engine.messages import Language, Message, message
from engine.web.api.language import language_of
from engine.web.api.models import FieldProblem, Problem
from engine.web.traces import without_text
from engine.worktime.rules import CalendarRangeError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)

_TITLES: Mapping[int, Message] = {
    400: message("The request cannot be read"),
    401: message("Sign-in needed"),
    403: message("Not allowed"),
    404: message("Not found"),
    405: message("Not possible at this address"),
    409: message("Does not fit what is there now"),
    413: message("The request is too large"),
    422: message("Something in the request is wrong"),
    503: message("Not available at the moment"),
    507: message("No room to write"),
}
_FAILED = message("Something went wrong on our side")
_KINDS: Mapping[str, Message] = {
    "missing": message("Expected this to be given"),
    "extra_forbidden": message("Expected no field with this name; look for a spelling mistake"),
    "json_invalid": message("Expected JSON, but it cannot be read"),
    "string_too_long": message("Expected a text of at most {max_length} characters"),
    "string_too_short": message("Expected a text of at least {min_length} characters"),
    "string_type": message("Expected a text"),
    "string_pattern_mismatch": message("Expected a text in the form the description gives"),
    "literal_error": message("Expected one of: {expected}"),
    "enum": message("Expected one of: {expected}"),
    "int_parsing": message("Expected a whole number"),
    "int_type": message("Expected a whole number"),
    "greater_than_equal": message("Expected a number of {ge} or more"),
    "less_than_equal": message("Expected a number of {le} or less"),
    "dict_type": message("Expected an object with names and values"),
    "model_attributes_type": message("Expected an object with names and values"),
    "too_long": message("Expected at most {max_length} entries"),
}
_OTHERWISE = message("Expected a value of the kind the description gives")


class NoTokenError(RejectionError):
    """The request carries no token, or one that is unknown or has run out."""

    code = "token_needed"
    status = 401


class NoSuchAddressError(RejectionError):
    """Nothing is at this address."""

    code = "not_found"
    status = 404


class MethodNotAllowedError(RejectionError):
    """The address exists, but not with this method; ``allowed`` names those it has."""

    code = "method_not_allowed"
    status = 405

    def __init__(self, text: Message, allowed: str) -> None:
        super().__init__(text)
        self.allowed = allowed


def problem_response(request: Request, error: Exception) -> JSONResponse:
    """Return the problem document for an error.

    What is not one of ours is logged and told as a failure without its text, which may hold personal
    data.
    """
    language = language_of(request)
    if isinstance(error, RequestValidationError):
        faults = _faults(error, language)
        return _answer(request, 422, "invalid_request", _unfit(faults), faults)
    if isinstance(error, RejectionError):
        return _answer(
            request,
            error.status,
            error.code,
            error.message,
            _fields(error, language),
            _headers(error),
        )
    if isinstance(error, DiskFullError):
        return _answer(request, 507, "disk_full", error.message)
    if isinstance(error, StoreError):
        return _answer(request, 503, "store_unavailable", error.message)
    if isinstance(error, CalendarRangeError):
        return _answer(request, 503, "calendar_too_short", error.message)
    if isinstance(error, SpecError):
        return _answer(request, 422, "invalid_spec", error.message)
    if isinstance(error, HTTPException):
        return _answer(request, error.status_code, "rejected", _title(error.status_code))
    if not isinstance(error, EngineError):
        _log.error("A request to the API failed: %s", without_text(error))
    return _answer(
        request, 500, "failed", message("Expected an answer, but the program failed; try again")
    )


def _answer(
    request: Request,
    status: int,
    code: str,
    detail: Message,
    faults: tuple[FieldProblem, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    language = language_of(request)
    problem = Problem(
        type=f"urn:motcua:problem:{code}",
        title=render(_title(status), language),
        status=status,
        detail=render(detail, language),
        instance=request.url.path,
        code=code,
        errors=faults,
    )
    return JSONResponse(
        problem.model_dump(mode="json"),
        status,
        headers={"Content-Language": language, **(headers or {})},
        media_type=MEDIA_TYPE,
    )


def _title(status: int) -> Message:
    return _TITLES.get(status, _FAILED)


def _headers(error: RejectionError) -> dict[str, str]:
    if error.status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {"Allow": error.allowed} if isinstance(error, MethodNotAllowedError) else {}


def _fields(error: RejectionError, language: Language) -> tuple[FieldProblem, ...]:
    if not isinstance(error, GuardFailedError):
        return ()
    return tuple(
        FieldProblem(field=name, detail=render(text, language))
        for name, text in error.fields.items()
    )


def _unfit(faults: Sized) -> Message:
    return message(
        "Expected a request as the description gives it, but {count} things in it are wrong",
        count=len(faults),
    )


def _faults(error: RequestValidationError, language: Language) -> tuple[FieldProblem, ...]:
    # What was found is not repeated: it may be personal data. Where a field takes several kinds of
    # values, every kind complains; the first complaint speaks for all.
    first: dict[str, Message] = {}
    for each in error.errors():
        first.setdefault(_field(each["loc"]), _expected(each))
    return tuple(
        FieldProblem(field=name, detail=render(text, language)) for name, text in first.items()
    )


def _field(place: Iterable[str | int]) -> str:
    where, *inside = place
    # No field lies deeper than two names; what follows are the kinds of values it was compared with.
    names = [name for name in inside if isinstance(name, str)][:2]
    return ".".join(names) or str(where)


def _expected(fault: Mapping[str, Any]) -> Message:
    text = _KINDS.get(fault["type"], _OTHERWISE)
    return message(text.text, **fault.get("ctx", {}))
