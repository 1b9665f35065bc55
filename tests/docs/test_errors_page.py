"""The page of errors says what the command line and the API make of each."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from starlette.requests import Request

from engine import errors
from engine.cli.door import INTERRUPTED, exit_code
from engine.messages import message
from engine.services import access, publishing
from engine.web import security
from engine.web.api import problems
from engine.worktime import rules
from tests.support.pages import ROOT

PAGE = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
ROWS = {
    name: rest.split(" | ")
    for name, rest in re.findall(r"^\| `(\w+Error)` \| (.*) \|$", PAGE, flags=re.MULTILINE)
}
ANYWHERE = (errors, access, publishing, rules)
AT_THE_WEB = (problems, security)


def _defined_in(*modules: ModuleType) -> Iterator[type[errors.EngineError]]:
    for module in modules:
        for _, each in inspect.getmembers(module, inspect.isclass):
            if issubclass(each, errors.EngineError) and each.__module__ == module.__name__:
                yield each


def _one(kind: type[errors.EngineError]) -> errors.EngineError:
    if kind is publishing.PublicationRefusedError:
        return publishing.PublicationRefusedError(())
    if kind is errors.AutomaticStepError:
        return errors.AutomaticStepError(message("x"), retryable=True)
    if kind is problems.MethodNotAllowedError:
        return problems.MethodNotAllowedError(message("x"), "GET")
    return kind(message("x"))


def _answer(error: errors.EngineError) -> tuple[str, str]:
    scope = {
        "type": "http",
        "path": "/",
        "headers": [(b"accept-language", b"en")],
        "query_string": b"",
    }
    response = problems.problem_response(Request(scope), error)
    return str(response.status_code), json.loads(bytes(response.body))["code"]


def test_every_error_has_its_row() -> None:
    assert set(ROWS) == {each.__name__ for each in _defined_in(*ANYWHERE, *AT_THE_WEB)}


@pytest.mark.parametrize(
    "kind", list(_defined_in(*ANYWHERE, *AT_THE_WEB)), ids=lambda kind: kind.__name__
)
def test_the_api_answers_an_error_as_the_page_says(kind: type[errors.EngineError]) -> None:
    status, code, *_ = ROWS[kind.__name__]
    assert _answer(_one(kind)) == (status, code.strip("`"))


@pytest.mark.parametrize("kind", list(_defined_in(*ANYWHERE)), ids=lambda kind: kind.__name__)
def test_the_command_line_ends_as_the_page_says(kind: type[errors.EngineError]) -> None:
    assert str(exit_code(_one(kind))) == ROWS[kind.__name__][2]


def test_an_interruption_has_the_exit_code_the_page_says() -> None:
    assert f"| {INTERRUPTED} | interrupted |" in PAGE
