"""The reference page of all findings, written from the rules themselves."""

from __future__ import annotations

from engine.specs.rules import RULES, Rule

_HEAD = """\
# Findings

What `motcua check` can find. An error blocks publication; a warning does not, and a procedure may
accept it with a reason, for example `accept: {MC301: "The table of the decision says so"}`. Information
is about practice, and alone it lets the check pass.

`motcua check --fix` corrects what cannot be meant otherwise: quotes around codes (MC016), capital letters in
keys and fixed words (MC007, MC014), and entries of `accept:` that silence nothing (MC309).

The program writes this page from its own rules; change it there.
"""
_FAMILIES = {
    "MC0": "The file and the form of what is written (MC0xx)",
    "MC1": "Names that lead to other places (MC1xx)",
    "MC2": "Structure and soundness (MC2xx)",
    "MC3": "Time (MC3xx)",
    "MC4": "Law and practice (MC4xx)",
}


def rules_page() -> str:
    """Return the page as Markdown, the rules in the order of their codes."""
    sections = [_HEAD]
    for family, title in _FAMILIES.items():
        rules = [RULES[code] for code in sorted(RULES) if code.startswith(family)]
        if rules:
            sections.append(f"## {title}\n")
            sections += [_section(rule) for rule in rules]
    return "\n".join(sections)


def _section(rule: Rule) -> str:
    text = f"### {rule.code}: {rule.title}\n\n*{rule.severity.value.capitalize()}.* {rule.explanation}\n\n{rule.help}\n"
    if rule.source is not None:
        text += f"\nLegal source: {rule.source}\n"
    return f"{text}\n```yaml\n{rule.example.rstrip()}\n```\n" if rule.example else text
