"""What a decision says in words, as the specification language writes it: levels, performers, times.

Only for files that are begun from a table on paper; the language itself knows one way to write each of them.
"""

from __future__ import annotations

import re
import unicodedata

from engine.specs.durations import kinds_of_time

_LEVELS = {
    "tinh": "province", "cap tinh": "province", "thanh pho": "province", "provincial": "province",
    "xa": "commune", "cap xa": "commune", "phuong": "commune", "communal": "commune",
    "lien thong": "interlevel", "nhieu cap": "interlevel", "tinh xa": "interlevel",
}  # fmt: skip
_FIELDS = {
    "dat dai": "land", "bao tro xa hoi": "social_protection", "tre em": "children",
    "nguoi co cong": "people_of_merit", "ton giao": "religion", "khoang san": "minerals",
    "luu tru": "archives", "giao duc": "education", "dau tu": "investment", "di san": "heritage",
    "thanh nien": "youth", "cong chuc": "civil_service",
}  # fmt: skip
"""The fields of the shipped procedures by their names on paper, so that a new one joins them."""
_DESK = ("one_stop", "reception")
_PERFORMERS: tuple[tuple[str, tuple[str, str]], ...] = (
    (r"mot cua|tn ?& ?tkq|tra ket qua|tiep nhan|hanh chinh cong|one.stop|reception", _DESK),
    (r"hoi dong|council", ("council", "member")),
    (r"van thu|records", ("", "records")),
    (r"(truong|lanh dao|phu trach) (phong|ban|bo phan)|head", ("", "head")),
    (r"dang ky (quyen su dung )?dat|(vp|van phong) ?d?k", ("land_office", "officer")),
    (r"thue\b|tax", ("tax", "officer")),
    (r"chuyen vien|cong chuc|can bo|officer", ("", "officer")),
    (r"chu tich|ubnd|uy ban nhan dan", ("authority", "leader")),
    (r"giam doc|lanh dao|thu truong|leader", ("", "leader")),
    (r"phong|so\b|chi cuc|ban\b", ("", "officer")),
)
"""What the usual names in the column “who” hold, without accents, the telling ones first."""
_AT_COMMUNES = {
    "": "commune_division",
    "authority": "commune_authority",
    "council": "commune_council",
}
_NUMBER = re.compile(r"\d+([.,/]\d+)?")


def folded(text: str) -> str:
    """Return a text in small letters without accents."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).strip()


def field_of(words: str) -> str:
    """Return the field that is meant; the words themselves where no shipped procedure has it."""
    plain = re.sub(r"[^a-z]+", " ", folded(words)).strip().removeprefix("linh vuc ")
    return _FIELDS.get(plain, words)


def level_of(words: str) -> str:
    """Return the level that is meant; the words themselves where none is."""
    plain = re.sub(r"[^a-z]+", " ", folded(words)).strip()
    return _LEVELS.get(plain, words)


def performer_of(words: str, level: str) -> str:
    """Return who is meant, as ``role/position``; the words themselves where nobody is.

    Args:
        level: of the procedure; a division of the commune has another role than one of the province.
    """
    if "/" in words and " " not in words:
        return words
    found = next((who for usual, who in _PERFORMERS if re.search(usual, folded(words))), None)
    return performer(*found, level) if found else words


def performer(role: str, position: str, level: str) -> str:
    """Return a performer; no role means the unit in charge at that level."""
    if level == "commune":
        role = _AT_COMMUNES.get(role, role)
    return f"{role or 'department'}/{position}"


def limit_of(words: str, legal_limit: str) -> str:
    """Return a time limit; a mere number counts in the kind of time of the whole procedure."""
    if _NUMBER.fullmatch(words) is None:
        return words
    last = re.search(r"\d\s+(\D+)$", legal_limit.strip().lower())
    return f"{words} {last[1]}" if last and last[1] in kinds_of_time() else words
