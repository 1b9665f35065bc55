"""Judging procedures that start others: with what those say, so never from what is remembered.

They are few; the procedures they start are read again with them, and no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.services.checking import Judge
from engine.services.judgements import Judgement
from engine.services.spec_files import Text
from engine.specs.loader import load
from engine.specs.procedures import Procedure


class _Readable(Mapping[str, Procedure]):
    """The procedures of a catalogue by key; a text is read when its procedure is first asked for."""

    def __init__(self, read: Mapping[str, Procedure], texts: Mapping[str, Text]) -> None:
        self._read = dict(read)
        self._texts = {**texts, **dict.fromkeys(read)}

    def __getitem__(self, key: str) -> Procedure:
        text = self._texts[key]
        if key not in self._read and text is not None:
            document = load(text.content, text.file).document
            assert isinstance(document, Procedure)  # its card says so
            self._read[key] = document
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def judge_linking(
    linking: Sequence[Text],
    judged: Mapping[Text, Judgement],
    around: Sequence[Text],
    today: date | None,
) -> dict[Text, Judgement]:
    """Return the judgements of procedures that start others.

    Args:
        linking: their texts.
        judged: all other texts, whose cards name their procedures.
        around: the texts that hold the organisation and the calendars.
        today: the first day of receipt that counts.
    """
    loaded = {text: load(text.content, text.file) for text in linking}
    documents = (each.document for each in loaded.values())
    read = {each.key: each for each in documents if isinstance(each, Procedure)}
    others = {
        each.card.key: text
        for text, each in judged.items()
        if each.card is not None and each.card.kind == "procedure"
    }
    judge = Judge(
        [load(text.content, text.file) for text in around],
        today=today,
        procedures=_Readable(read, others),
    )
    return {text: judge.judge(each) for text, each in loaded.items()}
