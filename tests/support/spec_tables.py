"""The tables of keys in the reference of the specification language, written from the models.

What a key means is said in ``engine.specs.schema_words``, in both languages, and how it is written in the
example documents beside the page. The prose around the tables is the page's own.
"""

from __future__ import annotations

import re

from engine.catalogue import render, translate
from engine.specs.model import Spec
from engine.specs.schema_words import KEYS
from tests.support.pages import anchor
from tests.support.spec_examples import examples
from tests.support.spec_models import default_of, hints, rules_of, spec_models, type_of

_TABLE = re.compile(
    r"<!-- keys of (?P<model>\w+) -->\n(?P<body>.*?)<!-- end of keys -->\n", re.DOTALL
)
_HEAD = "| Key | Type | Default | Meaning | Example |\n|---|---|---|---|---|\n"


def tables(page: str) -> list[str]:
    """Return the names of the models that have a table on a page."""
    return [match["model"] for match in _TABLE.finditer(page)]


def with_current_tables(page: str) -> str:
    """Return a page with each of its tables written anew."""
    models, written, places = spec_models(), examples(), _places(page)
    return _TABLE.sub(
        lambda match: _table(models[match["model"]], written, places),
        page,
    )


def _places(page: str) -> dict[str, str]:
    """Return the anchor of the heading above each table, by the name of its model."""
    found: dict[str, str] = {}
    heading = ""
    for line in page.splitlines():
        if line.startswith("#"):
            heading = anchor(line.lstrip("# "))
        if match := re.fullmatch(r"<!-- keys of (\w+) -->", line):
            found[match[1]] = heading
    return found


def _table(model: type[Spec], written: dict[tuple[str, str], str], places: dict[str, str]) -> str:
    name = model.__name__
    rows = "".join(
        _row(
            f"`{key}`",
            _linked(type_of(model, key), places),
            default_of(model, key),
            _meaning(name, key),
            f"`{written.get((name, key), '')}`",
        )
        for key in hints(model)
    )
    return f"<!-- keys of {name} -->\n{_HEAD}{rows}{_rules(model)}<!-- end of keys -->\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _meaning(model: str, key: str) -> str:
    words = KEYS[model][key]
    return f"{_code(render(words, 'en'))}<br>*{_code(render(words, 'vi'))}*"


def _code(text: str) -> str:
    """Return a text with what stands in angle brackets kept from being taken for a tag."""
    return re.sub(r"<([^<>]+)>", r"‹\1›", text)


def _linked(spoken: str, places: dict[str, str]) -> str:
    return re.sub(r"\{keys of (\w+)\}", lambda match: f"[keys](#{places[match[1]]})", spoken)


def _rules(model: type[Spec]) -> str:
    rules = [_rule(text) for text in rules_of(model) if "{" not in _expected(text)]
    if not rules:
        return ""
    return "\nBeyond that, the check expects:\n\n" + "".join(f"- {rule}\n" for rule in rules)


def _rule(text: str) -> str:
    english, vietnamese = (_expected(translate(text, each)) for each in ("en", "vi"))
    return f"{english}<br>*{vietnamese}*"


def _expected(said: str) -> str:
    """Return what a refusal expects, without what it found."""
    return re.split(r",? (?:but|nhưng) ", re.sub(r"^(Expected|Cần) ", "", said))[0]
