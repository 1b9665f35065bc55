"""Turns what the database says into the engine's errors, without the values it quotes."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from engine.errors import (
    BrokenRuleError,
    DiskFullError,
    EngineError,
    StaleVersionError,
    StoreError,
)
from engine.messages import message

_UNIQUE_VIOLATION = "23505"
_DISK_FULL = "53100"
_TAKE_TURNS = frozenset({"40001", "40P01"})  # serialization failure, deadlock


def translated(error: SQLAlchemyError) -> EngineError:
    """Return the error to raise for ``error``: a conflict if somebody was faster, else the store's."""
    if not isinstance(error, DBAPIError):
        return StoreError(
            message(
                "Expected the database to answer, but it did not ({cause})",
                cause=type(error).__name__,
            )
        )
    state = getattr(error.orig, "sqlstate", None)
    if state in _TAKE_TURNS or (isinstance(error, IntegrityError) and _is_duplicate(error, state)):
        return StaleVersionError(
            message("Expected to be first, but somebody else made the same change. Read again")
        )
    if isinstance(error, IntegrityError):
        return BrokenRuleError(
            message(
                "Expected a change that the database allows, but it breaks the rule {rule}",
                rule=_rule(error),
            )
        )
    if isinstance(error, DataError):
        return BrokenRuleError(
            message(
                "Expected a value the database can hold, but it refused one ({cause})",
                cause=state or type(error.orig).__name__,
            )
        )
    if _is_full(error, state):
        return DiskFullError(
            message(
                "Expected room to write, but the disk is full. Nothing was written, and everything can still be read; make room, then try again"
            )
        )
    return StoreError(
        message(
            "Expected the database to answer, but it did not ({cause}). Try again in a moment",
            cause=state or type(error.orig).__name__,
        )
    )


def shown_cause(error: SQLAlchemyError) -> SQLAlchemyError | None:
    """Return what a traceback may show as the cause.

    Of refused values nothing: the driver quotes them, and tracebacks are logged.
    """
    return None if isinstance(error, IntegrityError | DataError) else error


def _is_full(error: DBAPIError, state: str | None) -> bool:
    return state == _DISK_FULL or str(error.orig) == "database or disk is full"


def _is_duplicate(error: IntegrityError, state: str | None) -> bool:
    return state == _UNIQUE_VIOLATION or str(error.orig).startswith("UNIQUE constraint failed")


def _rule(error: IntegrityError) -> str:
    """Return the name of the broken constraint, never the values that broke it."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or diagnosis.column_name or str(diagnosis.sqlstate)
    return str(error.orig).removeprefix("CHECK constraint failed: ")
