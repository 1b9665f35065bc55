"""Checking a whole catalogue fast: what was judged before is remembered, the rest is shared out.

It says exactly what ``engine.services.checking`` says, and imports it only where something is to be judged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.services.check_cache import CheckCache
from engine.services.judgements import Judgement, Plain, all_findings, from_plain
from engine.services.program_digest import program_digest
from engine.services.spec_files import Text, spec_files
from engine.specs.findings import Finding

_LARGEST_KEPT = 256 * 1024
"""A larger file is refused at once, so there is nothing to remember."""


@dataclass(frozen=True, slots=True)
class CatalogueCheck:
    """What a check of some files found, in the order of files and lines."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def check_catalogue(
    paths: Iterable[Path], cache: CheckCache | None = None, *, today: date | None = None
) -> CatalogueCheck:
    """Check files and folders of specs, as ``check_paths`` does.

    Args:
        paths: files and folders.
        cache: what earlier checks said; without one, everything is judged.
        today: the first day of receipt that counts, as in ``check_paths``.

    Raises:
        SpecError: a path does not exist.
    """
    files = spec_files(paths)
    texts = [_read(file) for file in files]
    if any(text is None for text in texts):
        return _checked_slowly(files, today)
    judgements = _judgements([text for text in texts if text is not None], cache, today)
    if judgements is None:
        return _checked_slowly(files, today)
    return CatalogueCheck(files, all_findings(judgements))


def _read(file: Path) -> Text | None:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST_KEPT + 1)
    except OSError:
        return None
    return Text(file, content) if len(content) <= _LARGEST_KEPT else None


def _checked_slowly(files: tuple[Path, ...], today: date | None) -> CatalogueCheck:
    from engine.services.checking import check_paths

    return CatalogueCheck(files, check_paths(files, today=today).findings)


def _judgements(
    texts: list[Text], cache: CheckCache | None, today: date | None
) -> list[Judgement] | None:
    """Return the judgements of texts; None where one only looked like a procedure, so none are right."""
    around = [text for text in texts if not text.looks_like_a_procedure]
    environment = _environment(around, today)
    kept = cache.read(environment) if cache is not None else {}
    known = {
        text: each
        for text in texts
        if not text.may_start_others and (each := _remembered(text, kept)) is not None
    }
    linking = [text for text in texts if text.may_start_others and len(texts) > 1]
    missing = [text for text in texts if text not in known and text not in linking]
    new = _judged(missing, around, today)
    known |= {text: from_plain(new[text.digest], text.file) for text in missing}
    known |= _judged_with_others(linking, known, around, today)
    judgements = [known[text] for text in texts]
    if not all(map(_is_as_it_looks, texts, judgements)):
        return None
    if cache is not None and new:
        used = {text.digest: kept[text.digest] for text in known if text.digest in kept}
        cache.write(environment, {**used, **new}, kept)
    return judgements


def _remembered(text: Text, kept: Mapping[str, Plain]) -> Judgement | None:
    try:
        return from_plain(kept[text.digest], text.file)
    except (KeyError, ValueError):
        return None


def _judged(missing: list[Text], around: list[Text], today: date | None) -> dict[str, Plain]:
    if not missing:
        return {}
    from engine.services.judging import judge_texts

    return judge_texts(missing, around, today)


def _judged_with_others(
    linking: list[Text], known: Mapping[Text, Judgement], around: list[Text], today: date | None
) -> dict[Text, Judgement]:
    if not linking:
        return {}
    from engine.services.linked_judging import judge_linking

    return judge_linking(linking, known, around, today)


def _is_as_it_looks(text: Text, judgement: Judgement) -> bool:
    card = judgement.card
    if card is None:
        return True
    procedure = card.kind == "procedure" or not text.looks_like_a_procedure
    return procedure and (text.may_start_others or not card.links)


def _environment(around: list[Text], today: date | None) -> str:
    """Return the hash of everything a judgement depends on besides the text of its file."""
    parts = (program_digest(), str(today), *(text.digest for text in around))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
