"""Published texts are numbered, never change, and are in force for a time."""

from __future__ import annotations

from datetime import date

from engine.store.database import Database
from engine.store.publications import Publication
from tests.support.journals import MONDAY


def publish(
    database: Database,
    digest: str,
    start: date,
    end: date | None = None,
    *,
    key: str = "land",
    kind: str = "procedure",
) -> Publication:
    with database.transaction() as unit:
        return unit.publications.add(
            kind=kind,
            key=key,
            digest=digest,
            text=f"name: Đất đai {digest}\n",
            effective_from=start,
            effective_until=end,
            published_at=MONDAY,
            published_by="admin",
        )


def test_versions_of_a_key_are_numbered_from_one(database: Database) -> None:
    first = publish(database, "a", date(2026, 1, 1))
    second = publish(database, "b", date(2026, 6, 1))
    other = publish(database, "c", date(2026, 1, 1), key="marriage")
    assert [first.number, second.number, other.number] == [1, 2, 1]
    with database.reading() as unit:
        assert unit.publications.history("procedure", "land") == [first, second]


def test_publishing_the_same_text_again_changes_nothing(database: Database) -> None:
    publish(database, "a", date(2026, 1, 1))
    newest = publish(database, "b", date(2026, 6, 1))
    assert publish(database, "b", date(2026, 9, 9)) == newest
    with database.reading() as unit:
        assert len(unit.publications.history("procedure", "land")) == 2


def test_the_newest_version_in_force_counts(database: Database) -> None:
    publish(database, "a", date(2026, 1, 1), date(2026, 6, 30))
    publish(database, "b", date(2026, 6, 1))
    publish(database, "c", date(2027, 1, 1))
    with database.reading() as unit:

        def found(on: date) -> str | None:
            publication = unit.publications.find("procedure", "land", on)
            return publication.digest if publication else None

        assert found(date(2025, 12, 31)) is None
        assert found(date(2026, 1, 1)) == "a"
        assert found(date(2026, 6, 15)) == "b"
        assert found(date(2026, 12, 31)) == "b"
        assert found(date(2027, 1, 1)) == "c"


def test_the_last_day_still_counts(database: Database) -> None:
    publish(database, "a", date(2026, 1, 1), date(2026, 6, 30))
    with database.reading() as unit:
        assert unit.publications.find("procedure", "land", date(2026, 6, 30)) is not None
        assert unit.publications.find("procedure", "land", date(2026, 7, 1)) is None


def test_current_lists_one_version_of_each_key_of_a_kind(database: Database) -> None:
    publish(database, "a", date(2026, 1, 1))
    publish(database, "b", date(2026, 6, 1))
    publish(database, "c", date(2026, 1, 1), key="birth")
    publish(database, "d", date(2027, 1, 1), key="death")
    publish(database, "e", date(2026, 1, 1), kind="calendar")
    with database.reading() as unit:
        current = unit.publications.current("procedure", date(2026, 11, 21))
    assert [(publication.key, publication.digest) for publication in current] == [
        ("birth", "c"),
        ("land", "b"),
    ]


def test_a_pinned_version_is_found_by_its_hash_for_ever(database: Database) -> None:
    pinned = publish(database, "a", date(2026, 1, 1), date(2026, 1, 2))
    publish(database, "b", date(2026, 1, 3))
    with database.reading() as unit:
        assert unit.publications.by_digest("a") == pinned
        assert unit.publications.by_digest("z") is None
        assert pinned.text == "name: Đất đai a\n"


def test_the_count_grows_with_each_new_publication_only(database: Database) -> None:
    publish(database, "a", date(2026, 1, 1))
    publish(database, "a", date(2026, 1, 1))
    publish(database, "b", date(2026, 1, 1))
    with database.reading() as unit:
        assert unit.publications.count() == 2
