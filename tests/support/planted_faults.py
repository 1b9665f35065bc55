"""Faults of every stage, each planted by itself into a shipped specification."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.services.checking import Judge
from engine.settings import shipped
from engine.specs.findings import Finding
from engine.specs.loader import Loaded, load, load_folder
from engine.specs.source import read

Data = dict[str, Any]
_EMPTY = "@EMPTY@"
_STEPS = "@STEPS@"
"""Where the names of the steps stand that there were at first; a fault looks for its place among them."""
_SITES = "@SITES@"
"""Where the keys of steps stand that are faulty; none is spoiled twice."""


class DoesNotFitError(Exception):
    """The specification has no place for the fault."""


@dataclass(frozen=True, slots=True)
class Plant:
    """A way to break a specification; ``code`` is what must be found then."""

    name: str
    code: str
    spoil: Callable[[Data, random.Random], None]


def specifications() -> list[Path]:
    """Return the files of the shipped procedures."""
    return sorted((shipped("procedure_specs") / "procedures").rglob("*.yaml"))


def read_data(file: Path) -> Data:
    """Return a specification as plain values; every scalar is a text."""
    data = read(file.read_bytes(), file).data
    assert data is not None
    return data


def spoiled(data: Data, plants: list[Plant], seed: int) -> str:
    """Return the text of a specification with some faults; each is planted as it would be alone.

    Raises:
        DoesNotFitError: there is no place for one of them.
    """
    own = deepcopy(data) | {_SITES: [], _STEPS: [*data["steps"]]}
    for plant in plants:
        plant.spoil(own, random.Random(f"{seed}{plant.name}"))
    del own[_SITES], own[_STEPS]
    text: str = yaml.safe_dump(own, allow_unicode=True, sort_keys=False, default_style='"')
    return text.replace(f'"{_EMPTY}"', "")


def findings_in(text: str) -> tuple[Finding, ...]:
    """Return what a check finds in a procedure among the shipped organisation and calendars."""
    loaded = load(text, Path("spoiled.yaml"))
    return _judge_among(loaded).judge(loaded).findings


def _judge_among(loaded: Loaded) -> Judge:
    return Judge([loaded, *_around()])


@cache
def _around() -> tuple[Loaded, ...]:
    root = shipped("procedure_specs")
    return load_folder(root / "organisation") + load_folder(root / "calendars")


def _inner(data: Data, chance: random.Random) -> tuple[str, Data]:
    """Return a step, neither the first nor the last, which somebody does."""
    name: str = chance.choice(data[_STEPS][1:-1] or data[_STEPS])
    step = data["steps"][name]
    if name == data[_STEPS][0] or not {"by", "run"} & step.keys():
        raise DoesNotFitError
    return name, step


_WAYS = {"next", "outcomes", "choose", "ask", "starts", "for_each", "after_result"}


def _plain(data: Data, chance: random.Random) -> str:
    """Return a step, not the first, which goes on to the one below it."""
    name: str = chance.choice(data[_STEPS])
    names, steps = [*data["steps"]], data["steps"]
    below = steps[names[(names.index(name) + 1) % len(names)]]
    if name in (names[0], names[-1]) or _WAYS & steps[name].keys():
        raise DoesNotFitError
    if {"join", "after_result"} & below.keys() or "by" not in below:
        raise DoesNotFitError
    return name


def _insert_behind(data: Data, name: str, added: Data) -> str:
    """Write steps behind one; return the step that was below it."""
    entries = [*data["steps"].items()]
    at = [key for key, _ in entries].index(name) + 1
    data["steps"] = dict([*entries[:at], *added.items(), *entries[at:]])
    return entries[at][0]


def _worker(**more: Any) -> Data:
    return {"by": "department/officer", "limit": "không tính thời gian", **more}


def _setting(key: str, value: Any) -> Callable[[Data, random.Random], None]:
    def spoil(data: Data, chance: random.Random) -> None:
        name, step = _inner(data, chance)
        if key == "limit" and ("due" in step or "group" in step):
            raise DoesNotFitError
        if f"{name}.{key}" in data[_SITES]:
            raise DoesNotFitError
        data[_SITES].append(f"{name}.{key}")
        step[key] = value

    return spoil


def _misspelt_key(data: Data, chance: random.Random) -> None:
    name, step = _inner(data, chance)
    if "label" not in step:
        raise DoesNotFitError
    data["steps"][name] = {"lable" if key == "label" else key: step[key] for key in step}


def _missing_title(data: Data, chance: random.Random) -> None:
    del data["title"]


def _neither_yes_nor_no(data: Data, chance: random.Random) -> None:
    data["boundary_free"] = "maybe"


def _unknown_step(data: Data, chance: random.Random) -> None:
    data["steps"][_plain(data, chance)]["next"] = "nowhere_at_all"


def _misspelt_step(data: Data, chance: random.Random) -> None:
    name = _plain(data, chance)
    names = [*data["steps"]]
    data["steps"][name]["next"] = names[names.index(name) + 1] + "x"


def _not_a_step(data: Data, chance: random.Random) -> None:
    data["steps"][_plain(data, chance)]["next"] = "Bước sau"


def _faulty_outcome(data: Data, chance: random.Random) -> None:
    data["steps"][_plain(data, chance)]["outcomes"] = {"one": {"to": "a", "end": "refused"}}


def _orphan(data: Data, chance: random.Random) -> None:
    name = _plain(data, chance)
    below = _insert_behind(data, name, {"orphan": _worker()})
    data["steps"][name]["next"] = data["steps"]["orphan"]["next"] = below


def _trap(data: Data, chance: random.Random) -> None:
    name = _plain(data, chance)
    more = {"trap_first": _worker(next="trap_second"), "trap_second": _worker(next="trap_first")}
    below = _insert_behind(data, name, more)
    data["steps"][name]["outcomes"] = {"good": {"to": below}, "bad": {"to": "trap_first"}}


def _deadlock(data: Data, chance: random.Random) -> None:
    name = _plain(data, chance)
    more = {
        "dead_left": _worker(next="dead_end"),
        "dead_right": _worker(next="dead_end"),
        "dead_end": _worker(join="all"),
    }
    below = _insert_behind(data, name, more)
    data["steps"][name]["outcomes"] = {"l": {"to": "dead_left"}, "r": {"to": "dead_right"}}
    data["steps"]["dead_end"]["next"] = below


def _left_open(data: Data, chance: random.Random) -> None:
    name = _plain(data, chance)
    more = {
        "open_left": _worker(next="open_end"),
        "open_right": _worker(
            outcomes={"ok": {"to": "open_end"}, "no": {"end": "stopped"}},
        ),
        "open_end": _worker(join="all"),
    }
    below = _insert_behind(data, name, more)
    data["steps"][name]["next"] = {"all": ["open_left", "open_right"]}
    data["steps"]["open_end"]["next"] = below


def _choice(condition: str, *, rest: bool) -> Callable[[Data, random.Random], None]:
    def spoil(data: Data, chance: random.Random) -> None:
        name = _plain(data, chance)
        key = f"choice_{'rest' if rest else 'open'}"
        below = _insert_behind(data, name, {key: {}})
        others = [{"to": below}] if rest else []
        data["steps"][key]["choose"] = [{"when": condition, "to": below}, *others]

    return spoil


def _identity_number(data: Data, chance: random.Random) -> None:
    fields = data.setdefault("dossier", {}).setdefault("fields", {})
    fields["number_of_a_person"] = {"label": "Số định danh", "type": "identity_number"}


def _slow_reception(data: Data, chance: random.Random) -> None:
    first = next(iter(data["steps"].values()))
    if "group" in first:
        raise DoesNotFitError
    first["limit"] = "30 " + ("ngày làm việc" if "làm việc" in first.get("limit", "") else "ngày")


def _early(data: Data, chance: random.Random) -> None:
    data["effective"]["from"] = "1999-01-01"


def _ends_first(data: Data, chance: random.Random) -> None:
    data["effective"]["until"] = "1990-01-01"


PLANTS = (
    Plant("no time", "MC008", _setting("limit", "một lúc")),
    Plant("misspelt time", "MC008", _setting("limit", "2 workin days")),
    Plant("misspelt key", "MC014", _misspelt_key),
    Plant("unknown key", "MC014", _setting("xyzzy", "1")),
    Plant("not a kind", "MC007", _setting("kind", "nokind")),
    Plant("not true or false", "MC007", _neither_yes_nor_no),
    Plant("not a step", "MC007", _not_a_step),
    Plant("nobody", "MC011", _setting("by", "somebody")),
    Plant("works and runs", "MC012", _setting("run", "something")),
    Plant("two ways in an outcome", "MC012", _faulty_outcome),
    Plant("no condition", "MC013", _choice("dossier.>", rest=True)),
    Plant("no title", "MC015", _missing_title),
    Plant("no value", "MC017", _setting("note", _EMPTY)),
    Plant("closed status", "MC019", _setting("status", "returned")),
    Plant("unknown step", "MC101", _unknown_step),
    Plant("misspelt step", "MC101", _misspelt_step),
    Plant("unknown group", "MC102", _setting("group", "no_such_group")),
    Plant("unknown field", "MC103", _setting("form", ["no_such_field"])),
    Plant("unknown form", "MC106", _setting("prints", ["no_such_form"])),
    Plant("unknown role", "MC110", _setting("by", "no_such_role/officer")),
    Plant("unknown position", "MC111", _setting("by", "department/no_such_position")),
    Plant("ends first", "MC117", _ends_first),
    Plant("a choice without a rest", "MC203", _choice("dossier.none > 1", rest=False)),
    Plant("orphan", "MC201", _orphan),
    Plant("trap", "MC202", _trap),
    Plant("deadlock", "MC211", _deadlock),
    Plant("left open", "MC212", _left_open),
    Plant("too long", "MC301", _setting("limit", "9000 ngày làm việc")),
    Plant("slow reception", "MC404", _slow_reception),
    Plant("personal data", "MC420", _identity_number),
    Plant("too early", "MC421", _early),
)
