"""What everything that goes in and comes out of the API shares; tokens, problems, health.

These models and those beside them are the source of the API's description.

What comes in refuses fields it does not know. Instants are in UTC; texts are in the language asked for;
``words`` and ``label`` are for people, everything else for programs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

Text = Annotated[str, StringConstraints(max_length=4000)]
ShortText = Annotated[str, StringConstraints(max_length=200)]
Named = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Typed = dict[Named, Text | int | float | bool | list[ShortText] | None]
"""What was typed into fields, by their names; null leaves a field as it is."""


class In(BaseModel):
    """Base of what comes in: fields nobody knows are refused."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """Base of what goes out."""


class FieldProblem(Out):
    """One faulty field; ``field`` names it as the request does, parts joined by a dot."""

    field: str
    detail: str


class Problem(Out):
    """A problem document (RFC 9457). ``code`` is stable; ``title`` and ``detail`` are for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: tuple[FieldProblem, ...] = ()


class TokenIn(In):
    """Who asks for a token. ``name`` says what it is for."""

    officer: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    password: Annotated[SecretStr, Field(max_length=1000)]
    name: ShortText = ""


class TokenOut(Out):
    """A token; it is shown this once, only its hash is kept."""

    token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of the scheme
    expires_in: int = Field(description="Seconds until the token runs out.")


class Health(Out):
    """The program runs, its database answers, and the tables are of this version."""

    status: Literal["ok"] = "ok"


class Due(Out):
    """A due date: the instant, how pressing it is, and both in words."""

    at: datetime | None
    state: str = Field(description="overdue, today, soon, later, paused, closed or none")
    words: str
