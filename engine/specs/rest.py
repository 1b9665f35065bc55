"""What can be understood of a document although something in it is refused.

So that a check tells everything at once, it goes on with the rest of a broken document: a stand-in takes the
place of each value that was refused, and the place is remembered as doubtful, because nothing that follows
from a stand-in may be told. The methods are those of compilers that go on after an error; see
docs/explanation/yaml.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from engine.specs.faults import Fault
from engine.specs.findings import Finding, KeyPath, Place, SourceMap
from engine.specs.procedures import Procedure


@dataclass(frozen=True, slots=True)
class Rest:
    """A broken document, with stand-ins where it cannot be understood.

    Attributes:
        document: the document; times that cannot be read count as nothing.
        longest: the same, where times that cannot be read are longer than any limit.
        source: where its keys stand; those that were only misspelt are known by what they mean.
        doubtful: the paths of what was refused, left out or stood in for.
        lost: of those, what is neither a time nor the name of a step nor known by what it is like: nothing
            was put in its place that could be reckoned with.
        late: what was refused only when something else was out of the way.
    """

    document: Procedure
    longest: Procedure
    source: SourceMap
    doubtful: frozenset[KeyPath]
    lost: frozenset[KeyPath] = frozenset()
    late: tuple[Finding, ...] = ()

    @property
    def lost_keys(self) -> frozenset[str]:
        """Return the last key of each lost path that the language knows; names count for what they name."""
        return frozenset(_known_key(path) for path in self.lost)

    def is_doubtful(self, path: KeyPath) -> bool:
        """Tell whether a path leads to, or below, something that could not be understood."""
        return _is_below(path, self.doubtful)

    def doubtful_places(self) -> frozenset[Place]:
        """Return the places of the keys that could not be understood, and of all below them."""
        written = self.places_below(self.doubtful)
        return written | {self.source.place(*path) for path in self.doubtful}

    def places_below(self, paths: Collection[KeyPath]) -> frozenset[Place]:
        """Return the places of what is written at some paths and below them."""
        return frozenset(
            Place(self.source.file, *place)
            for path, place in self.source.places.items()
            if _is_below(path, paths)
        )


def _is_below(path: KeyPath, others: Collection[KeyPath]) -> bool:
    return any(path[:length] in others for length in range(1, len(path) + 1))


_NAMED_BELOW = {
    "steps", "outcomes", "fields", "papers", "options", "groups", "phases", "appointments", "accept",
    "data", "with",
}  # fmt: skip


def _known_key(path: KeyPath) -> str:
    keys = [each for each in path if isinstance(each, str)]
    return keys[-2] if len(keys) > 1 and keys[-2] in _NAMED_BELOW else keys[-1]


_NAMES = {
    "groups": ("MC102",),
    "phases": ("MC102",),
    "dossier": ("MC103", "MC104", "MC105", "MC109", "MC142", "MC143"),
    "fields": ("MC103", "MC104", "MC105", "MC109", "MC142", "MC143"),
    "options": ("MC105", "MC109", "MC142"),
    "type": ("MC104", "MC105", "MC109", "MC142"),
    "required": ("MC143",),
    "form": ("MC142", "MC143"),
    "procedure": ("MC140",),
    "code": ("MC141", "MC142", "MC143"),
    "from": ("MC117", "MC144"),
    "until": ("MC117", "MC144"),
    "outcomes": ("MC146",),
    "by": ("MC131",),
    "wait": ("MC145", "MC146"),
    "field": ("MC112",),
}
"""For a key that is lost, the findings on names that could follow from that alone."""


def without_followers(faults: Iterable[Fault], rest: Rest) -> list[Fault]:
    """Return the faults that do not follow from what could not be understood."""
    hidden = {code for key in rest.lost_keys for code in _NAMES.get(key, ())}
    return [
        fault for fault in faults if fault.code not in hidden and not rest.is_doubtful(fault.path)
    ]
