"""One layout for all specifications: comments stay, and so does what is said."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from engine.settings import shipped
from engine.specs.formatting import WIDTH, formatted
from engine.specs.loader import load
from tests.support.seeds import seeded_random
from tests.support.specs import CALENDAR, ORGANISATION, PROCEDURE

SHIPPED = sorted(shipped("procedure_specs").rglob("*.yaml"))
FILE = Path("procedure.yaml")


def _formatted(text: str) -> str:
    made = formatted(dedent(text).encode(), FILE)
    assert made.text is not None, [str(each) for each in made.findings]
    again = formatted(made.text.encode(), FILE)
    assert again.text == made.text
    return made.text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_specifications_say_the_same_in_the_one_layout(path: Path) -> None:
    before = path.read_bytes()
    made = formatted(before, path)
    assert made.text is not None
    assert load(made.text, path).document == load(before, path).document
    assert formatted(made.text.encode(), path).text == made.text


def test_shipped_specifications_stand_in_the_one_layout() -> None:
    untidy = [
        path.name
        for path in SHIPPED
        if formatted(path.read_bytes(), path).text != path.read_text("utf-8")
    ]
    assert untidy == [], "run “motcua fmt procedure_specs”"


def test_comments_stay_with_what_they_speak_of() -> None:
    assert _formatted(
        """\
            # Head of the file

            kind: procedure   # the kind
            # about the title
            title:   {vi: T,   # in Vietnamese
               en: E}    # in English
            code: 1.001806  # the code


            decision: {number: '1',issuer: "x # no comment"}
            # before the steps
            steps:
                # about sign
                sign:
                    # about the limit
                    limit: 3 days
                    by: a/b   # who
                    note: >-
                        folded
                          text

                        more
                    # at the end of sign

                return: {limit: uncounted, by: one_stop/reception}
                # at the end of the steps
            alerts:
            - name: late
              # in the rung
              to: head
              of: dossier
              at: due
            # at the end
            """
    ) == dedent(
        """\
            # Head of the file

            kind: procedure  # the kind
            code: "1.001806"  # the code
            # about the title
            title:
              vi: T  # in Vietnamese
              en: E  # in English

            decision: {number: '1', issuer: "x # no comment"}
            # before the steps
            steps:
              # about sign
              sign:
                by: a/b  # who
                # about the limit
                limit: 3 days
                note: >-
                  folded
                    text

                  more
                # at the end of sign

              return: {by: one_stop/reception, limit: uncounted}
              # at the end of the steps
            alerts:
              - name: late
                of: dossier
                at: due
                # in the rung
                to: head
            # at the end
            """
    )


def test_names_that_authors_choose_keep_their_order() -> None:
    made = _formatted("kind: procedure\nsteps: {b: {by: a/b}, a: {by: a/b}}\n")
    assert made == "kind: procedure\nsteps: {b: {by: a/b}, a: {by: a/b}}\n"


def test_braces_that_do_not_fit_on_a_line_are_opened() -> None:
    label = "dài " * 30
    made = _formatted(f"kind: procedure\ntitle: {{vi: {label.strip()}, en: Long}}\n")
    assert made == f"kind: procedure\ntitle:\n  vi: {label.strip()}\n  en: Long\n"
    assert "{vi: Ngắn}" in _formatted("kind: procedure\ntitle: {vi: Ngắn}\n")


def test_only_codes_that_others_misread_are_quoted() -> None:
    made = _formatted("kind: organisation\nunits: [{code: 010, parent: H99, name: 01}]\n")
    assert made == 'kind: organisation\nunits: [{code: "010", name: 01, parent: H99}]\n'


def test_line_ends_and_spaces_at_their_end_are_put_in_order() -> None:
    made = formatted(b"\xef\xbb\xbfkind: calendar  \r\n\r\n\r\ncode: x\t\r\n\r\n", FILE)
    assert made.text == "kind: calendar\n\ncode: x\n"


@pytest.mark.parametrize(
    "text",
    [
        "kind: [procedure",
        "kind: a\nkind: b\n",
        "kind: &a procedure\n",
        "- a\n",
        "",
        "kind:\n",
        "\xff",
    ],
)
def test_what_is_not_read_without_doubt_is_not_touched(text: str) -> None:
    made = formatted(text.encode("latin-1"), FILE)
    assert made.text is None
    assert made.findings


def test_what_would_be_lost_is_refused() -> None:
    # The indicator counts from the old indentation, so the text would lose its leading space.
    made = formatted(b"kind: procedure\nsource: |1\n   text\n", FILE)
    assert made.text is None
    assert [each.code for each in made.findings] == ["MC001"]


def test_the_layout_does_not_depend_on_how_a_text_was_laid_out() -> None:
    """Widened indentation and shuffled keys are undone."""
    for text in (PROCEDURE, ORGANISATION, CALENDAR):
        wide = "".join(
            f"{' ' * (len(line) - len(line.lstrip(' ')))}{line}\n" for line in text.splitlines()
        )
        assert _formatted(wide) == _formatted(text)


def test_comments_anywhere_are_kept_and_nothing_is_changed() -> None:
    rng = seeded_random()
    for _ in range(150):
        lines = rng.choice([PROCEDURE, ORGANISATION, CALENDAR]).splitlines()
        for number in range(rng.randrange(1, 8)):
            at = rng.randrange(len(lines) + 1)
            if rng.random() < 0.5 and at < len(lines):
                lines[at] += f"{' ' * rng.randrange(1, 4)}# beside {number}"
            else:
                lines.insert(at, f"{' ' * rng.randrange(8)}# above {number}")
            if rng.random() < 0.3:
                lines.insert(rng.randrange(len(lines) + 1), "")
        text = "\n".join(lines)
        made = _formatted(text)
        assert load(made, FILE).document == load(text, FILE).document is not None
        assert made.count("#") == text.count("#")
        assert max(len(line) for line in made.splitlines()) <= WIDTH + len("  # beside 9") * 3
