"""The one tree of errors. Edges map it once each: pages, API problems, exit codes, flow states.

Messages say what was expected, what was found and what to do, in the user's terms. Attributes carry
codes and ids, never personal data.
"""

from __future__ import annotations

from engine.messages import Message, message


class EngineError(Exception):
    """Base of every error the engine raises on purpose; ``message`` can be shown to the user."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class SettingsError(EngineError):
    """A setting, or the machine, does not allow the program to run."""


class SpecError(EngineError):
    """A specification cannot be used; its findings say why, all at once."""


class RejectionError(EngineError):
    """A command was refused; nothing was written.

    Attributes:
        code: stable name of the reason, for API clients.
        status: the HTTP status of this kind of refusal.
    """

    code = "rejected"
    status = 409


class NotFoundError(RejectionError):
    """What was named does not exist, or this officer may not see it (the two look the same)."""

    code = "not_found"
    status = 404


class NotAuthorizedError(RejectionError):
    """The officer may see it but may not do this."""

    code = "not_authorized"
    status = 403


class InvalidStatusError(RejectionError):
    """The command does not fit the status the thing is in."""

    code = "invalid_status"
    status = 409


class ConflictError(RejectionError):
    """Another officer was faster; read again and decide again."""

    code = "conflict"
    status = 409


class StaleVersionError(ConflictError):
    """The dossier changed between reading and writing; deciding again on what is there now may help."""


class GuardFailedError(RejectionError):
    """The input is not acceptable; ``fields`` names each faulty field and says why."""

    code = "invalid_input"
    status = 422

    def __init__(self, message: Message, fields: dict[str, Message] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}


class KeyUsedBeforeError(RejectionError):
    """The key of a command was used for another command before."""

    code = "key_used_before"
    status = 422


class StoreError(EngineError):
    """The database is unavailable, or one of its constraints was about to break."""


class BrokenRuleError(StoreError):
    """What was to be written breaks a rule of the database; trying again gives the same."""


class DiskFullError(StoreError):
    """There is no room to write; everything can still be read, and nothing was half written."""


class AutomaticStepError(EngineError):
    """An automatic step failed; ``retryable`` tells whether trying again can help."""

    def __init__(self, message: Message, *, retryable: bool) -> None:
        super().__init__(message)
        self.retryable = retryable


__all__ = [
    "AutomaticStepError",
    "BrokenRuleError",
    "ConflictError",
    "DiskFullError",
    "EngineError",
    "GuardFailedError",
    "InvalidStatusError",
    "KeyUsedBeforeError",
    "NotAuthorizedError",
    "NotFoundError",
    "RejectionError",
    "SettingsError",
    "SpecError",
    "StaleVersionError",
    "StoreError",
    "message",
]
