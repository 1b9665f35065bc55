"""A page for each finding, in the author's language, that a diagnostic can link to.

The program may be installed without its documentation, so the pages are written where the system keeps what is
temporary, one when it is first linked to, and are removed with the server.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from engine.catalogue import render
from engine.messages import Language, Message, message
from engine.specs.rule import Rule
from engine.specs.rules import RULES


class RulePages:
    """The pages written so far."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None

    def uri(self, code: str, language: Language) -> str:
        """Return the address of the page about a finding code."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="motcua-rules-")
        page = Path(self._folder.name) / language / f"{code}.md"
        if not page.exists():
            page.parent.mkdir(exist_ok=True)
            page.write_text(f"# {told(RULES[code], language)}", encoding="utf-8")
        return page.as_uri()

    def close(self) -> None:
        """Remove the pages."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def told(rule: Rule, language: Language) -> str:
    """Return a rule as Markdown that begins with its code and title."""

    def say(text: Message) -> str:
        return render(text, language)

    parts = [f"{rule.code}: {say(rule.title)}", say(rule.explanation)]
    parts.append(say(message("What to do: {advice}", advice=rule.help)))
    if rule.source is not None:
        parts.append(say(message("Legal source: {source}", source=rule.source)))
    if rule.example:
        parts.append(say(message("An example that gives the finding:")))
        parts.append(f"```yaml\n{rule.example.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"
