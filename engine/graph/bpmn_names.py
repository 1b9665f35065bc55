"""The ids of a BPMN file: unique, valid in XML, and the names of steps where a step is meant."""

from __future__ import annotations

import re

from engine.graph.picture import Picture


class Names:
    """The ids of one file.

    Ids of nodes begin with a small letter, because the names of steps do; all others begin with a
    capital, so that none is the name of a step.

    Attributes:
        box: the id of each box of the picture, by its key.
    """

    def __init__(self, picture: Picture) -> None:
        self.box = {box.key: re.sub(r"[+<]", "-", box.key) for box in picture.boxes}

    def process(self, key: str) -> str:
        """Return the id of the process of a procedure."""
        return "Process_" + re.sub(r"[^A-Za-z0-9_.-]", "_", key)

    def lane(self, key: str) -> str:
        """Return the id of a lane."""
        return "Lane_" + key.replace("+", "-")

    def timer(self, key: str) -> str:
        """Return the id of the timer on the wait ``key``."""
        return f"{self.box[key]}-expires"
