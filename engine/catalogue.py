"""Renders messages in the user's language from the Babel catalogues under ``engine/locale``.

Every ``*.po`` file of a language counts; their keys are English texts. A text without a
translation is shown in English, and a test fails for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from engine.messages import Label, Language, Message

_LOCALE = Path(__file__).parent / "locale"


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
    # Babel is imported here because English output, and start-up, need none of it.
    from babel.messages.pofile import read_po

    found: dict[str, str] = {}
    for path in sorted((_LOCALE / language).glob("*.po")):
        with path.open(encoding="utf-8") as file:
            for entry in read_po(file, locale=language):
                if isinstance(entry.id, str) and isinstance(entry.string, str) and entry.string:
                    found[entry.id] = entry.string
    return found
