"""What must not be said of a procedure where something in it could not be understood.

Unknown routes and times are answered by ``engine.graph.readings``; here are the findings that could follow
from another key that was lost, and from routes of which nothing at all is known.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.specs.findings import Finding
from engine.specs.rest import Rest

_ROUTES = (
    "MC147", "MC201", "MC202", "MC205", "MC206", "MC21", "MC231", "MC243", "MC25", "MC301", "MC302", "MC303",
    "MC304", "MC311", "MC32", "MC402", "MC406", "MC409", "MC410", "MC412", "MC416",
)  # fmt: skip
_SUMS = ("MC301", "MC302", "MC303", "MC304", "MC305", "MC311", "MC32")
_FIELDS = ("MC203", "MC204", "MC24", "MC307")
_FOLLOWING: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("next", "outcomes", "all", "matching", "join"), _ROUTES),
    **dict.fromkeys(("expires", "starts", "wait"), _ROUTES),
    **dict.fromkeys(("dossier", "fields", "options", "type"), _FIELDS),
    **dict.fromkeys(("group", "groups", "due", "appointments"), _SUMS),
    **dict.fromkeys(("digitise", "replaced_by_data", "original"), ("MC408",)),
    "choose": (*_ROUTES, *_FIELDS),
    "limit": (*_SUMS, *_FIELDS),
    "steps": (*_ROUTES, "MC4"),
    "end": ("MC202", "MC206", "MC402", "MC406", "MC412", "MC419"),
    "ask": (*_ROUTES, "MC411", "MC418"),
    "needs": ("MC207", "MC208", "MC217", "MC218"),
    "kind": ("MC231", "MC25", "MC401", "MC412", "MC417"),
    "by": ("MC413",),
    "level": ("MC413", "MC417"),
    "phase": (*_SUMS, "MC417"),
    "phases": (*_SUMS, "MC417"),
    "after_result": (*_SUMS, "MC25", "MC412"),
    "form": ("MC147", "MC243"),
    "required": (*_FIELDS, "MC408"),
    "alerts": ("MC407",),
    "accept": ("MC2", "MC3", "MC4"),
    "date": ("MC421",),
    "decision": ("MC421",),
    "from": ("MC311", "MC421"),
    "effective": ("MC311", "MC421"),
}
"""For a key that is lost, what the findings begin with that could follow from that alone."""
_FOLLOWING_THERE = ("MC207", "MC208", "MC332", "MC404", "MC405", "MC41")
"""What could follow, at a step, from any key that it lost."""


def without_followers(found: Iterable[Finding], rest: Rest) -> list[Finding]:
    """Return the findings that do not follow from what could not be understood."""
    hidden = tuple(code for key in rest.lost_keys for code in _FOLLOWING.get(key, ()))
    doubtful, steps = rest.doubtful_places(), rest.places_below({path[:2] for path in rest.lost})
    return [
        each
        for each in found
        if not each.code.startswith(hidden)
        and each.place not in doubtful
        and not (each.code.startswith(_FOLLOWING_THERE) and each.place in steps)
    ]
