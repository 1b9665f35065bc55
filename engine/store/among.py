"""A condition that a column has one of many values, which arrive as one parameter.

However many there are, the statement stays the same and is compiled once.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Texts(TypeDecorator[Collection[str]]):
    """Texts as one value: an array where the database has them, else JSON."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type each database is given."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(Text))

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> Any:
        """Return the texts as the driver takes them."""
        texts = list(value or ())
        return json.dumps(texts) if dialect.name == "sqlite" else texts


class _Among(ColumnElement[bool]):
    inherit_cache = False

    def __init__(self, column: ColumnElement[str], name: str) -> None:
        self.column = column
        self.values = bindparam(name, type_=_Texts())


def among(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Return the condition that a column of texts has one of those bound as ``name``."""
    return _Among(column, name)


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: Any, **how: Any) -> str:
    column, values = (compiler.process(each, **how) for each in (element.column, element.values))
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - our own text


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: Any, **how: Any) -> str:
    column, values = (compiler.process(each, **how) for each in (element.column, element.values))
    return f"{column} = ANY({values})"
