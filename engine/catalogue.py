"""Renders messages in the user's language from the gettext catalogues under ``engine/locale``.

Every ``*.po`` file of a language counts; their keys are English texts. A text without a
translation is shown in English, and a test fails for it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from engine.messages import Label, Language, Message

_LOCALE = Path(__file__).parent / "locale"
_ONE_TEXT = r'(?:"(?:[^"\\\n]|\\.)*"[ \t]*\r?\n?)+'
_ENTRY = re.compile(
    rf"^msgid[ \t]+(?P<text>{_ONE_TEXT})^msgstr[ \t]+(?P<translation>{_ONE_TEXT})", re.MULTILINE
)
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def render(message: Message, language: Language) -> str:
    """Return ``message`` as a sentence in ``language``, its parameters in that language too."""
    params = {name: _shown(value, language) for name, value in message.params.items()}
    return translate(message.text, language).format(**params)


def translate(text: str, language: Language) -> str:
    """Return the translation of an English catalogue key, or the key itself where there is none."""
    if language == "en":
        return text
    return _translations(language).get(text, text)


def _shown(value: object, language: Language) -> str:
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, Label):
        return value.in_language(language)
    return str(value)


@cache
def _translations(language: Language) -> dict[str, str]:
    return {
        text: translation
        for path in sorted((_LOCALE / language).glob("*.po"))
        for text, translation in read_catalogue(path.read_text(encoding="utf-8")).items()
        if translation
    }


def read_catalogue(content: str) -> dict[str, str]:
    """Return the texts and translations of a ``.po`` file without plural forms and contexts.

    Every start of the program reads them all, and a reader of everything gettext knows takes ten times as
    long.
    """
    return {
        _written(entry["text"]): _written(entry["translation"])
        for entry in _ENTRY.finditer(content)
    }


def _written(quoted: str) -> str:
    joined = "".join(_QUOTED.findall(quoted))
    return _ESCAPED.sub(_character, joined) if "\\" in joined else joined


def _character(escaped: re.Match[str]) -> str:
    return _ESCAPES.get(escaped[1], escaped[1])
