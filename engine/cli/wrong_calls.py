"""What is said about a call that cannot be read: an unknown command, a missing option, a wrong value.

Typer says these things in English only. Its errors are told apart by the names of their classes, because it
exports none of them.
"""

from __future__ import annotations

import re
from typing import Any, Literal, get_args, get_origin

from typer import TyperException

from engine.messages import Message, message

_QUOTED = re.compile(r"'([^']*)'")
_BOUND = re.compile(r"Input should be (greater|less) than or equal to (\d+)")
_EXTRA = re.compile(r"^Got unexpected extra argument\S* \((.*)\)$")


def is_help(error: TyperException) -> bool:
    """Tell whether it is no mistake but a call without arguments, which Typer answers with the help."""
    return type(error).__name__ == "NoArgsIsHelpError"


def what_is_wrong(error: TyperException) -> tuple[Message | str, ...]:
    """Return what is wrong with a call, how the command is called, and where to read on."""
    lines: list[Message | str] = [message("Error: {what}", what=_fault(error))]
    context: Any = getattr(error, "ctx", None)
    if context is not None:
        usage = context.get_usage().removeprefix("Usage: ")
        lines.append(message("The call: {usage}", usage=usage))
        lines.append(message("More about it: {command} --help", command=context.command_path))
    return tuple(lines)


def _fault(error: TyperException) -> Message | str:
    parameter: Any = getattr(error, "param", None)
    match type(error).__name__:
        case "MissingParameter" if parameter is not None:
            return message("Expected {name}, but it is not there", name=_name(parameter))
        case "BadParameter" if parameter is not None:
            return _wrong_value(error.message, parameter)
        case "NoSuchOption":
            return _unknown_option(error)
        case "BadOptionUsage":
            name = getattr(error, "option_name", "")
            if "does not take" in error.message:
                return message("Expected no value after {name}, but found one", name=name)
            return message("Expected a value after {name}, but it is not there", name=name)
        case "UsageError":
            return _unknown_words(error.message)
    return error.format_message() if parameter is not None else error.message


def _name(parameter: Any) -> str:
    return str(parameter.get_error_hint()).replace("'", "")


def _wrong_value(said: str, parameter: Any) -> Message:
    wanted = parameter.type_descriptor.annotation
    if get_origin(wanted) is Literal:
        return message(
            "Expected one of {options} for {name}, but found something else",
            options=", ".join(map(str, get_args(wanted))),
            name=_name(parameter),
        )
    bound = _BOUND.fullmatch(said)
    if bound is not None and bound[1] == "greater":
        return message(
            "Expected at least {least} for {name}, but found less",
            least=bound[2],
            name=_name(parameter),
        )
    if bound is not None:
        return message(
            "Expected at most {most} for {name}, but found more",
            most=bound[2],
            name=_name(parameter),
        )
    if wanted is int:
        return message(
            "Expected a whole number for {name}, but found something else", name=_name(parameter)
        )
    return message(
        "Expected a right value for {name}, but found another: {said}",
        name=_name(parameter),
        said=said,
    )


def _unknown_option(error: TyperException) -> Message:
    name, known = getattr(error, "option_name", ""), getattr(error, "possibilities", None)
    if known:
        return message(
            "Expected an option of this command, but found {name}. Did you mean {names}?",
            name=name,
            names=", ".join(sorted(known)),
        )
    return message("Expected an option of this command, but found {name}", name=name)


def _unknown_words(said: str) -> Message | str:
    if said.startswith("No such command"):
        name, *alike = _QUOTED.findall(said)
        if alike:
            return message(
                "Expected a command, but there is no “{name}”. Did you mean {names}?",
                name=name,
                names=", ".join(alike),
            )
        return message("Expected a command, but there is no “{name}”", name=name)
    if said.startswith("Missing command"):
        return message("Expected a command, but there is none")
    extra = _EXTRA.match(said)
    if extra:
        return message("Expected nothing more, but found: {words}", words=extra.group(1))
    return said
