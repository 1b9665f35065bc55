"""Goes on behind what is refused: puts stand-ins in a broken document until its model takes it.

Only procedures are gone on with; what an organisation or a calendar holds is names and dates, which mean
nothing without the others.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.messages import Message
from engine.specs.author_keys import keys_at, models_at
from engine.specs.findings import Finding, KeyPath, SourceMap
from engine.specs.form_findings import author_path, findings_of, inside
from engine.specs.procedures import Procedure
from engine.specs.rest import Rest
from engine.specs.source import Source
from engine.specs.stand_ins import EITHER, ENDLESS, NO_TIME, StandIns
from engine.specs.suggestions import did_you_mean

_ROUNDS = 12
"""A stand-in may uncover a fault above it; more than one for each level of a procedure there is not."""
_MOST_FAULTS = 100
"""With more faults than this, what would be left says nothing about what the author meant."""


_BESIDE = {"for_each", "ask", "starts", "due", "appointments", "type", "options"}
"""Keys without which others may not be written; those left without them are no fault of their own."""

_WHOLE = {"all", "matching"}
"""Keys that are all there is to a mapping."""


def rest_of(source: Source) -> Rest | None:
    """Return what can be understood of a broken procedure, or None where that is too little."""
    if source.data is None or not isinstance(source.data.get("steps"), dict):
        return None
    draft = _Draft(source)
    late: list[Finding] = []
    for _ in range(_ROUNDS):
        error = _refused(draft.data)
        if error is None:
            return draft.rest(late)
        refused = error.errors(include_url=False)
        if len(refused) > _MOST_FAULTS:
            return None
        late += draft.told(error)
        unknown = [each for each in refused if _is_of_keys(each)]
        # What a misspelt key leaves missing is not missing once it is known by its name.
        places = {_place_of(each, draft.data): each for each in unknown or refused}
        # From the last to the first: an item that is taken out moves only those that were seen to.
        for path, details in reversed(places.items()):
            draft.mend(path, details)
    return None


def _refused(data: dict[str, Any]) -> ValidationError | None:
    try:
        Procedure.model_validate(data)
    except ValidationError as error:
        return error
    return None


def _place_of(details: ErrorDetails, data: dict[str, Any]) -> KeyPath:
    path, last = author_path(details["loc"], data), details["loc"][-1:]
    return (*path, *last) if details["type"] == "missing" else path


def _is_of_keys(details: ErrorDetails) -> bool:
    return details["type"] == "extra_forbidden" or details["loc"][-1:] == ("[key]",)


class _Draft:
    """A document being mended, with the places of its keys."""

    def __init__(self, source: Source) -> None:
        self.data: dict[str, Any] = deepcopy(source.data or {}) | {"kind": "procedure"}
        self._file = source.places.file
        self._places = dict(source.places.places)
        self._texts = dict(source.places.texts)
        self._lost = {_as_written(path) for path in self._places if _is_twin(path)}
        self._doubtful = set(self._lost)
        self._absent: set[KeyPath] = set()
        self._followed: set[KeyPath] = set()
        self._stand_ins = StandIns(self.data["steps"])
        for path in sorted(source.faulty, key=len, reverse=True):
            holder = inside(self.data, path[:-1])
            if _is_twin(path) and isinstance(holder, dict):
                holder.pop(path[-1], None)
            elif path and not _is_twin(path) and path != ("kind",):
                self._replace(path)

    def told(self, error: ValidationError) -> list[Finding]:
        """Return what is refused only now and does not follow from what was put in before."""
        places = SourceMap(self._file, self._places, self._texts)
        found = findings_of(error, Procedure, Source(places, self.data, faulty=self._absent))
        # What is missing now was taken out, or its mapping was told before.
        return [each for each in found if each.code != "MC015"]

    def rest(self, late: list[Finding]) -> Rest:
        """Return the document, which its model takes now."""
        document = Procedure.model_validate(self.data)
        longest = document
        if timeless := [path for path in self._doubtful if inside(self.data, path) == NO_TIME]:
            longer = deepcopy(self.data)
            for path in timeless:
                inside(longer, path[:-1])[path[-1]] = ENDLESS
            longest = Procedure.model_validate(longer)
        source = SourceMap(self._file, self._places, self._texts)
        doubtful, lost = frozenset(self._doubtful), frozenset(self._lost)
        return Rest(document, longest, source, doubtful, lost, tuple(dict.fromkeys(late)))

    def mend(self, path: KeyPath, details: ErrorDetails) -> None:
        """Put something acceptable in the place of what was refused at a path."""
        missing = details["type"] == "missing"
        if inside(self.data, path[:-1] if missing else path) is None:
            return
        if missing:
            self._replace(path)
        elif not path:
            self._lighten(path)
        elif details["type"] == "extra_forbidden":
            self._rename_or_drop(path)
        elif details["loc"][-1] == "[key]":
            self._rename(path, self._stand_ins.name("unnamed"))
        elif isinstance(inside(self.data, path), dict) and "message" in details.get("ctx", {}):
            self._lighten(path)
        elif not self._follow(path, details):
            self._replace(path)

    def _follow(self, path: KeyPath, details: ErrorDetails) -> bool:
        """Take a value for what it was probably meant to be; tell whether that was possible."""
        context, value = details.get("ctx", {}), details["input"]
        if details["type"] == "literal_error":
            help = did_you_mean(value, [word.strip("' ") for word in _words(context["expected"])])
        else:
            help = context.get("help") if details["type"] == "MC008" else None
        if not isinstance(help, Message) or "name" not in help.params or path in self._followed:
            return False
        self._followed.add(path)
        self._doubtful.add(path)
        inside(self.data, path[:-1])[path[-1]] = str(help.params["name"])
        return True

    def _replace(self, path: KeyPath) -> None:
        """Put a stand-in at a path, or take away what stands there."""
        if path[-1] in _WHOLE:
            path = path[:-1]
        holder: Any = inside(self.data, path[:-1])
        if holder is None or isinstance(holder, str):
            return
        refused = inside(holder, path[-1:])
        stand_in = self._stand_ins.for_(path, refused)
        self._doubt(path)
        if isinstance(stand_in, dict) or refused is None or path[-1] in _BESIDE:
            self._absent.add(path)
        if stand_in is not None and stand_in != refused:
            if not self._stand_ins.is_answered(stand_in):
                self._lost.add(path)
            holder[path[-1]] = deepcopy(stand_in)
        elif isinstance(holder, list):
            self._remove_item(path, holder)
        elif path[-1] in holder:
            self._lost.add(path)
            del holder[path[-1]]
        elif len(path) > 1:
            self._replace(path[:-1])

    def _doubt(self, path: KeyPath) -> None:
        self._doubtful.add(path)
        if path[-1] == "when":
            # What can be said of alternatives is said of all of them together.
            self._doubtful.add(path[:-2] if path[-3] != "matching" else path[:-3])

    def _remove_item(self, path: KeyPath, items: list[Any]) -> None:
        """Take an item out of a list; the places of those behind it move up."""
        above, position = path[:-1], path[-1]
        assert isinstance(position, int)
        # What is left of the list is certain; only that it is all is not.
        self._doubtful.discard(path)
        self._lost.add(above)
        self._absent.add(above)
        del items[position]
        for known in (self._places, self._texts):
            _move_up(known, above, position)

    def _rename_or_drop(self, path: KeyPath) -> None:
        holder = inside(self.data, path[:-1])
        near = did_you_mean(path[-1], keys_at(Procedure, path[:-1]))
        name = str(near.params["name"]) if near is not None else ""
        if name and name not in holder:
            self._rename(path, name)
            self._doubtful.add((*path[:-1], name))
        else:
            self._drop(path, holder)

    def _drop(self, path: KeyPath, holder: dict[str | int, Any]) -> None:
        """Leave out a key that nobody knows; one that names a step was meant for a route."""
        value = holder.pop(path[-1])
        names = value if isinstance(value, list | dict) else [value]
        self._doubtful.add(path)
        models = models_at(Procedure, path[:-1]) if len(path) > 1 else [Procedure]
        if not any(key in holder for model in models for key in EITHER.get(model, holder)):
            self._absent.add(path)
        if any(isinstance(each, str) and each in self.data["steps"] for each in names):
            self._lost.add((*path[:-1], "next"))

    def _rename(self, path: KeyPath, name: str) -> None:
        """Give a key another name; its place in the order stays."""
        holder, old = inside(self.data, path[:-1]), path[-1]
        entries = [(name if key == old else key, value) for key, value in holder.items()]
        holder.clear()
        holder.update(entries)
        for known in (self._places, self._texts):
            _rename_below(known, path, name)

    def _lighten(self, path: KeyPath) -> None:
        """Leave out the keys that do not go together with those above them."""
        models = models_at(Procedure, path) if path else [Procedure]
        written = inside(self.data, path)
        if len(models) != 1 or (kept := self._necessary(models[0], written, path)) is None:
            if path:
                self._replace(path)
            return
        for key, value in written.items():
            if key not in kept and _is_taken(models[0], {**kept, key: value}):
                kept[key] = value
            elif key not in kept:
                self._doubtful.add((*path, key))
                if key != "end":
                    self._lost.add((*path, key))
        in_order = {key: kept[key] for key in (*written, *kept) if key in kept}
        written.clear()
        written.update(in_order)

    def _necessary(
        self, model: type[BaseModel], written: dict[str, Any], path: KeyPath
    ) -> dict[str, Any] | None:
        """Return the entries that no such mapping can do without, or None where they are the fault."""
        required = [
            field.alias or name for name, field in model.model_fields.items() if field.is_required()
        ]
        kept = {key: written[key] for key in required if key in written}
        either = EITHER.get(model, ())
        if either and not any(key in kept for key in either):
            chosen = [key for key in written if key in either]
            first = chosen[0] if chosen else None
            if len(chosen) > 1 and either[0] == "to":
                # Where it leads is not known, and may be anywhere.
                self._doubtful.add(path)
                kept["to"] = self._stand_ins.name("unknown")
            elif first is None:
                self._doubtful.add((*path, either[0]))
                self._lost.add((*path, either[0]))
                kept[either[0]] = self._stand_ins.for_((*path, either[0]), None)
            else:
                kept[first] = written[first]
        return kept if _is_taken(model, kept) else None


def _words(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _is_taken(model: type[BaseModel], data: dict[str, Any]) -> bool:
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


def _is_twin(path: KeyPath) -> bool:
    """Tell whether a path is that of a key written twice, or of none that is a text."""
    return any(isinstance(each, str) and "\0" in each for each in path)


def _as_written(path: KeyPath) -> KeyPath:
    """Return the path of the first of two keys, for that of the second."""
    at = next(n for n, each in enumerate(path) if isinstance(each, str) and "\0" in each)
    return (*path[:at], str(path[at]).partition("\0")[0])


def _rename_below(known: dict[KeyPath, Any], path: KeyPath, name: str) -> None:
    length = len(path)
    for each in [one for one in known if one[:length] == path]:
        known[(*path[:-1], name, *each[length:])] = known.pop(each)


def _move_up(known: dict[KeyPath, Any], above: KeyPath, removed: int) -> None:
    length = len(above)
    below = [each for each in known if len(each) > length and each[:length] == above]
    moved: dict[KeyPath, Any] = {}
    for each in below:
        position, value = each[length], known.pop(each)
        assert isinstance(position, int)
        if position != removed:
            moved[(*above, position - (position > removed), *each[length + 1 :])] = value
    known.update(moved)
