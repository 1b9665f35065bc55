"""``kind: organisation``: units, positions, officers, and who is responsible for what, since when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.specs.model import Boolean, Code, Date, LabelText, Name, Spec, Text

Duty = Literal["clerk", "supervisor", "administrator"]


class Unit(Spec):
    """A unit of the administration. Its code is closed with it, never used again (QĐ 20/2020/QĐ-TTg)."""

    code: Code
    name: LabelText
    parent: Code | None = None
    level: Literal["province", "department", "division", "commune", "agency"]
    desk: Boolean = Field(
        default=False, description="A one-stop desk, which receives and returns dossiers."
    )
    territory: Code | None = Field(
        default=None, description="The commune the unit serves, by its unit code."
    )
    calendar: Code | None = Field(
        default=None, description="Without it, the calendar of the parent."
    )
    valid_from: Date | None = None
    valid_until: Date | None = None
    successor: Code | None = None


class Post(Spec):
    """A position an officer holds in a unit, with dates."""

    unit: Code
    position: Name
    valid_from: Date | None = Field(default=None, alias="from")
    valid_until: Date | None = Field(default=None, alias="until")


class Officer(Spec):
    """A person who works here. ``duties`` decide which screens they have."""

    id: Name
    name: Text
    posts: tuple[Post, ...]
    duties: tuple[Duty, ...] = ("clerk",)
    email: Text | None = None


class Responsibility(Spec):
    """For this unit role, of these procedures or fields, in this territory, from this date: this unit.

    The most specific rule wins: procedure before field before all; territory before none.
    """

    role: Name
    unit: Code
    procedures: tuple[Code, ...] = ()
    fields: tuple[Name, ...] = ()
    territory: Code | None = None
    valid_from: Date = Field(alias="from")
    valid_until: Date | None = Field(default=None, alias="until")
    source: Text | None = None


class Delegated(Spec):
    """A position in a unit that somebody else fills for a time."""

    unit: Code
    position: Name


class Delegation(Spec):
    """One officer acts for another, from one day to another, on a legal basis."""

    by: Name
    to: Name
    posts: tuple[Delegated, ...] = ()
    valid_from: Date = Field(alias="from")
    valid_until: Date = Field(alias="until")
    source: Text


class OrganisationSpec(Spec):
    """The organisation of one province, or of one agency."""

    kind: Literal["organisation"]
    code: Code
    title: LabelText
    calendar: Code
    positions: dict[Name, LabelText]
    roles: dict[Name, LabelText] = Field(
        description="The unit roles that procedures may name in `by:`."
    )
    units: tuple[Unit, ...]
    officers: tuple[Officer, ...]
    responsibilities: tuple[Responsibility, ...]
    delegations: tuple[Delegation, ...] = ()
