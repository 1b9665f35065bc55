"""The command that explains what a finding means, without a network and without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.findings import severity_word
from engine.cli.speech import say, say_json, say_table, words
from engine.messages import message

if TYPE_CHECKING:
    from engine.specs.rule import Rule


def rule(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="A finding's code, such as MC301.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print stable JSON.")] = False,
) -> None:
    """Explain a finding: what it means, why it is one, and what to do; without a code, list all."""
    chosen = [_named(code)] if code is not None else _all()
    if as_json:
        say_json(rules=[_plain(each) for each in chosen])
    elif code is None:
        say_table(
            (message("Finding"), message("Severity"), message("What it is")),
            [(each.code, severity_word(each.severity), each.title) for each in chosen],
        )
    else:
        _explain(chosen[0])


def _all() -> list[Rule]:
    from engine.specs.rules import RULES

    return [RULES[code] for code in sorted(RULES)]


def _named(code: str) -> Rule:
    from engine.errors import NotFoundError
    from engine.specs.refusals import shown
    from engine.specs.rules import RULES
    from engine.specs.suggestions import did_you_mean

    found = RULES.get(code.strip().upper())
    if found is None:
        raise NotFoundError(
            message(
                "Expected the code of a finding, but found “{found}”. {advice}",
                found=shown(code),
                advice=did_you_mean(code.upper(), RULES)
                or message("“motcua rule” lists all of them."),
            )
        )
    return found


def _explain(rule: Rule) -> None:
    say(f"{rule.code}  {words(rule.title)} ({words(severity_word(rule.severity))})")
    say("")
    say(rule.explanation)
    say("")
    say(message("What to do: {advice}", advice=rule.help))
    if rule.source is not None:
        say(message("Legal source: {source}", source=rule.source))
    if rule.example:
        say("")
        say(message("An example that gives the finding:"))
        say("")
        for line in rule.example.rstrip().splitlines():
            say(f"    {line}")


def _plain(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "severity": rule.severity.value,
        "title": words(rule.title),
        "explanation": words(rule.explanation),
        "help": words(rule.help),
        "example": rule.example or None,
        "source": words(rule.source) if rule.source is not None else None,
    }
