"""What every command passes through: the language, and the one place where errors become exit codes.

Exit codes: 0 fine; 1 findings, or the office refused and nothing was written; 2 the call or the settings
are wrong; 130 interrupted.
"""

from __future__ import annotations

from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from engine.cli.help import translate_help
from engine.cli.office import preferred_language
from engine.cli.speech import complain, language, speak
from engine.cli.wrong_calls import is_help, what_is_wrong
from engine.errors import (
    EngineError,
    GuardFailedError,
    SettingsError,
    SpecError,
)
from engine.messages import Language, Message, message

REFUSED, WRONG_CALL, INTERRUPTED = 1, 2, 130


class Door(TyperGroup):
    """The group of all commands; a user's mistake ends in a sentence and never in a traceback."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take ``--lang`` wherever it stands, also behind a command; help is put into that language."""
        args = language_first(args)
        speak(_language_of_call(args))
        _require_text(args)
        if not args or "--help" in args:
            translate_help(self, language())
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            _refuse_call(error)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was called."""
        try:
            return super().invoke(ctx)
        except typer.TyperException as error:
            _refuse_call(error)
        except EngineError as error:
            _explain(error)
            raise typer.Exit(exit_code(error)) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None


def _refuse_call(error: typer.TyperException) -> NoReturn:
    if is_help(error):
        raise error
    for line in what_is_wrong(error):
        complain(line)
    raise typer.Exit(WRONG_CALL) from None


def _require_text(args: list[str]) -> None:
    """Refuse words that are no text: what could not be read as UTF-8 can neither be kept nor shown."""
    for place, word in enumerate(args, start=1):
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            complain(
                message(
                    "Error: Expected words in UTF-8, but word {place} is in another encoding; type it again in a terminal that uses UTF-8",
                    place=place,
                )
            )
            raise typer.Exit(WRONG_CALL)


def language_first(args: list[str]) -> list[str]:
    """Return the words of a call with ``--lang``, wherever it stands, before all others."""
    options = args.index("--") if "--" in args else len(args)
    for position, word in enumerate(args[:options]):
        if word.startswith("--lang="):
            return [word, *args[:position], *args[position + 1 :]]
        if word == "--lang" and position + 1 < options:
            return [*args[position : position + 2], *args[:position], *args[position + 2 :]]
    return args


def _language_of_call(args: list[str]) -> Language:
    given = " ".join(args[:2]).replace("=", " ").split()
    if given[:1] == ["--lang"]:
        return "en" if given[1:2] == ["en"] else "vi"
    return preferred_language()


def exit_code(error: EngineError) -> int:
    """Return the exit code of an error: 2 where the call or the settings are wrong, else 1."""
    # What a refused publication lists are findings, as `check` lists them.
    if isinstance(error, SpecError) and not hasattr(error, "findings"):
        return WRONG_CALL
    return WRONG_CALL if isinstance(error, SettingsError) else REFUSED


def _explain(error: EngineError) -> None:
    findings = getattr(error, "findings", ())
    if findings:
        from engine.cli.findings import shown_in_full

        for finding in findings:
            complain(shown_in_full(finding, language()))
    complain(message("Error: {what}", what=error.message))
    if isinstance(error, GuardFailedError):
        for name, text in error.fields.items():
            complain(_field(name, text))


def _field(name: str, text: Message) -> Message:
    return message("  {field}: {what}", field=name, what=text)
